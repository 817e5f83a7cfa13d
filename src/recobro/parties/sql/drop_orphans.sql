-- Forgets stub customers whose last account has found its true holder.
-- reads: parties_account, parties_contact      writes: parties_customer
DELETE FROM parties_customer AS c
WHERE c.portfolio_id = %(portfolio_id)s
  AND NOT c.verified
  AND NOT EXISTS (SELECT FROM parties_account AS a WHERE a.customer_id = c.id)
  AND NOT EXISTS (SELECT FROM parties_contact AS k WHERE k.customer_id = c.id)
