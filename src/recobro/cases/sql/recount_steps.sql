-- Brings the amounts of steps about to be released to what is open at this moment.
-- reads: cases_item, cases_stepitem, billing_invoice      writes: cases_step
UPDATE cases_step
SET owed_cents = now.owed_cents
FROM (
    SELECT si.step_id, sum(i.open_cents)::bigint AS owed_cents
    FROM cases_stepitem si
    JOIN cases_item it ON it.id = si.item_id
    JOIN billing_invoice i ON i.id = it.invoice_id
    WHERE si.step_id = ANY(%(step_ids)s) AND NOT si.void
    GROUP BY si.step_id
) now
WHERE cases_step.id = now.step_id AND cases_step.portfolio_id = %(portfolio_id)s
  AND cases_step.owed_cents <> now.owed_cents
