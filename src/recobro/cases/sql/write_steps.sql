-- Writes the steps decided on one day with their items. A case has at most one step a day; twice changes nothing.
-- reads: nothing      writes: cases_step, cases_stepitem
WITH step AS (
    INSERT INTO cases_step (portfolio_id, account_id, case_id, day, rung, rung_id, act, state, reason, owed_cents,
                            planned_on, by)
    SELECT %(portfolio_id)s, d.account_id, d.case_id, %(day)s, d.rung, d.rung_id, d.act, 'proposed', '', d.step_cents,
           d.planned_on, ''
    FROM decided d
    WHERE d.rung IS NOT NULL
    ON CONFLICT DO NOTHING
    RETURNING id, case_id, account_id
), carried AS (
    INSERT INTO cases_stepitem (portfolio_id, account_id, step_id, item_id, rung, cycle, owed_cents, void)
    SELECT %(portfolio_id)s, step.account_id, step.id, d.item_id, d.rung, d.cycle, d.owed_cents, FALSE
    FROM step JOIN decided_item d ON d.case_id = step.case_id
)
SELECT count(*) AS written FROM step
