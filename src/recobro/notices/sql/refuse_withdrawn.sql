-- Queued notices whose step was withdrawn will not leave: the notice says why, its outbox row with it.
-- reads: cases_step      writes: notices_notice, journal_entry
WITH refused AS (
    UPDATE notices_notice
    SET state = 'refused', reason = s.reason
    FROM cases_step s
    WHERE s.id = notices_notice.step_id
      AND s.state = 'withdrawn'
      AND notices_notice.state = 'queued'
      AND s.portfolio_id = %(portfolio_id)s
      AND s.account_id = ANY(%(account_ids)s)
    RETURNING notices_notice.id, notices_notice.account_id, notices_notice.reason
), told AS (
    INSERT INTO journal_entry (portfolio_id, account_id, at, by, verb, subject, data)
    SELECT %(portfolio_id)s, account_id, %(moment)s, %(by)s, 'notice.refused', 'notice:' || id,
           jsonb_build_object('reason', reason)
    FROM refused
)
SELECT id, reason FROM refused
