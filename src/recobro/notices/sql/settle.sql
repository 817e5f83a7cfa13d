-- What became of queued notices, told to the journal.
-- reads: nothing      writes: notices_notice, journal_entry
WITH settled AS (
    UPDATE notices_notice
    SET state = s.state, reason = s.reason, message_id = s.message_id, sent_at = s.sent_at
    FROM unnest(%(ids)s::bigint[], %(states)s::text[], %(reasons)s::text[], %(message_ids)s::text[],
                %(sent_at)s::timestamptz[]) AS s (id, state, reason, message_id, sent_at)
    WHERE notices_notice.id = s.id AND notices_notice.state = 'queued'
      AND notices_notice.portfolio_id = %(portfolio_id)s
    RETURNING notices_notice.id, notices_notice.account_id, notices_notice.state, notices_notice.reason
), told AS (
    INSERT INTO journal_entry (portfolio_id, account_id, at, by, verb, subject, data)
    SELECT %(portfolio_id)s, account_id, %(moment)s, %(by)s, 'notice.' || state, 'notice:' || id,
           jsonb_strip_nulls(jsonb_build_object('reason', nullif(reason, '')))
    FROM settled
)
SELECT count(*) AS written FROM settled
