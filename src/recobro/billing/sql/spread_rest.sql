-- Leaves what no open invoice could take as the account's credit.
-- reads: nothing      writes: nothing
INSERT INTO take_entry (account_id, invoice_id, kind, amount_cents, value_on, lot_id, lot_row_id, payment_id)
SELECT p.account_id, NULL, p.kind, -(p.amount_cents + coalesce(s.amount_cents, 0)), p.received_on, p.lot_id, p.lot_row_id, p.payment_id
FROM take_payment AS p
LEFT JOIN (
    SELECT lot_row_id, payment_id, sum(amount_cents) AS amount_cents
    FROM take_entry WHERE amount_cents < 0 GROUP BY lot_row_id, payment_id
) AS s ON s.lot_row_id IS NOT DISTINCT FROM p.lot_row_id AND s.payment_id IS NOT DISTINCT FROM p.payment_id
WHERE p.status = 'booked' AND p.amount_cents + coalesce(s.amount_cents, 0) > 0
