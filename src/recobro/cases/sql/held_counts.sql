-- Open cases by what keeps them from a step, most first.
-- reads: cases_case      writes: nothing
SELECT held_by AS reason, count(*) AS count, sum(owed_cents)::bigint AS owed_cents
FROM cases_case
WHERE portfolio_id = %(portfolio_id)s AND closed_on IS NULL AND held_by <> ''
GROUP BY held_by
ORDER BY count(*) DESC, held_by
