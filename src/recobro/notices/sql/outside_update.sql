-- What the rows know better than their notices: that it left, a receipt, a cut date, a result. The last row of a file is the last
-- word; nothing that is known is forgotten. What a person withdrew stays as it is.
-- reads: nothing      writes: notices_outsidenotice
UPDATE notices_outsidenotice AS n
SET attested = TRUE, listed = TRUE, kind = CASE WHEN n.kind = 'letter' THEN o.kind ELSE n.kind END,
    recipient = CASE WHEN n.recipient = '' THEN o.recipient ELSE n.recipient END,
    received_on = CASE WHEN n.certified THEN n.received_on ELSE coalesce(o.received_on, n.received_on) END, cut_on = coalesce(o.cut_on, n.cut_on),
    result = CASE WHEN o.result = '' THEN n.result ELSE o.result END,
    failed = CASE WHEN o.result = '' THEN n.failed ELSE o.failed END,
    called = CASE WHEN n.called = '' THEN o.called ELSE n.called END
FROM (
    SELECT DISTINCT ON (notice_id) notice_id, kind, recipient, result, failed, called,
        max(received_on) OVER (PARTITION BY notice_id) AS received_on, max(cut_on) OVER (PARTITION BY notice_id) AS cut_on
    FROM take_outside WHERE reason = '' ORDER BY notice_id, line DESC
) AS o
WHERE n.id = o.notice_id AND n.portfolio_id = %(portfolio_id)s AND n.withdrawn_at IS NULL
