-- Tells how many rows are staged and what becomes of them.
-- reads: nothing      writes: nothing
SELECT count(*) AS rows, array_agg(DISTINCT s.lane) AS lanes FROM take_stage AS s
