-- Tells the size of a kept file in bytes.
-- reads: journal_blob      writes: nothing
SELECT size FROM journal_blob WHERE sha256 = %(sha256)s
