-- Writes the new refunds.
-- reads: nothing      writes: billing_refund
INSERT INTO billing_refund (id, portfolio_id, account_id, amount_cents, refunded_on, reference, lot_row_id)
SELECT r.refund_id, %(portfolio_id)s, r.account_id, r.amount_cents, r.value_on, r.reference, r.id
FROM take_refund AS r
WHERE r.status = 'booked'
ORDER BY r.account_id, r.refund_id
