-- One row per transaction of others that is writing entries at this moment and may hold ids not yet visible.
-- reads: nothing      writes: nothing
SELECT DISTINCT l.virtualtransaction AS writer
FROM pg_locks AS l
JOIN pg_database AS d ON d.oid = l.database AND d.datname = current_database()
WHERE l.relation = 'journal_entry'::regclass
  AND l.mode = 'RowExclusiveLock'
  AND l.granted
  AND l.pid <> pg_backend_pid()
  AND (%(writers)s::text[] IS NULL OR l.virtualtransaction = ANY(%(writers)s::text[]))
