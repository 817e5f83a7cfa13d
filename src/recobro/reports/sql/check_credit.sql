-- Stretches of credit (one per payment; one for all else) of which more was used or given back than there was.
-- A debt without an invoice makes no credit: only where something was taken back.
-- whole installation: the check proves every portfolio
-- reads: billing_ledgerentry      writes: nothing
WITH stretch AS (
    SELECT portfolio_id, account_id, payment_id, sum(amount_cents) AS cents
    FROM billing_ledgerentry
    WHERE invoice_id IS NULL
    GROUP BY portfolio_id, account_id, payment_id
    HAVING sum(amount_cents) > 0 AND bool_or(reverses_id IS NOT NULL AND amount_cents > 0)
)
SELECT portfolio_id, 'billing_ledgerentry.amount_cents' AS place, count(*) AS count,
       (array_agg(account_id::text ORDER BY account_id))[1:5] AS first
FROM stretch
GROUP BY portfolio_id
