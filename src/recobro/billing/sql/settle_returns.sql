-- Writes down what becomes of the rows that tell of returns.
-- reads: nothing      writes: nothing
INSERT INTO take_done (id, status, amount_cents, account_id, invoice_id)
SELECT t.id, CASE WHEN k.id IS NULL THEN 'booked' ELSE 'known' END, t.amount_cents, t.account_id, t.invoice_id
FROM take_return AS t
LEFT JOIN take_known AS k ON k.id = t.id
