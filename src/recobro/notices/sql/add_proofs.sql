-- Evidence that notices were accepted by their channel: once per step, kind and message.
-- reads: nothing      writes: notices_proof
INSERT INTO notices_proof (portfolio_id, account_id, step_id, notice_id, kind, grade, "on", sha256, created_at)
SELECT %(portfolio_id)s, p.account_id, p.step_id, p.notice_id, 'accepted', 'C', %(today)s, p.sha256, %(moment)s
FROM unnest(%(account_ids)s::bigint[], %(step_ids)s::bigint[], %(notice_ids)s::bigint[], %(sha256s)s::text[])
     AS p (account_id, step_id, notice_id, sha256)
ON CONFLICT DO NOTHING
