-- Takes back what a lot had told of returns that others had brought.
-- reads: billing_lotrow      writes: billing_returnevidence, billing_debitreturn
WITH gone AS (
    DELETE FROM billing_returnevidence AS e
    USING billing_lotrow AS l
    WHERE l.id = e.lot_row_id AND l.lot_id = %(lot_id)s AND e.portfolio_id = %(portfolio_id)s
    RETURNING e.debit_return_id
)
UPDATE billing_debitreturn AS r
SET evidences = r.evidences - g.told
FROM (SELECT debit_return_id, count(*) AS told FROM gone GROUP BY debit_return_id) AS g
WHERE r.id = g.debit_return_id
