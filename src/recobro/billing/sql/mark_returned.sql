-- Counts the new returns on the invoices that were there before.
-- reads: nothing      writes: billing_invoice
UPDATE billing_invoice AS i
SET returns = i.returns + n.returns,
    last_return_on = greatest(i.last_return_on, n.last_return_on),
    last_reason_code = CASE WHEN i.last_return_on > n.last_return_on THEN i.last_reason_code ELSE n.last_reason_code END
FROM (
    SELECT n.invoice_id, count(*) AS returns, max(n.told_on) AS last_return_on,
        (array_agg(n.reason_code ORDER BY n.told_on DESC, n.line DESC))[1] AS last_reason_code
    FROM take_new AS n
    WHERE NOT EXISTS (SELECT FROM take_fresh AS f WHERE f.id = n.invoice_id AND f.invoice_id IS NULL)
    GROUP BY n.invoice_id
) AS n
WHERE i.id = n.invoice_id AND i.portfolio_id = %(portfolio_id)s
