-- Accounts with overdue debt that is nobody's item. `has_case`: an early case is open, which it joins. `in_service` is false
-- once the account only has a DUMMY number: its debt belongs to a later stage.
-- reads: billing_invoice, cases_item, cases_case, parties_account, parties_customer, parties_number      writes: nothing
SELECT a.id, cu.segment,
       EXISTS (
           SELECT FROM cases_case c
           WHERE c.portfolio_id = a.portfolio_id AND c.account_id = a.id AND c.stage = 'early' AND c.closed_on IS NULL
       ) AS has_case,
       NOT EXISTS (
           SELECT FROM parties_number n WHERE n.account_id = a.id AND n.kind = 'dummy' AND n.to_on IS NULL
       ) AS in_service
FROM parties_account a
JOIN parties_customer cu ON cu.id = a.customer_id
WHERE a.portfolio_id = %(portfolio_id)s
  AND a.id = ANY(%(account_ids)s)
  AND EXISTS (
      SELECT FROM billing_invoice i
      WHERE i.account_id = a.id AND i.open_cents > 0 AND i.due_on < %(day)s AND i.account_id = ANY(%(account_ids)s)
        AND NOT EXISTS (
            SELECT FROM cases_item it
            WHERE it.account_id = a.id AND it.invoice_id = i.id
              AND (it.left_on IS NULL OR i.returns <= it.returns)
        )
  )
ORDER BY a.id
