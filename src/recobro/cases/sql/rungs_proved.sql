-- When each rung of a case was last proved or is to be done: its steps, newest of each rung.
-- reads: cases_step      writes: nothing
SELECT DISTINCT ON (rung) id, rung, rung_id, act, state, day, settled_at, planned_on, reason
FROM cases_step
WHERE portfolio_id = %(portfolio_id)s AND case_id = %(case_id)s AND state NOT IN ('dropped', 'withdrawn')
ORDER BY rung, day DESC
