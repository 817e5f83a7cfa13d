-- Tells whether the bytes of this digest are kept.
-- reads: journal_blob      writes: nothing
SELECT EXISTS (SELECT FROM journal_blob WHERE sha256 = %(sha256)s) AS kept
