-- What others told of the open items of these accounts and what has not proved a rung yet.
-- reads: cases_told, cases_item      writes: nothing
SELECT t.id, t.account_id, it.id AS item_id, t.proof, t.sent_on, t.received_on
FROM cases_told t
JOIN cases_item it ON it.account_id = t.account_id AND it.invoice_id = t.invoice_id AND it.left_on IS NULL
WHERE t.portfolio_id = %(portfolio_id)s AND t.account_id = ANY(%(account_ids)s) AND t.item_id IS NULL
  AND t.withdrawn_at IS NULL
ORDER BY t.account_id, it.id, t.sent_on, t.id
