-- One case with its customer, account and supply. The amounts only for a role that may see them.
-- reads: cases_case, parties_account, parties_customer, parties_supply, billing_invoice, billing_ledgerentry
-- writes: nothing
SELECT
  c.id, c.ref, c.stage, c.state, c.opened_by, c.policy_id, c.rung, c.next_on, c.held_by, c.looked_at, c.opened_on,
  c.closed_on, c.oldest_due_on, c.account_id, a.customer_id,
  a.ref AS account_ref, a.product, a.closed_on AS account_closed_on, a.verified,
  u.name, u.tax_id, u.segment,
  coalesce(s.address, '') AS address, coalesce(s.town, '') AS town, coalesce(s.tariff, '') AS tariff,
  %(sees_all)s OR (c.stage = ANY(%(stages)s) AND c.opened_by = 'ledger') AS sees_amounts,
  CASE WHEN %(sees_all)s OR (c.stage = ANY(%(stages)s) AND c.opened_by = 'ledger') THEN coalesce((
    SELECT sum(i.open_cents) FROM billing_invoice AS i
    WHERE i.account_id = c.account_id AND i.open_cents > 0 AND i.due_on < %(today)s), 0)::bigint
  END AS owed_cents,
  CASE WHEN %(sees_all)s OR (c.stage = ANY(%(stages)s) AND c.opened_by = 'ledger') THEN coalesce((
    SELECT -sum(e.amount_cents) FROM billing_ledgerentry AS e
    WHERE e.account_id = c.account_id AND e.invoice_id IS NULL), 0)::bigint
  END AS credit_cents
FROM cases_case AS c
JOIN parties_account AS a ON a.id = c.account_id
JOIN parties_customer AS u ON u.id = a.customer_id
LEFT JOIN parties_supply AS s ON s.id = a.supply_id
WHERE c.portfolio_id = %(portfolio_id)s AND c.ref = %(ref)s
