-- Notes which presentations the bank credited, and the row that told of it first. A credit outweighs a refusal of the file.
-- reads: nothing      writes: billing_collectionattempt
UPDATE billing_collectionattempt AS a
SET collected_on = coalesce(a.collected_on, t.told_on), collected_row_id = nullif(t.id, 0), cancelled_on = NULL
FROM (
    SELECT DISTINCT ON (t.attempt_id) t.attempt_id, t.id, t.told_on
    FROM take_told AS t
    WHERE t.lane = 'collection' AND t.verdict IN ('booked', 'known') AND t.attempt_id IS NOT NULL
    ORDER BY t.attempt_id, t.verdict, t.id
) AS t
WHERE a.id = t.attempt_id AND a.portfolio_id = %(portfolio_id)s AND a.collected_row_id IS NULL
