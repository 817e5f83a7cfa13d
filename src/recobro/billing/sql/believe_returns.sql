-- Forgets that returns look known: a person has looked and says that they are another one.
-- reads: nothing      writes: nothing
TRUNCATE pg_temp.take_known
