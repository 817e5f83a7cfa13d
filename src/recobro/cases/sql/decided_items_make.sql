-- Room for the items that the decided steps carry, in this session alone.
-- reads: nothing      writes: nothing
CREATE TEMP TABLE decided_item (
    case_id bigint, item_id bigint, rung smallint, cycle smallint, owed_cents bigint
) ON COMMIT DROP
