-- Invoices whose open amount is not the sum of their entries.
-- whole installation: the check proves every portfolio
-- reads: billing_ledgerentry, billing_invoice      writes: nothing
WITH summed AS (
    SELECT invoice_id, sum(amount_cents) AS cents
    FROM billing_ledgerentry
    WHERE invoice_id IS NOT NULL
    GROUP BY invoice_id
)
SELECT i.portfolio_id,
       'billing_invoice.open_cents' AS place,
       count(*) AS count,
       (array_agg(i.id::text ORDER BY i.id))[1:5] AS first
FROM billing_invoice AS i
LEFT JOIN summed AS s ON s.invoice_id = i.id
WHERE coalesce(s.cents, 0) <> i.open_cents
GROUP BY i.portfolio_id
