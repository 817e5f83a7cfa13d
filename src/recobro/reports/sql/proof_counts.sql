-- Counts the differences that stood at the end of a day, by kind, with each side's cents; and those that ended on that day.
-- reads: billing_difference      writes: nothing
SELECT
    CASE WHEN closed_on <= %(day)s THEN 'closed' ELSE kind END AS view,
    count(*) AS count,
    coalesce(sum(bank_cents), 0)::bigint AS bank_cents,
    coalesce(sum(coalesce(erp_cents, before_cents)), 0)::bigint AS erp_cents,
    coalesce(sum(ledger_cents), 0)::bigint AS ledger_cents,
    min(opened_on) AS oldest_on
FROM billing_difference
WHERE portfolio_id = %(portfolio_id)s AND opened_on <= %(day)s AND (closed_on IS NULL OR closed_on >= %(day)s)
  AND (%(lot_id)s::bigint IS NULL OR lot_id = %(lot_id)s OR bank_lot_id = %(lot_id)s)
GROUP BY 1
