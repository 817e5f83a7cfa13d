-- Lines up the credit notes of an invoice file as money to spread: on the invoice that they name, else on the oldest.
-- reads: billing_invoice      writes: nothing
INSERT INTO take_payment (id, line, lot_id, lot_row_id, account_id, invoice_id, amount_cents, received_on, reference, kind, status, reason)
SELECT f.first_row_id, s.line, f.lot_id, f.first_row_id, f.account_id, i.id, -f.amount_cents, f.charged_on, '', 'adjusted', 'booked', ''
FROM take_fresh AS f
JOIN take_done AS d ON d.id = f.first_row_id AND d.status = 'booked'
JOIN take_stage AS s ON s.id = f.first_row_id
LEFT JOIN billing_invoice AS i
    ON i.portfolio_id = %(portfolio_id)s AND i.number = upper(btrim(s.reference)) AND i.account_id = f.account_id
WHERE f.amount_cents < 0
