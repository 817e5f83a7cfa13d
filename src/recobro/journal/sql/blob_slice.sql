-- Reads a slice of a kept file; `start` counts from 1.
-- reads: journal_blob      writes: nothing
SELECT substring(data FROM %(start)s::integer FOR %(length)s::integer) AS slice FROM journal_blob WHERE sha256 = %(sha256)s
