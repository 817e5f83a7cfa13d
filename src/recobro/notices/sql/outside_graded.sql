-- Writes the grades of notices and gives, per invoice, what the ladder is to be told. Notices sent by others than the ERP prove no rung
-- of the ERP's.
-- reads: notices_outsideinvoice      writes: notices_outsidenotice
WITH graded AS (
    UPDATE notices_outsidenotice AS n
    SET grade = g.grade
    FROM unnest(%(ids)s::bigint[], %(grades)s::text[]) AS g (id, grade)
    WHERE n.id = g.id AND n.portfolio_id = %(portfolio_id)s
    RETURNING n.id, n.account_id, n.grade, n.sent_on, n.received_on, n.by
)
SELECT g.id, g.account_id, x.invoice_id, CASE WHEN g.by = 'erp' THEN g.grade ELSE '' END AS grade, g.sent_on, g.received_on
FROM graded AS g JOIN notices_outsideinvoice AS x ON x.notice_id = g.id
ORDER BY g.account_id, g.id, x.invoice_id
