-- Gives the one staged row the id of the row that stood on its line: it is the same row, read again.
-- reads: nothing      writes: nothing
UPDATE take_stage SET id = %(row_id)s
