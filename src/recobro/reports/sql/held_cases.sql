-- One row per reason for which open cases are held, the ladder's own rhythm left out: how many, cents.
-- reads: cases_case      writes: nothing
SELECT held_by AS reason, count(*) AS count, coalesce(sum(owed_cents), 0)::bigint AS cents
FROM cases_case
WHERE portfolio_id = %(portfolio_id)s AND closed_on IS NULL AND held_by <> '' AND held_by <> ALL(%(rhythm)s::text[])
GROUP BY held_by
ORDER BY count(*) DESC, held_by
