-- Prepares the opposite of everything that a lot posted and that still stands, grouped as it was posted.
-- reads: billing_ledgerentry, billing_payment      writes: nothing
INSERT INTO take_entry (account_id, invoice_id, kind, amount_cents, value_on, lot_id, payment_id, attempt_id, reverses_id)
SELECT e.account_id, e.invoice_id, e.kind, -sum(e.amount_cents), %(value_on)s, %(lot_id)s, e.payment_id, e.attempt_id, min(e.id)
FROM billing_ledgerentry AS e
LEFT JOIN billing_payment AS p ON p.id = e.payment_id
WHERE e.portfolio_id = %(portfolio_id)s
  AND e.lot_id = %(lot_id)s
  AND p.undone_at IS NULL
GROUP BY e.account_id, e.invoice_id, e.kind, e.payment_id, e.attempt_id
HAVING sum(e.amount_cents) <> 0
