-- Moves the balance of the accounts by what was just posted for them, in account order.
-- reads: nothing      writes: billing_accountbalance
INSERT INTO billing_accountbalance AS b (account_id, portfolio_id, balance_cents, moved_at)
SELECT e.account_id, %(portfolio_id)s, sum(e.amount_cents), %(posted_at)s
FROM take_entry AS e
GROUP BY e.account_id
ORDER BY e.account_id
ON CONFLICT (account_id) DO UPDATE
SET balance_cents = b.balance_cents + excluded.balance_cents, moved_at = excluded.moved_at
