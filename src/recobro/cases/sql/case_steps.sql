-- The steps of a case that stand, oldest first.
-- reads: cases_step      writes: nothing
SELECT id, rung, rung_id, act, state, day, settled_at, planned_on
FROM cases_step
WHERE portfolio_id = %(portfolio_id)s AND case_id = %(case_id)s AND state NOT IN ('dropped', 'withdrawn')
ORDER BY day, id
LIMIT 200
