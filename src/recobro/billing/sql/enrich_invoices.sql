-- Fills in what only the invoice itself can say of invoices that a return or the ERP's list had opened. Posts nothing.
-- reads: nothing      writes: billing_invoice
UPDATE billing_invoice AS i
SET issued_on = s.issued_on, due_on = coalesce(s.due_on, i.due_on), assumed = false
FROM take_done AS d
JOIN take_stage AS s ON s.id = d.id
WHERE d.status = 'known' AND s.lane = 'invoice' AND i.id = d.invoice_id AND i.assumed AND i.portfolio_id = %(portfolio_id)s
