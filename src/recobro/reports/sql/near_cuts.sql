-- One row per day on which proposed cuts could be done: how many, how many were looked at, cents. What is still proposed
-- stands on the next allowed day at the earliest.
-- reads: cases_step      writes: nothing
WITH candidate AS (
    SELECT CASE WHEN state = 'proposed' THEN greatest(planned_on, %(next_allowed_on)s::date) ELSE planned_on END AS day,
           state,
           owed_cents
    FROM cases_step
    WHERE portfolio_id = %(portfolio_id)s
      AND act = 'propose_cut'
      AND state IN ('proposed', 'released', 'handed', 'done')
)
SELECT day,
       count(*) AS planned,
       count(*) FILTER (WHERE state <> 'proposed') AS reviewed,
       sum(owed_cents)::bigint AS cents
FROM candidate
WHERE day >= %(first_on)s AND day <= %(last_on)s
GROUP BY day
