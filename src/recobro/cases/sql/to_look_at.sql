-- Accounts that the run has to look at: their case is due, their money moved, a bill fell due, or a contact came.
-- reads: cases_case, billing_accountbalance, billing_invoice, parties_account, parties_contact      writes: nothing
SELECT account_id FROM cases_case
WHERE portfolio_id = %(portfolio_id)s AND closed_on IS NULL AND next_on <= %(day)s
UNION
SELECT account_id FROM billing_accountbalance
WHERE portfolio_id = %(portfolio_id)s AND moved_at >= %(moved_from)s
UNION
SELECT account_id FROM billing_invoice
WHERE portfolio_id = %(portfolio_id)s AND open_cents > 0 AND due_on >= %(fell_from)s AND due_on < %(day)s
UNION
SELECT c.account_id
FROM cases_case c
JOIN parties_account a ON a.id = c.account_id
JOIN parties_contact k ON k.customer_id = a.customer_id
WHERE c.portfolio_id = %(portfolio_id)s AND c.closed_on IS NULL AND c.held_by = 'no_contact'
  AND k.kind = 'email' AND k.seen_on >= %(fell_from)s AND k.bounced_on IS NULL AND k.opted_out_on IS NULL
ORDER BY account_id
