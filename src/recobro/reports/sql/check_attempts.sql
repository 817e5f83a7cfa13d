-- Collections that came back and do not net to zero: the debt would be counted twice or lost.
-- whole installation: the check proves every portfolio
-- reads: billing_debitreturn, billing_ledgerentry      writes: nothing
WITH netted AS (
    SELECT attempt_id,
           sum(amount_cents) AS cents,
           sum(amount_cents) FILTER (WHERE kind = 'returned') AS returned_cents
    FROM billing_ledgerentry
    WHERE attempt_id IS NOT NULL
    GROUP BY attempt_id
)
SELECT r.portfolio_id,
       'billing_debitreturn.attempt_id' AS place,
       count(*) AS count,
       (array_agg(r.attempt_id::text ORDER BY r.attempt_id))[1:5] AS first
FROM billing_debitreturn AS r
LEFT JOIN netted AS n ON n.attempt_id = r.attempt_id
WHERE r.undone_at IS NULL AND (n.cents IS DISTINCT FROM 0 OR n.returned_cents IS DISTINCT FROM r.amount_cents)
GROUP BY r.portfolio_id
