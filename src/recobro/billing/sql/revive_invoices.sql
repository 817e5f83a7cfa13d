-- Speaks again of invoices that a reversed lot had left empty.
-- reads: nothing      writes: billing_invoice
UPDATE billing_invoice AS i
SET amount_cents = f.amount_cents, issued_on = f.issued_on, due_on = f.due_on, assumed = f.lane <> 'invoice'
FROM take_fresh AS f
JOIN take_done AS d ON d.id = f.first_row_id AND d.status = 'booked'
WHERE i.id = f.invoice_id AND i.portfolio_id = %(portfolio_id)s
