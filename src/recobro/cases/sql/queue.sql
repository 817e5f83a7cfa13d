-- One page of the work list: open cases with their next step, the most urgent group first. An amount that the role may
-- not see is never selected, and never orders the list.
-- reads: cases_case, cases_step, parties_account, parties_customer, parties_supply, parties_number, billing_invoice
-- writes: nothing
WITH step AS (
  SELECT DISTINCT ON (case_id) case_id, day, act, rung_id, state
  FROM cases_step
  WHERE portfolio_id = %(portfolio_id)s AND state IN ('proposed', 'released', 'handed')
    AND (%(act)s = '' OR act = %(act)s)
  ORDER BY case_id, day DESC
),
listed AS (
  SELECT
    c.id, c.ref, c.account_id, c.stage, c.state, c.held_by, c.items_count, c.next_on, c.oldest_due_on,
    step.day AS step_on, step.act, step.rung_id, step.state AS step_state,
    CASE WHEN %(sees_all)s OR (c.stage = ANY(%(stages)s) AND c.opened_by = 'ledger') THEN c.owed_cents END AS owed_cents,
    CASE
      WHEN step.day < %(today)s THEN 0
      WHEN step.day = %(today)s THEN 1
      WHEN c.held_by = ANY(%(rhythm)s) AND coalesce(step.day, c.next_on) <= %(today)s + 7 THEN 2
      ELSE 3
    END AS urgency
  FROM cases_case AS c
  LEFT JOIN step ON step.case_id = c.id
  WHERE c.portfolio_id = %(portfolio_id)s
    AND c.closed_on IS NULL
    AND (%(act)s = '' OR step.act = %(act)s)
    AND (%(held)s = '' OR c.held_by = %(held)s OR (%(held)s = 'any' AND c.held_by <> ALL(%(rhythm)s)))
    AND (%(stage)s = '' OR c.stage = %(stage)s)
    AND (%(accounts)s::bigint[] IS NULL OR c.account_id = ANY(%(accounts)s::bigint[]))
    AND (%(due_from)s::date IS NULL OR EXISTS (
      SELECT 1 FROM billing_invoice AS i
      WHERE i.account_id = c.account_id AND i.open_cents > 0 AND i.due_on BETWEEN %(due_from)s AND %(due_to)s))
),
keyed AS (
  SELECT listed.*,
    CASE WHEN %(order)s = 'amount' THEN -coalesce(owed_cents, 0) ELSE coalesce(oldest_due_on - DATE '2000-01-01', 0) END
      AS place
  FROM listed
)
SELECT
  k.id, k.ref, k.stage, k.state, k.held_by, k.items_count, k.next_on, k.oldest_due_on, k.step_on, k.act, k.rung_id,
  k.step_state, k.owed_cents, k.urgency, k.place, u.name, u.tax_id, a.product, coalesce(s.town, '') AS town,
  coalesce(n.value, '') AS number
FROM keyed AS k
JOIN parties_account AS a ON a.id = k.account_id
JOIN parties_customer AS u ON u.id = a.customer_id
LEFT JOIN parties_supply AS s ON s.id = a.supply_id
LEFT JOIN LATERAL (
  SELECT value FROM parties_number
  WHERE account_id = k.account_id AND to_on IS NULL AND kind <> 'mandate'
  ORDER BY kind, id LIMIT 1
) AS n ON true
WHERE (k.urgency, k.place, k.id) > (%(after_urgency)s, %(after_place)s, %(after_id)s)
  AND NOT EXISTS (
    SELECT 1 FROM unnest(%(words)s::text[]) AS word
    WHERE strpos(translate(lower(u.name), 'áéíóúüñç', 'aeiouunc'), word) = 0)
ORDER BY k.urgency, k.place, k.id
LIMIT %(limit)s
