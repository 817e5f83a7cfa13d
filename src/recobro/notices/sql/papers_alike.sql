-- The notices to which a paper may belong: of its account, one of its invoices if it names any, near its day.
-- reads: notices_outsidenotice, notices_outsideinvoice      writes: nothing
SELECT n.id, n.kind, n.sent_on, n.recipient, n.cut_on
FROM notices_outsidenotice AS n
WHERE n.portfolio_id = %(portfolio_id)s AND n.account_id = %(account_id)s AND n.withdrawn_at IS NULL
  AND (%(sent_on)s::date IS NULL OR n.sent_on BETWEEN %(sent_on)s::date - %(days)s::int AND %(sent_on)s::date + %(days)s::int)
  AND (cardinality(%(invoice_ids)s::bigint[]) = 0 OR EXISTS (
      SELECT FROM notices_outsideinvoice AS x WHERE x.notice_id = n.id AND x.invoice_id = ANY(%(invoice_ids)s)
  ))
ORDER BY n.id
