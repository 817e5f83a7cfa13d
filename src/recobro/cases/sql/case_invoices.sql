-- The unpaid invoices of an account, oldest first, with the bank's last reason in words and the rung each one holds.
-- reads: billing_invoice, billing_returnreason, cases_item      writes: nothing
SELECT
  i.number, i.issued_on, i.due_on, i.returns, i.last_return_on, i.last_reason_code, i.assumed,
  coalesce(r.name_es, '') AS reason, coalesce(r.category, '') AS category, coalesce(t.rung, 0) AS rung,
  CASE WHEN %(sees)s THEN i.open_cents END AS open_cents,
  CASE WHEN %(sees)s THEN i.amount_cents END AS amount_cents
FROM billing_invoice AS i
LEFT JOIN billing_returnreason AS r ON r.portfolio_id = i.portfolio_id AND r.code = i.last_reason_code
LEFT JOIN cases_item AS t ON t.invoice_id = i.id AND t.case_id = %(case_id)s AND t.left_on IS NULL
WHERE i.portfolio_id = %(portfolio_id)s AND i.account_id = %(account_id)s AND i.open_cents > 0
ORDER BY i.due_on, i.id
LIMIT 100
