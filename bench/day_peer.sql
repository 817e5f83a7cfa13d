-- The plain script that `bench.day` is held against: the same facts, the household ladder in a CASE, all the same rows.
CREATE TEMP TABLE item_fact ON COMMIT DROP AS
SELECT c.id AS case_id, c.account_id, i.open_cents, i.due_on, it.id AS item_id, it.rung, it.cycle, it.proved_on,
       coalesce(i.last_return_on, it.since_on) AS returned_on, it.since_on, b.balance_cents,
       CASE WHEN i.last_reason_code = '' THEN 'no' ELSE coalesce(r.stops_dunning, 'hold') END AS treatment,
       p.state AS pending, p.act AS pending_act
FROM cases_case c
JOIN billing_accountbalance b ON b.account_id = c.account_id
JOIN billing_invoice i ON i.account_id = c.account_id AND i.open_cents > 0
LEFT JOIN cases_item it ON it.account_id = c.account_id AND it.invoice_id = i.id AND it.case_id = c.id
     AND it.left_on IS NULL
LEFT JOIN billing_returnreason r ON r.portfolio_id = c.portfolio_id AND r.code = i.last_reason_code
LEFT JOIN cases_stepitem si ON si.portfolio_id = c.portfolio_id AND si.account_id = c.account_id
     AND si.item_id = it.id AND si.cycle = it.cycle AND si.rung > it.rung AND NOT si.void
LEFT JOIN cases_step p ON p.id = si.step_id
WHERE c.closed_on IS NULL AND c.next_on <= %(day)s;
CREATE TEMP TABLE case_fact ON COMMIT DROP AS
SELECT f.case_id, f.account_id, f.balance_cents,
       sum(open_cents) - f.balance_cents AS credit,
       coalesce(sum(open_cents) FILTER (WHERE item_id IS NOT NULL), 0)::bigint AS owed_cents,
       sum(open_cents) FILTER (WHERE item_id IS NOT NULL AND treatment = 'no') AS live_cents,
       count(item_id) FILTER (WHERE treatment = 'no') AS live, count(item_id) AS items,
       min(due_on) FILTER (WHERE item_id IS NOT NULL) AS oldest_due_on, max(f.rung) AS rung,
       bool_and(treatment = 'yes') AS stopped,
       bool_or(pending IS NOT NULL AND pending_act = 'notify') AS notify_pending,
       bool_or(pending IS NOT NULL) AS pending,
       EXISTS (SELECT FROM billing_matchproposal m JOIN billing_lotrow lr ON lr.id = m.lot_row_id
               WHERE m.account_id = f.account_id AND m.settled_at IS NULL AND lr.status = 'waiting'
                 AND lr.kind = 'payment') AS in_flight,
       EXISTS (SELECT FROM parties_account a JOIN parties_contact k ON k.customer_id = a.customer_id
               WHERE a.id = f.account_id AND k.kind = 'email' AND k.bounced_on IS NULL
                 AND k.opted_out_on IS NULL) AS reachable,
       (SELECT max(s.day) FROM cases_step s WHERE s.case_id = f.case_id) AS last_on
FROM item_fact f GROUP BY f.case_id, f.account_id, f.balance_cents;
CREATE TEMP TABLE item_plan ON COMMIT DROP AS
SELECT f.case_id, f.item_id, f.cycle, f.open_cents, n.rung, f.proved_on, f.since_on,
       CASE n.rung WHEN 1 THEN f.returned_on + 1 WHEN 2 THEN f.proved_on + 4 WHEN 3 THEN f.proved_on + 10
                   ELSE w.day END AS opens_on
FROM item_fact f
JOIN case_fact c USING (case_id)
CROSS JOIN LATERAL (SELECT CASE WHEN f.rung = 3 AND c.live < 2 THEN 5 ELSE f.rung + 1 END AS rung) n
LEFT JOIN working w ON w.base = f.proved_on AND w.days = CASE n.rung WHEN 4 THEN 5 ELSE 15 END AND n.rung >= 4
WHERE f.item_id IS NOT NULL AND f.treatment = 'no' AND f.pending IS NULL AND n.rung <= 5;
CREATE TEMP TABLE verdict ON COMMIT DROP AS
SELECT c.*, due.top, due.next_on AS opening_on,
       CASE WHEN c.items = 0 THEN 'no_debt' WHEN c.balance_cents <= 0 THEN 'nothing_owed'
            WHEN c.in_flight THEN 'money_in_flight'
            WHEN c.live = 0 THEN CASE WHEN c.stopped THEN 'return_stop' ELSE 'return_hold' END
            WHEN c.live_cents - greatest(0, c.credit) <= 0 THEN 'nothing_owed'
            WHEN c.live_cents - greatest(0, c.credit) <= 100 THEN 'within_tolerance'
            WHEN c.notify_pending OR c.pending THEN 'waiting_release'
            WHEN c.last_on >= %(day)s THEN 'one_step_a_day'
            WHEN due.top IS NULL THEN CASE WHEN due.next_on IS NULL THEN 'ladder_ended' ELSE 'wait_not_over' END
            WHEN due.top <= 3 AND NOT c.reachable THEN 'no_contact'
            ELSE 'waiting_release' END AS held_by
FROM case_fact c
LEFT JOIN (
    SELECT case_id, max(rung) FILTER (WHERE opens_on <= %(day)s) AS top, min(opens_on) AS next_on,
           min(opens_on) FILTER (WHERE rung <= 3) AS told_on
    FROM item_plan GROUP BY case_id
) due USING (case_id);
CREATE TEMP TABLE carried ON COMMIT DROP AS
SELECT v.case_id, p.item_id, p.rung, p.cycle, p.open_cents, p.proved_on, p.since_on
FROM verdict v JOIN item_plan p USING (case_id)
WHERE v.held_by = 'waiting_release' AND v.top IS NOT NULL AND p.opens_on <= %(day)s
  AND CASE WHEN v.top <= 3 THEN p.rung <= 3 ELSE p.rung = v.top END;
INSERT INTO cases_step (portfolio_id, account_id, case_id, day, rung, rung_id, act, state, reason, owed_cents, planned_on,
                        by)
SELECT (SELECT id FROM access_portfolio), v.account_id, v.case_id, %(day)s, v.top,
       (ARRAY['aviso_1', 'aviso_2', 'aviso_3', 'llamada', 'candidato_corte'])[v.top],
       CASE WHEN v.top <= 3 THEN 'notify' WHEN v.top = 4 THEN 'call' ELSE 'propose_cut' END, 'proposed', '', k.cents,
       CASE WHEN v.top = 5 THEN (SELECT day FROM cut_on WHERE base = k.base) END, ''
FROM verdict v
JOIN (SELECT case_id, sum(open_cents)::bigint AS cents, max(coalesce(proved_on, since_on)) AS base
      FROM carried GROUP BY case_id) k USING (case_id)
ON CONFLICT DO NOTHING;
INSERT INTO cases_stepitem (portfolio_id, account_id, step_id, item_id, rung, cycle, owed_cents, void)
SELECT s.portfolio_id, s.account_id, s.id, k.item_id, k.rung, k.cycle, k.open_cents, FALSE
FROM carried k JOIN cases_step s ON s.case_id = k.case_id AND s.day = %(day)s;
UPDATE cases_case c
SET next_on = CASE WHEN v.held_by = 'money_in_flight' THEN %(day)s::date + 1
                   WHEN v.held_by = 'wait_not_over' THEN v.opening_on END,
    held_by = v.held_by, owed_cents = v.owed_cents, oldest_due_on = v.oldest_due_on, items_count = v.items,
    rung = coalesce(v.rung, 0), looked_at = now()
FROM verdict v WHERE c.id = v.case_id;
UPDATE access_portfolio SET last_run_on = %(day)s
