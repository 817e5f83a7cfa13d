-- The different results that the staged communications state.
-- reads: nothing      writes: nothing
SELECT DISTINCT s.reason_text FROM take_stage AS s WHERE s.lane = 'notice' AND s.reason_text <> ''
