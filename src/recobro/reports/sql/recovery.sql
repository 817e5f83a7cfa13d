-- One row per month of an invoice's first return and number of weeks since: what came back, what was paid of it by then.
-- Money is what was collected from the day of the return on, less what of it came back again; at most the amount returned.
-- reads: billing_debitreturn, billing_ledgerentry      writes: nothing
WITH first_return AS (
    SELECT DISTINCT ON (invoice_id) invoice_id, attempt_id, returned_on, amount_cents
    FROM billing_debitreturn
    WHERE portfolio_id = %(portfolio_id)s AND undone_at IS NULL
    ORDER BY invoice_id, returned_on, id
), cohort AS (
    SELECT invoice_id, attempt_id, returned_on, amount_cents, date_trunc('month', returned_on)::date AS month
    FROM first_return
    WHERE returned_on >= %(from_on)s AND returned_on <= %(today)s
), moved AS (
    SELECT c.invoice_id, e.value_on - c.returned_on AS days, -e.amount_cents AS cents
    FROM cohort AS c
    JOIN billing_ledgerentry AS e ON e.invoice_id = c.invoice_id
    WHERE e.portfolio_id = %(portfolio_id)s
      AND e.kind IN ('collected', 'returned')
      AND e.attempt_id IS DISTINCT FROM c.attempt_id
      AND e.value_on >= c.returned_on
), paid AS (
    SELECT m.invoice_id, w.weeks, sum(m.cents)::bigint AS cents
    FROM moved AS m
    JOIN unnest(%(weeks)s::int[]) AS w (weeks) ON m.days <= 7 * w.weeks
    GROUP BY m.invoice_id, w.weeks
)
SELECT c.month,
       w.weeks,
       count(*) AS invoices,
       sum(c.amount_cents)::bigint AS returned_cents,
       coalesce(sum(greatest(0, least(p.cents, c.amount_cents))) FILTER (WHERE p.cents IS NOT NULL), 0)::bigint AS paid_cents
FROM cohort AS c
CROSS JOIN unnest(%(weeks)s::int[]) AS w (weeks)
LEFT JOIN paid AS p ON p.invoice_id = c.invoice_id AND p.weeks = w.weeks
GROUP BY c.month, w.weeks
ORDER BY c.month, w.weeks
