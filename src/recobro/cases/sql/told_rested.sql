-- Steps still under way that rest on rungs proved by these communications.
-- reads: cases_told, cases_stepitem, cases_step      writes: nothing
SELECT DISTINCT s.id
FROM cases_told t
JOIN cases_stepitem si ON si.item_id = t.item_id AND si.rung > t.was_rung AND NOT si.void
JOIN cases_step s ON s.id = si.step_id AND s.state IN ('proposed', 'released')
WHERE t.portfolio_id = %(portfolio_id)s AND t.source_id = ANY(%(source_ids)s) AND t.withdrawn_at IS NULL
ORDER BY s.id
