-- Writes ways to reach the customers of a contract file. A new address is a new row; the old one stays.
-- reads: parties_customer      writes: parties_contact
INSERT INTO parties_contact (portfolio_id, customer_id, kind, value, source, seen_on)
SELECT DISTINCT ON (c.id, v.kind, v.value) %(portfolio_id)s, c.id, v.kind, left(v.value, 120), 'contracts', %(today)s
FROM take_contract AS t
JOIN parties_customer AS c ON c.portfolio_id = %(portfolio_id)s AND c.ref = t.customer_ref
CROSS JOIN LATERAL (VALUES ('email', t.email), ('phone', t.phone)) AS v (kind, value)
WHERE t.reason = '' AND v.value <> ''
ORDER BY c.id, v.kind, v.value
ON CONFLICT (customer_id, kind, value) DO UPDATE SET seen_on = excluded.seen_on
