-- Counts the invoices that a lot had charged and that later money or returns rest on: they cannot be taken away.
-- reads: billing_ledgerentry, billing_invoice, billing_debitreturn, billing_lotrow      writes: nothing
SELECT count(*) AS invoices
FROM billing_invoice AS i
JOIN (
    SELECT e.invoice_id, sum(e.amount_cents) AS amount_cents
    FROM billing_ledgerentry AS e
    WHERE e.portfolio_id = %(portfolio_id)s AND e.lot_id = %(lot_id)s AND e.invoice_id IS NOT NULL
    GROUP BY e.invoice_id
    HAVING bool_or(e.kind IN ('charged', 'opening'))
) AS mine ON mine.invoice_id = i.id
WHERE i.portfolio_id = %(portfolio_id)s
  AND (i.open_cents <> mine.amount_cents OR EXISTS (
    SELECT FROM billing_debitreturn AS r
    JOIN billing_lotrow AS l ON l.id = r.lot_row_id
    WHERE r.invoice_id = i.id AND r.undone_at IS NULL AND l.lot_id <> %(lot_id)s
  ))
