-- Prepares one charge for each invoice that this file opens. A debt known from a return or the ERP's list is charged as assumed;
-- what the old table held when the office moved in is opened, not charged.
-- reads: nothing      writes: nothing
INSERT INTO take_entry (account_id, invoice_id, kind, amount_cents, value_on, lot_id, lot_row_id, assumed, fresh)
SELECT f.account_id, f.id, CASE WHEN s.family = 'opening' THEN 'opening' ELSE 'charged' END, f.amount_cents, f.charged_on, f.lot_id,
    f.first_row_id, f.lane <> 'invoice' AND s.family <> 'opening', f.invoice_id IS NULL
FROM take_fresh AS f
JOIN take_done AS d ON d.id = f.first_row_id AND d.status = 'booked'
JOIN take_stage AS s ON s.id = f.first_row_id
WHERE f.amount_cents > 0
