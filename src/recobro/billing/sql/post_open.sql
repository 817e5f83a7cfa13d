-- Moves the open cents of the invoices by what was just posted for them.
-- reads: nothing      writes: billing_invoice
UPDATE billing_invoice AS i
SET open_cents = i.open_cents + e.amount_cents
FROM (
    SELECT invoice_id, sum(amount_cents) AS amount_cents
    FROM take_entry WHERE invoice_id IS NOT NULL AND NOT fresh GROUP BY invoice_id HAVING sum(amount_cents) <> 0
) AS e
WHERE i.id = e.invoice_id AND i.portfolio_id = %(portfolio_id)s
