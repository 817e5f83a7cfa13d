-- Moves steps that are still where they were seen, frees their rungs when they were not done, has their cases looked at
-- again, and tells the journal.
-- reads: nothing      writes: cases_step, cases_stepitem, cases_case, journal_entry
WITH moved AS (
    UPDATE cases_step
    SET state = %(to)s, reason = %(reason)s, by = %(by)s, settled_at = %(moment)s
    WHERE portfolio_id = %(portfolio_id)s AND id = ANY(%(step_ids)s) AND state = ANY(%(seen)s)
    RETURNING id, case_id, account_id
), freed AS (
    UPDATE cases_stepitem SET void = TRUE
    FROM moved WHERE cases_stepitem.step_id = moved.id AND NOT cases_stepitem.void AND %(frees)s
), again AS (
    UPDATE cases_case SET next_on = %(look_on)s
    FROM moved
    WHERE cases_case.id = moved.case_id AND cases_case.closed_on IS NULL
      AND (cases_case.next_on IS NULL OR cases_case.next_on > %(look_on)s)
), told AS (
    INSERT INTO journal_entry (portfolio_id, account_id, at, by, verb, subject, data)
    SELECT %(portfolio_id)s, account_id, %(moment)s, %(by)s, 'step.' || %(to)s, 'step:' || id,
           jsonb_strip_nulls(jsonb_build_object('reason', nullif(%(reason)s, ''), 'case', case_id))
    FROM moved
)
SELECT id FROM moved ORDER BY id
