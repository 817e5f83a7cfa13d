-- Writes what the run found of each case it looked at: only where something is different from what stands there.
-- reads: nothing      writes: cases_case
UPDATE cases_case
SET next_on = d.next_on, held_by = d.held_by, owed_cents = d.owed_cents, oldest_due_on = d.oldest_due_on,
    items_count = d.items_count, rung = d.case_rung, looked_at = %(moment)s
FROM decided d
WHERE cases_case.id = d.case_id
  AND cases_case.portfolio_id = %(portfolio_id)s
  AND (cases_case.next_on, cases_case.held_by, cases_case.owed_cents, cases_case.oldest_due_on, cases_case.items_count,
       cases_case.rung)
      IS DISTINCT FROM (d.next_on, d.held_by::varchar, d.owed_cents, d.oldest_due_on, d.items_count, d.case_rung)
