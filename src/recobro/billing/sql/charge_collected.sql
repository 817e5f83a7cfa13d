-- Gives the invoices that only a remittance had named the amount that was collected of them.
-- reads: nothing      writes: billing_invoice
UPDATE billing_invoice AS i
SET amount_cents = e.amount_cents
FROM take_entry AS e
WHERE e.kind = 'charged' AND e.invoice_id = i.id AND i.assumed AND i.amount_cents = 0 AND i.portfolio_id = %(portfolio_id)s
