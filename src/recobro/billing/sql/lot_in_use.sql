-- Counts the invoices that a lot had charged and that later money or returns rest on: they cannot be taken away.
-- Nor can a remittance of which something was credited, nor a credit of what came back since, or whose excess was used.
-- reads: billing_ledgerentry, billing_invoice, billing_debitreturn, billing_lotrow, billing_collectionattempt      writes: nothing
SELECT count(*) + (
    SELECT count(*) FROM billing_collectionattempt AS a
    JOIN billing_lotrow AS l ON l.id = a.lot_row_id AND l.lot_id = %(lot_id)s
    WHERE a.portfolio_id = %(portfolio_id)s AND a.collected_on IS NOT NULL
) + (
    SELECT count(DISTINCT e.attempt_id)
    FROM billing_ledgerentry AS e
    JOIN billing_debitreturn AS r ON r.account_id = e.account_id AND r.attempt_id = e.attempt_id AND r.undone_at IS NULL
    JOIN billing_lotrow AS l ON l.id = r.lot_row_id AND l.lot_id <> %(lot_id)s
    WHERE e.portfolio_id = %(portfolio_id)s AND e.lot_id = %(lot_id)s AND e.kind = 'collected' AND e.reverses_id IS NULL
) + (
    SELECT count(*)
    FROM (
        SELECT e.account_id, sum(e.amount_cents) AS amount_cents
        FROM billing_ledgerentry AS e
        WHERE e.portfolio_id = %(portfolio_id)s AND e.lot_id = %(lot_id)s AND e.invoice_id IS NULL AND e.attempt_id IS NOT NULL
        GROUP BY e.account_id
    ) AS left_over
    WHERE left_over.amount_cents < (
        SELECT sum(c.amount_cents)
        FROM billing_ledgerentry AS c
        WHERE c.account_id = left_over.account_id AND c.portfolio_id = %(portfolio_id)s AND c.invoice_id IS NULL AND c.payment_id IS NULL
    )
) AS invoices
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
