-- Room for the decisions of one slice, in this session alone.
-- reads: nothing      writes: nothing
CREATE TEMP TABLE decided (
    case_id bigint, account_id bigint, rung smallint, rung_id text, act text, step_cents bigint, planned_on date,
    next_on date, held_by text, owed_cents bigint, oldest_due_on date, items_count smallint, case_rung smallint
) ON COMMIT DROP
