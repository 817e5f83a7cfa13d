-- Undoes the returns of a lot and counts them off their invoices.
-- reads: billing_lotrow      writes: billing_debitreturn, billing_invoice
WITH gone AS (
    UPDATE billing_debitreturn AS r
    SET undone_at = %(now)s
    FROM billing_lotrow AS l
    WHERE l.id = r.lot_row_id AND l.lot_id = %(lot_id)s AND r.portfolio_id = %(portfolio_id)s AND r.undone_at IS NULL
    RETURNING r.id, r.invoice_id
),
counted AS (
    SELECT g.invoice_id, count(*) AS returns FROM gone AS g GROUP BY g.invoice_id
)
UPDATE billing_invoice AS i
SET returns = i.returns - c.returns, last_return_on = last.returned_on, last_reason_code = coalesce(last.reason_code, '')
FROM counted AS c
LEFT JOIN LATERAL (
    SELECT r.returned_on, r.reason_code
    FROM billing_debitreturn AS r
    WHERE r.invoice_id = c.invoice_id AND r.undone_at IS NULL AND r.id NOT IN (SELECT g.id FROM gone AS g)
    ORDER BY r.returned_on DESC, r.id DESC
    LIMIT 1
) AS last ON true
WHERE i.id = c.invoice_id
