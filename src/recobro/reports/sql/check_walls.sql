-- Rows that belong to one portfolio while their account belongs to another.
-- whole installation: the check proves every portfolio
-- reads: parties_account, billing_ledgerentry, billing_invoice, billing_collectionattempt, billing_debitreturn,
--   billing_payment, billing_refund, billing_accountbalance, cases_case, cases_item, cases_step, notices_notice      writes: nothing
WITH held AS (
    SELECT 'billing_ledgerentry' AS place, portfolio_id, account_id, id FROM billing_ledgerentry
    UNION ALL SELECT 'billing_invoice', portfolio_id, account_id, id FROM billing_invoice
    UNION ALL SELECT 'billing_collectionattempt', portfolio_id, account_id, id FROM billing_collectionattempt
    UNION ALL SELECT 'billing_debitreturn', portfolio_id, account_id, id FROM billing_debitreturn
    UNION ALL SELECT 'billing_payment', portfolio_id, account_id, id FROM billing_payment
    UNION ALL SELECT 'billing_refund', portfolio_id, account_id, id FROM billing_refund
    UNION ALL SELECT 'billing_accountbalance', portfolio_id, account_id, account_id FROM billing_accountbalance
    UNION ALL SELECT 'cases_case', portfolio_id, account_id, id FROM cases_case
    UNION ALL SELECT 'cases_item', portfolio_id, account_id, id FROM cases_item
    UNION ALL SELECT 'cases_step', portfolio_id, account_id, id FROM cases_step
    UNION ALL SELECT 'notices_notice', portfolio_id, account_id, id FROM notices_notice
)
SELECT h.portfolio_id, h.place, count(*) AS count, (array_agg(h.id::text ORDER BY h.id))[1:5] AS first
FROM held AS h
JOIN parties_account AS a ON a.id = h.account_id
WHERE a.portfolio_id <> h.portfolio_id
GROUP BY h.portfolio_id, h.place
