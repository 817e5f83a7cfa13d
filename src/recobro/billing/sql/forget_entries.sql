-- Forgets the prepared entries once they are posted.
-- reads: nothing      writes: nothing
TRUNCATE pg_temp.take_entry
