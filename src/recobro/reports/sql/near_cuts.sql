-- One row per day on which proposed cuts could be done: how many, how many were looked at, cents.
-- reads: cases_step      writes: nothing
SELECT planned_on,
       count(*) AS planned,
       count(*) FILTER (WHERE state <> 'proposed') AS reviewed,
       sum(owed_cents)::bigint AS cents
FROM cases_step
WHERE portfolio_id = %(portfolio_id)s
  AND act = 'propose_cut'
  AND state IN ('proposed', 'released', 'done')
  AND planned_on >= %(first_on)s
  AND planned_on <= %(last_on)s
GROUP BY planned_on
