-- Seals the next entries up to an id: at most so many, from the end of the last seal on. Sealing again changes nothing.
-- The hash of an entry is that of its columns as a JSON array; `verify_chain.sql` must spell it in the same way.
-- reads: journal_entry, journal_seal      writes: journal_seal
WITH batch AS (
    SELECT id,
           sha256(convert_to(jsonb_build_array(
               id, portfolio_id, account_id, (extract(epoch FROM at) * 1000000)::bigint, by, verb, subject, data
           )::text, 'UTF8')) AS hash
    FROM journal_entry
    WHERE id > %(after)s AND id <= %(until)s
    ORDER BY id
    LIMIT %(most)s
), digest AS (
    SELECT max(id) AS to_id, sha256(string_agg(hash, ''::bytea ORDER BY id)) AS digest FROM batch
), before AS (
    SELECT coalesce(
        (SELECT hash FROM journal_seal WHERE to_id = %(after)s),
        decode(repeat('00', 32), 'hex')
    ) AS previous
), sealed AS (
    INSERT INTO journal_seal (from_id, to_id, digest, previous, hash, at)
    SELECT %(after)s + 1, d.to_id, d.digest, b.previous, sha256(b.previous || d.digest), %(moment)s
    FROM digest AS d, before AS b
    WHERE d.to_id IS NOT NULL
    ON CONFLICT (from_id) DO NOTHING
    RETURNING to_id
)
SELECT (SELECT count(*) FROM batch WHERE EXISTS (SELECT FROM sealed)) AS written
