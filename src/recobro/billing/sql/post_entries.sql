-- Posts the prepared entries to the ledger, all at one moment.
-- reads: nothing      writes: billing_ledgerentry
INSERT INTO billing_ledgerentry (
    portfolio_id, account_id, invoice_id, kind, amount_cents, value_on, posted_at, lot_id, lot_row_id, payment_id, attempt_id,
    refund_id, reverses_id, assumed
)
SELECT %(portfolio_id)s, e.account_id, e.invoice_id, e.kind, e.amount_cents, e.value_on, %(posted_at)s, e.lot_id, e.lot_row_id,
    e.payment_id, e.attempt_id, e.refund_id, e.reverses_id, e.assumed
FROM take_entry AS e
ORDER BY e.account_id, e.invoice_id
