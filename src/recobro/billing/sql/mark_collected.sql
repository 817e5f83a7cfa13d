-- Notes which presentations the bank credited: the first day told, and the row that booked it. A credit outweighs a refusal of the file.
-- reads: nothing      writes: billing_collectionattempt
UPDATE billing_collectionattempt AS a
SET collected_on = least(a.collected_on, t.told_on), collected_row_id = coalesce(a.collected_row_id, nullif(t.id, 0)), cancelled_on = NULL
FROM (
    SELECT t.attempt_id, min(t.told_on) AS told_on, (array_agg(t.id ORDER BY t.verdict, t.id))[1] AS id
    FROM take_told AS t
    WHERE t.lane = 'collection' AND t.verdict IN ('booked', 'known') AND t.attempt_id IS NOT NULL
    GROUP BY t.attempt_id
) AS t
WHERE a.id = t.attempt_id AND a.portfolio_id = %(portfolio_id)s
  AND (a.collected_on IS NULL OR a.collected_on > t.told_on OR a.collected_row_id IS NULL)
