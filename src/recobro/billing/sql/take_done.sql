-- Makes the table of what became of each row: one row per staged row of our business, written once it is settled.
-- reads: nothing      writes: nothing
CREATE TEMP TABLE take_done (
    id bigint PRIMARY KEY,
    status text NOT NULL,
    reason text NOT NULL DEFAULT '',
    amount_cents bigint,
    account_id bigint,
    invoice_id bigint
) ON COMMIT DROP
