-- Promises that the database no longer keeps: constraints missing, not validated or not valid, triggers missing or off.
-- reads: nothing      writes: nothing
WITH kept AS (
    SELECT conname AS name FROM pg_constraint WHERE convalidated AND connamespace = current_schema()::regnamespace
    UNION
    SELECT c.relname
    FROM pg_index AS x
    JOIN pg_class AS c ON c.oid = x.indexrelid
    WHERE x.indisunique AND x.indisvalid AND c.relnamespace = current_schema()::regnamespace
    UNION
    SELECT t.tgname
    FROM pg_trigger AS t
    JOIN pg_class AS c ON c.oid = t.tgrelid
    WHERE t.tgenabled IN ('O', 'A') AND c.relnamespace = current_schema()::regnamespace
)
SELECT NULL::bigint AS portfolio_id, 'pg_constraint' AS place, count(*) AS count, (array_agg(w.name ORDER BY w.name))[1:5] AS first
FROM unnest(%(names)s::text[]) AS w (name)
WHERE NOT EXISTS (SELECT FROM kept AS k WHERE k.name = w.name)
HAVING count(*) > 0
