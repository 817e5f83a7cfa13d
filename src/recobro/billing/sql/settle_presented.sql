-- Writes down what becomes of the debits that we presented.
-- reads: nothing      writes: nothing
INSERT INTO take_done (id, status, amount_cents, account_id, invoice_id)
SELECT p.id, CASE p.verdict WHEN 'again' THEN 'known' ELSE 'booked' END, p.amount_cents, p.account_id, p.invoice_id
FROM take_presented AS p
