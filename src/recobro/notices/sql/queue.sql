-- Queues the rendered notices of released steps with their outbox rows: one statement, once per step and recipient.
-- reads: nothing      writes: notices_notice, journal_outbox
WITH queued AS (
    INSERT INTO notices_notice (portfolio_id, account_id, step_id, channel, recipient, attempt, template,
                                template_sha256, subject, body, owed_cents, state, reason, message_id, queued_at)
    SELECT %(portfolio_id)s, n.account_id, n.step_id, n.channel, n.recipient, 1, n.template, n.template_sha256,
           n.subject, n.body, n.owed_cents, 'queued', '', '', %(moment)s
    FROM unnest(%(account_ids)s::bigint[], %(step_ids)s::bigint[], %(channels)s::text[], %(recipients)s::text[],
                %(templates)s::text[], %(sha256s)s::text[], %(subjects)s::text[], %(bodies)s::text[],
                %(cents)s::bigint[])
         AS n (account_id, step_id, channel, recipient, template, template_sha256, subject, body, owed_cents)
    ON CONFLICT DO NOTHING
    RETURNING id
), posted AS (
    INSERT INTO journal_outbox (portfolio_id, kind, key, subject_id, state, tries, not_before, reason, created_at)
    SELECT %(portfolio_id)s, 'notice', 'notice:' || id, id, 'ready', 0, %(moment)s, '', %(moment)s
    FROM queued
    ON CONFLICT DO NOTHING
)
SELECT count(*) AS written FROM queued
