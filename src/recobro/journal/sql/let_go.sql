-- The rows are settled: this session holds them no more.
-- reads: nothing      writes: nothing
SELECT count(pg_advisory_unlock(hashtext('outbox'), (id %% 2147483647)::int)) AS written
FROM unnest(%(ids)s::bigint[]) AS t (id)
