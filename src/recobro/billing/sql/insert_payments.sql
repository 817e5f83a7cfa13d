-- Writes the new payments.
-- reads: nothing      writes: billing_payment
INSERT INTO billing_payment (id, portfolio_id, account_id, amount_cents, received_on, reference, lot_row_id)
SELECT p.payment_id, %(portfolio_id)s, p.account_id, p.amount_cents, p.received_on, p.reference, p.lot_row_id
FROM take_payment AS p
WHERE p.status = 'booked' AND p.payment_id IS NOT NULL
ORDER BY p.account_id, p.payment_id
