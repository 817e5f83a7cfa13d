-- Leaves the invoices that a lot had opened without amount: nobody speaks of them any more, and a later file may again.
-- reads: billing_ledgerentry      writes: billing_invoice
UPDATE billing_invoice AS i
SET amount_cents = 0, issued_on = NULL, assumed = true
FROM (
    SELECT DISTINCT e.invoice_id
    FROM billing_ledgerentry AS e
    WHERE e.portfolio_id = %(portfolio_id)s AND e.lot_id = %(lot_id)s AND e.kind IN ('charged', 'opening') AND e.reverses_id IS NULL
) AS mine
WHERE i.id = mine.invoice_id AND i.portfolio_id = %(portfolio_id)s
