-- Which of these words are numbers of the portfolio: invoices, places of supply, tax ids.
-- reads: billing_invoice, parties_number, parties_customer      writes: nothing
SELECT 'invoice' AS kind, i.number AS value, i.account_id, i.id AS invoice_id
FROM billing_invoice i
WHERE i.portfolio_id = %(portfolio_id)s AND i.number = ANY(%(numbers)s)
UNION ALL
SELECT 'place', n.value, n.account_id, NULL
FROM parties_number n
WHERE n.portfolio_id = %(portfolio_id)s AND n.value = ANY(%(places)s) AND n.kind = 'cups'
UNION ALL
SELECT 'tax_id', c.tax_id, NULL, NULL
FROM parties_customer c
WHERE c.portfolio_id = %(portfolio_id)s AND c.tax_id = ANY(%(numbers)s) AND c.tax_id <> ''
ORDER BY 1, 2, 3
