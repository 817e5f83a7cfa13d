-- Keeps the movements of a statement as evidence of the returns that they tell of, and counts them.
-- reads: nothing      writes: billing_returnevidence, billing_debitreturn
WITH kept AS (
    INSERT INTO billing_returnevidence (portfolio_id, account_id, debit_return_id, lot_row_id, source, told_on)
    SELECT %(portfolio_id)s, c.account_id, c.debit_return_id, c.id, c.family, c.told_on
    FROM take_covered AS c
    ORDER BY c.account_id, c.debit_return_id
    RETURNING debit_return_id
)
UPDATE billing_debitreturn AS r
SET evidences = r.evidences + k.told
FROM (SELECT debit_return_id, count(*) AS told FROM kept GROUP BY debit_return_id) AS k
WHERE r.id = k.debit_return_id AND r.portfolio_id = %(portfolio_id)s
