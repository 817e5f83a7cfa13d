-- Lifts the items of proved steps to the rung that each of them held in the step, where the proof suffices for it.
-- `policy_ids` and `rungs` name side by side the rungs that this kind of proof opens.
-- reads: cases_step, cases_stepitem      writes: cases_item, cases_case
WITH risen AS (
    UPDATE cases_item
    SET rung = si.rung, proved_on = %(proved_on)s
    FROM cases_stepitem si
    JOIN cases_step s ON s.id = si.step_id
    JOIN cases_case c ON c.id = s.case_id
    JOIN unnest(%(policy_ids)s::bigint[], %(rungs)s::int[]) AS ok (policy_id, rung)
        ON ok.policy_id = c.policy_id AND ok.rung = si.rung
    WHERE s.portfolio_id = %(portfolio_id)s
      AND si.step_id = ANY(%(step_ids)s)
      AND NOT si.void
      AND cases_item.id = si.item_id AND cases_item.cycle = si.cycle AND cases_item.rung < si.rung
    RETURNING cases_item.case_id, cases_item.rung
), highest AS (
    SELECT case_id, max(rung) AS rung FROM risen GROUP BY case_id
), lifted AS (
    UPDATE cases_case
    SET rung = greatest(cases_case.rung, highest.rung),
        state = CASE WHEN cases_case.state = 'pending' THEN 'working' ELSE cases_case.state END
    FROM highest WHERE cases_case.id = highest.case_id AND cases_case.closed_on IS NULL
)
SELECT count(*) AS written FROM risen
