-- One row per seal, in order: whether its entries still give its digest, its digest its hash, and whether it follows the
-- one before. Entries between two seals belong to the later one, so that nothing can be slipped in.
-- reads: journal_entry, journal_seal      writes: nothing
WITH chain AS (
    SELECT s.*,
           coalesce(lag(s.hash) OVER follows, decode(repeat('00', 32), 'hex')) AS hash_before,
           coalesce(lag(s.to_id) OVER follows, 0) AS end_before
    FROM journal_seal AS s
    WINDOW follows AS (ORDER BY s.from_id)
)
SELECT c.id,
       c.from_id,
       c.to_id,
       found.entries,
       encode(c.hash, 'hex') AS hash,
       found.digest IS NOT DISTINCT FROM c.digest AS entries_hold,
       sha256(c.previous || c.digest) = c.hash AND c.previous = c.hash_before AND c.from_id = c.end_before + 1 AS follows
FROM chain AS c
CROSS JOIN LATERAL (
    SELECT count(*) AS entries,
           sha256(string_agg(sha256(convert_to(jsonb_build_array(
               e.id, e.portfolio_id, e.account_id, (extract(epoch FROM e.at) * 1000000)::bigint, e.by, e.verb, e.subject, e.data
           )::text, 'UTF8')), ''::bytea ORDER BY e.id)) AS digest
    FROM journal_entry AS e
    WHERE e.id >= c.from_id AND e.id <= c.to_id
) AS found
ORDER BY c.from_id
