-- Makes the table of entries about to be posted. `fresh`: the invoice was inserted with this amount already in its open cents.
-- reads: nothing      writes: nothing
CREATE TEMP TABLE take_entry (
    account_id bigint NOT NULL,
    invoice_id bigint,
    kind text NOT NULL,
    amount_cents bigint NOT NULL,
    value_on date NOT NULL,
    lot_id bigint,
    lot_row_id bigint,
    payment_id bigint,
    attempt_id bigint,
    refund_id bigint,
    reverses_id bigint,
    assumed boolean NOT NULL DEFAULT false,
    fresh boolean NOT NULL DEFAULT false
) ON COMMIT DROP
