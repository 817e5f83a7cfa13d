-- Takes those of the rows that still may leave; rows that another worker has in hand are passed over. The session's
-- lock on each row lasts until it is settled: when its worker dies, the lock ends and the row is found abandoned.
-- reads: nothing      writes: journal_outbox
WITH chosen AS (
    SELECT id FROM journal_outbox
    WHERE portfolio_id = %(portfolio_id)s AND id = ANY(%(ids)s) AND state = 'ready'
    ORDER BY id
    FOR UPDATE SKIP LOCKED
), taken AS (
    UPDATE journal_outbox
    SET state = 'handed', claimed_at = %(moment)s, tries = tries + 1
    FROM chosen
    WHERE journal_outbox.id = chosen.id
    RETURNING journal_outbox.id, journal_outbox.subject_id, journal_outbox.key, journal_outbox.tries
)
SELECT id, subject_id, key, tries, pg_advisory_lock(hashtext('outbox'), (id %% 2147483647)::int) IS NULL AS locked
FROM taken
ORDER BY id
