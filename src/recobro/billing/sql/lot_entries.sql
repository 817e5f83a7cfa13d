-- Prepares the opposite of everything that a lot posted and that still stands, grouped as it was posted.
-- Money that one of its rows had taken back is credit again, to be used anew: its invoice may have been paid otherwise since.
-- reads: billing_ledgerentry, billing_payment      writes: nothing
INSERT INTO take_entry (account_id, invoice_id, kind, amount_cents, value_on, lot_id, payment_id, attempt_id, refund_id, reverses_id)
SELECT e.account_id, v.invoice_id, e.kind, -sum(e.amount_cents), %(value_on)s, %(lot_id)s, e.payment_id, e.attempt_id, e.refund_id, min(e.id)
FROM billing_ledgerentry AS e
LEFT JOIN billing_payment AS p ON p.id = e.payment_id
CROSS JOIN LATERAL (
    SELECT CASE WHEN e.lot_row_id IS NULL OR e.reverses_id IS NULL THEN e.invoice_id END AS invoice_id
) AS v
WHERE e.portfolio_id = %(portfolio_id)s
  AND e.lot_id = %(lot_id)s
  AND p.undone_at IS NULL
GROUP BY e.account_id, v.invoice_id, e.kind, e.payment_id, e.attempt_id, e.refund_id
HAVING sum(e.amount_cents) <> 0
