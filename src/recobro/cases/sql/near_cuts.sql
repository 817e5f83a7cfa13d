-- Candidates for a cut by the day on which it could be done, none before the next allowed day: oldest debt first, at most
-- `shown` of each day, each with the count and total of its day.
-- reads: cases_step, cases_case, parties_account, parties_customer, parties_supply      writes: nothing
WITH near AS (
    SELECT greatest(s.planned_on, %(next_allowed_on)s::date) AS planned_on, s.id, s.case_id, s.account_id, s.owed_cents,
           c.ref, c.items_count, c.oldest_due_on,
           row_number() OVER by_age AS place, count(*) OVER of_day AS day_count,
           (sum(s.owed_cents) OVER of_day)::bigint AS day_cents
    FROM cases_step s
    JOIN cases_case c ON c.id = s.case_id
    WHERE s.portfolio_id = %(portfolio_id)s AND s.act = 'propose_cut' AND s.state = 'proposed'
      AND greatest(s.planned_on, %(next_allowed_on)s::date) <= %(until_on)s
    WINDOW of_day AS (PARTITION BY greatest(s.planned_on, %(next_allowed_on)s::date)),
           by_age AS (of_day ORDER BY c.oldest_due_on, s.id)
)
SELECT n.planned_on, n.day_count, n.day_cents, n.id AS step_id, n.ref, n.case_id, n.account_id, cu.name AS customer,
       coalesce(su.code, '') AS supply, cu.segment, n.items_count, n.owed_cents, n.oldest_due_on
FROM near n
JOIN parties_account a ON a.id = n.account_id
JOIN parties_customer cu ON cu.id = a.customer_id
LEFT JOIN parties_supply su ON su.id = a.supply_id
WHERE n.place <= %(shown)s
ORDER BY n.planned_on, n.place
