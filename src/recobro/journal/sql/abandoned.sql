-- Rows that were being handed over by a worker that is gone: nobody holds their lock any more.
-- reads: journal_outbox      writes: nothing
SELECT id, subject_id, key, tries FROM journal_outbox
WHERE portfolio_id = %(portfolio_id)s AND kind = %(kind)s AND state = 'handed'
  AND pg_try_advisory_xact_lock(hashtext('outbox'), (id %% 2147483647)::int)
ORDER BY id
