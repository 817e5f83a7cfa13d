-- One row: the highest id written so far, where the last seal ends, and its hash.
-- reads: journal_entry, journal_seal      writes: nothing
SELECT coalesce((SELECT max(id) FROM journal_entry), 0) AS written,
       coalesce(last.to_id, 0) AS sealed,
       last.hash
FROM (SELECT 1) AS always
LEFT JOIN LATERAL (SELECT to_id, hash FROM journal_seal ORDER BY to_id DESC LIMIT 1) AS last ON true
