-- One row per bucket of days overdue (1: 1–30, 2: 31–60, 3: 61–90, 4: 91–180, 5: over 180): what is open in it now, and of
-- what lay in it a month ago and would be in the next one by now, how much still is unpaid.
-- reads: billing_invoice, billing_ledgerentry      writes: nothing
WITH open_now AS (
    SELECT width_bucket(%(today)s::date - due_on, ARRAY[1, 31, 61, 91, 181]) AS bucket,
           sum(open_cents)::bigint AS cents,
           count(*) AS invoices,
           count(DISTINCT account_id) AS accounts
    FROM billing_invoice
    WHERE portfolio_id = %(portfolio_id)s AND open_cents > 0 AND due_on < %(today)s
    GROUP BY 1
), open_then AS (
    SELECT invoice_id, sum(amount_cents)::bigint AS cents
    FROM billing_ledgerentry
    WHERE portfolio_id = %(portfolio_id)s AND posted_at <= %(then_at)s AND invoice_id IS NOT NULL
    GROUP BY invoice_id
    HAVING sum(amount_cents) > 0
), placed AS (
    SELECT width_bucket(%(then_on)s::date - i.due_on, ARRAY[1, 31, 61, 91, 181]) AS bucket,
           width_bucket(%(today)s::date - i.due_on, ARRAY[1, 31, 61, 91, 181]) AS bucket_now,
           t.cents,
           least(t.cents, greatest(i.open_cents, 0)) AS unpaid_cents
    FROM open_then AS t
    JOIN billing_invoice AS i ON i.id = t.invoice_id
    WHERE i.portfolio_id = %(portfolio_id)s AND i.due_on < %(then_on)s
), rolled AS (
    SELECT bucket, sum(cents)::bigint AS was_cents, sum(unpaid_cents)::bigint AS rolled_cents
    FROM placed
    WHERE bucket_now = bucket + 1
    GROUP BY bucket
)
SELECT b.bucket,
       coalesce(n.cents, 0) AS cents,
       coalesce(n.invoices, 0) AS invoices,
       coalesce(n.accounts, 0) AS accounts,
       coalesce(r.was_cents, 0) AS was_cents,
       coalesce(r.rolled_cents, 0) AS rolled_cents
FROM generate_series(1, 5) AS b (bucket)
LEFT JOIN open_now AS n ON n.bucket = b.bucket
LEFT JOIN rolled AS r ON r.bucket = b.bucket
ORDER BY b.bucket
