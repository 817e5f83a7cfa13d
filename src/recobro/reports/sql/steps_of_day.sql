-- One row per rung, act and state of the steps of one day: how many, cents.
-- reads: cases_step      writes: nothing
SELECT rung, rung_id, act, state, count(*) AS count, sum(owed_cents)::bigint AS cents
FROM cases_step
WHERE portfolio_id = %(portfolio_id)s AND day = %(today)s
GROUP BY rung, rung_id, act, state
ORDER BY rung, rung_id, act, state
