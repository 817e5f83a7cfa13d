-- Gives each row its notice, also those just written.
-- reads: notices_outsidenotice      writes: nothing
UPDATE take_outside AS o
SET notice_id = n.id
FROM notices_outsidenotice AS n
WHERE o.reason = '' AND o.notice_id IS NULL AND n.portfolio_id = %(portfolio_id)s AND n.account_id = o.account_id
  AND n.kind = o.kind AND n.sent_on = o.sent_on AND n.recipient = o.recipient
