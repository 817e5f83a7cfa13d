-- Makes the table of what banks told of our presentations: one row per row of a file and presentation that it speaks of.
-- `verdict`: booked (it changes something), known, or why it waits; `attempt_id` is null when the row as a whole waits.
-- reads: nothing      writes: nothing
CREATE TEMP TABLE take_told (
    id bigint NOT NULL,
    lot_id bigint NOT NULL,
    lane text NOT NULL,
    single boolean NOT NULL,
    verdict text NOT NULL,
    told_on date NOT NULL,
    attempt_id bigint,
    account_id bigint,
    invoice_id bigint,
    amount_cents bigint,
    due_on date
) ON COMMIT DROP
