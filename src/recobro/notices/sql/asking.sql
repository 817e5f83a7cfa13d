-- What must be asked of each notice at the moment it leaves: is its step still released, what is owed now, may money be on
-- its way, does the address still serve, how often was the customer written to today and in seven days.
-- reads: notices_notice, cases_step, cases_stepitem, cases_item, cases_case, billing_invoice, billing_accountbalance, billing_difference,
-- billing_matchproposal, billing_lot, billing_lotrow, parties_account, parties_contact      writes: nothing
SELECT n.id, n.account_id, n.step_id, a.customer_id, c.policy_id, n.recipient, n.subject, n.body, n.owed_cents,
       s.state AS step_state,
       coalesce((
           SELECT sum(i.open_cents) FROM cases_stepitem si
           JOIN cases_item it ON it.id = si.item_id JOIN billing_invoice i ON i.id = it.invoice_id
           WHERE si.step_id = s.id AND NOT si.void AND i.open_cents > 0
       ), 0)::bigint AS now_cents,
       b.balance_cents - coalesce((
           SELECT sum(i.open_cents) FROM billing_invoice i
           WHERE i.account_id = n.account_id AND i.open_cents > 0 AND i.due_on >= %(today)s
       ), 0)::bigint AS overdue_cents,
       EXISTS (
           SELECT FROM billing_matchproposal m JOIN billing_lotrow r ON r.id = m.lot_row_id
           WHERE m.account_id = n.account_id AND m.settled_at IS NULL AND r.kind = 'payment'
             AND (r.status = 'waiting' OR (m.reason = 'announced' AND EXISTS (
                 SELECT FROM billing_lot t
                 WHERE t.id = r.lot_id AND t.status <> 'reversed' AND t.received_at > %(announced_from)s
             )))
       ) AS in_flight,
       EXISTS (
           SELECT FROM billing_difference d WHERE d.account_id = n.account_id AND d.closed_at IS NULL
       ) AS differs,
       EXISTS (
           SELECT FROM parties_contact k
           WHERE k.customer_id = a.customer_id AND k.kind = 'email' AND k.value = n.recipient
             AND k.bounced_on IS NULL AND k.opted_out_on IS NULL
       ) AS contact_serves,
       sent.today_count, sent.week_count
FROM notices_notice n
JOIN cases_step s ON s.id = n.step_id
JOIN cases_case c ON c.id = s.case_id
JOIN parties_account a ON a.id = n.account_id
JOIN billing_accountbalance b ON b.account_id = n.account_id
CROSS JOIN LATERAL (
    SELECT count(*) FILTER (WHERE o.sent_at >= %(day_from)s) AS today_count, count(*) AS week_count
    FROM parties_account oa
    JOIN cases_step os ON os.portfolio_id = oa.portfolio_id AND os.account_id = oa.id
    JOIN notices_notice o ON o.step_id = os.id
    WHERE oa.customer_id = a.customer_id AND o.channel = n.channel AND o.state IN ('sent', 'uncertain')
      AND o.sent_at >= %(week_from)s
) sent
WHERE n.portfolio_id = %(portfolio_id)s AND n.id = ANY(%(notice_ids)s) AND n.state = 'queued'
