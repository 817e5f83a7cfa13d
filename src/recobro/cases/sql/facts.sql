-- Everything that decides the next step: one row per open invoice of each open case, or one of a case without any.
-- A payment may be theirs while its row waits, or for the days after a bank has announced it (`announced_from`). A direct debit
-- that we presented for one of its invoices is in flight until the bank credits or refuses it.
-- reads: cases_case, cases_item, cases_step, cases_stepitem, billing_accountbalance, billing_difference, billing_invoice, billing_lot,
-- billing_lotrow, billing_matchproposal, billing_returnreason, billing_collectionattempt, billing_debitreturn, parties_account, parties_customer, parties_contact
-- writes: nothing
WITH looked AS MATERIALIZED (
    SELECT c.id, c.account_id, c.policy_id, cu.segment, b.balance_cents,
           EXISTS (
               SELECT FROM billing_matchproposal m JOIN billing_lotrow r ON r.id = m.lot_row_id
               WHERE m.account_id = c.account_id AND m.settled_at IS NULL AND r.kind = 'payment'
                 AND (r.status = 'waiting' OR (m.reason = 'announced' AND EXISTS (
                     SELECT FROM billing_lot t
                     WHERE t.id = r.lot_id AND t.status <> 'reversed' AND t.received_at > %(announced_from)s
                 )))
           ) OR EXISTS (
               SELECT FROM billing_collectionattempt p
               JOIN cases_item it ON it.account_id = p.account_id AND it.invoice_id = p.invoice_id AND it.case_id = c.id
                   AND it.left_on IS NULL
               WHERE p.account_id = c.account_id AND NOT p.assumed AND p.collected_on IS NULL AND p.cancelled_on IS NULL
                 AND NOT EXISTS (
                     SELECT FROM billing_debitreturn x
                     WHERE x.account_id = p.account_id AND x.attempt_id = p.id AND x.undone_at IS NULL
                 )
           ) AS in_flight,
           EXISTS (
               SELECT FROM billing_difference d WHERE d.account_id = c.account_id AND d.closed_at IS NULL
           ) AS differs,
           EXISTS (
               SELECT FROM parties_contact k
               WHERE k.customer_id = a.customer_id AND k.kind = 'email' AND k.bounced_on IS NULL
                 AND k.opted_out_on IS NULL
           ) AS reachable,
           last.day, coalesce(last.state, '') AS last_state
    FROM cases_case c
    JOIN billing_accountbalance b ON b.account_id = c.account_id
    JOIN parties_account a ON a.id = c.account_id
    JOIN parties_customer cu ON cu.id = a.customer_id
    LEFT JOIN LATERAL (
        SELECT s.day, s.state FROM cases_step s
        WHERE s.portfolio_id = c.portfolio_id AND s.account_id = c.account_id AND s.case_id = c.id
        ORDER BY s.day DESC LIMIT 1
    ) last ON TRUE
    WHERE c.portfolio_id = %(portfolio_id)s AND c.account_id = ANY(%(account_ids)s) AND c.closed_on IS NULL
)
SELECT l.policy_id, l.id, l.account_id, l.segment, l.balance_cents, l.in_flight, l.differs, l.reachable, l.day, l.last_state,
       i.open_cents, it.id, i.due_on, it.since_on, i.last_return_on, it.rung, it.proved_on, it.cycle,
       CASE WHEN i.last_reason_code = '' THEN 'no' ELSE coalesce(r.stops_dunning, 'hold') END,
       coalesce(p.state, ''), coalesce(p.act, '')
FROM looked l
LEFT JOIN LATERAL (
    SELECT b.id, b.open_cents, b.due_on, b.last_return_on, b.last_reason_code FROM billing_invoice b
    WHERE b.account_id = l.account_id AND b.open_cents > 0
    OFFSET 0
) i ON TRUE
LEFT JOIN LATERAL (
    SELECT t.id, t.since_on, t.rung, t.proved_on, t.cycle FROM cases_item t
    WHERE t.account_id = l.account_id AND t.invoice_id = i.id AND t.case_id = l.id AND t.left_on IS NULL
    LIMIT 1
) it ON TRUE
LEFT JOIN billing_returnreason r ON r.portfolio_id = %(portfolio_id)s AND r.code = i.last_reason_code
LEFT JOIN LATERAL (
    SELECT s.state, s.act FROM cases_stepitem si JOIN cases_step s ON s.id = si.step_id
    WHERE si.portfolio_id = %(portfolio_id)s AND si.account_id = l.account_id AND si.item_id = it.id
      AND si.cycle = it.cycle AND si.rung > it.rung AND NOT si.void
    LIMIT 1
) p ON TRUE
ORDER BY l.account_id, l.id, it.id
