-- Gives stub accounts their contract code, customer and supply, and known ones their product. A known holder is never changed here.
-- reads: parties_customer, parties_supply      writes: parties_account
UPDATE parties_account AS a
SET customer_id = CASE WHEN a.verified THEN a.customer_id ELSE c.id END,
    ref = CASE WHEN a.verified THEN a.ref ELSE t.account_ref END,
    supply_id = coalesce(a.supply_id, s.id),
    product = CASE WHEN t.product = '' THEN a.product ELSE left(t.product, 40) END,
    verified = true
FROM take_contract AS t
JOIN parties_customer AS c ON c.portfolio_id = %(portfolio_id)s AND c.ref = t.customer_ref
LEFT JOIN parties_supply AS s ON s.portfolio_id = %(portfolio_id)s AND s.code = t.place
WHERE t.reason = '' AND a.id = t.account_id AND a.portfolio_id = %(portfolio_id)s
  AND (NOT a.verified OR (t.product <> '' AND t.product <> a.product) OR (a.supply_id IS NULL AND s.id IS NOT NULL))
