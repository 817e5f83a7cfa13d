-- Forgets the matches of this file, to match it again.
-- reads: nothing      writes: nothing
DROP TABLE pg_temp.take_clue, pg_temp.take_match
