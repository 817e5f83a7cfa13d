-- Writes the customers of a contract file; a stub becomes a customer.
-- reads: nothing      writes: parties_customer
INSERT INTO parties_customer AS c (portfolio_id, ref, name, tax_id, segment, verified, created_at)
SELECT DISTINCT ON (t.customer_ref)
    %(portfolio_id)s, t.customer_ref, left(t.name, 160), left(t.tax_id, 20), t.segment, true, %(now)s
FROM take_contract AS t
WHERE t.reason = ''
ORDER BY t.customer_ref, t.line
ON CONFLICT (portfolio_id, ref) DO UPDATE
SET name = excluded.name, segment = excluded.segment, verified = true,
    tax_id = CASE WHEN excluded.tax_id = '' THEN c.tax_id ELSE excluded.tax_id END
