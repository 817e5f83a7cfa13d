-- Writes the notices that are new, one for all rows of the same customer, way, day and address.
-- reads: nothing      writes: notices_outsidenotice
INSERT INTO notices_outsidenotice (
    portfolio_id, account_id, kind, by, sent_on, received_on, recipient, cut_on, called, result, attested, listed, certified,
    failed, grade, lot_row_id, created_at, withdrawn_at, withdrawn_by
)
SELECT DISTINCT ON (o.account_id, o.kind, o.sent_on, o.recipient)
    %(portfolio_id)s, o.account_id, o.kind, 'erp', o.sent_on, NULL::date, o.recipient, NULL::date, o.called, o.result, TRUE, TRUE,
    FALSE, o.failed, '', o.id, %(moment)s, NULL::timestamptz, ''
FROM take_outside AS o
WHERE o.reason = '' AND o.notice_id IS NULL
ORDER BY o.account_id, o.kind, o.sent_on, o.recipient, o.line
ON CONFLICT DO NOTHING
