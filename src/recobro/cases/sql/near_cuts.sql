-- Candidates for a cut by the day on which it could be done, none before the next allowed day: oldest debt first.
-- reads: cases_step, cases_case, parties_account, parties_customer, parties_supply      writes: nothing
SELECT greatest(s.planned_on, %(next_allowed_on)s::date) AS planned_on, s.id AS step_id, c.ref, c.id AS case_id,
       s.account_id, cu.name AS customer, coalesce(su.code, '') AS supply, cu.segment, c.items_count,
       s.owed_cents, c.oldest_due_on
FROM cases_step s
JOIN cases_case c ON c.id = s.case_id
JOIN parties_account a ON a.id = s.account_id
JOIN parties_customer cu ON cu.id = a.customer_id
LEFT JOIN parties_supply su ON su.id = a.supply_id
WHERE s.portfolio_id = %(portfolio_id)s AND s.act = 'propose_cut' AND s.state = 'proposed'
  AND greatest(s.planned_on, %(next_allowed_on)s::date) <= %(until_on)s
ORDER BY 1, c.oldest_due_on, s.id
