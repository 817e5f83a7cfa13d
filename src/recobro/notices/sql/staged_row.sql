-- The id of the one staged row of a document.
-- reads: nothing      writes: nothing
SELECT min(s.id) AS id FROM take_stage AS s WHERE s.lane = 'notice'
