-- Makes the staging table of one file: the columns of a reader's Row in their order, those of a Fault, and our own.
-- A row's id is that of its LotRow, given here. `lane` is what becomes of it: a kind of our business, fault, pending or ignored;
-- or what a bank tells of our remittances, which stands beside the equation: collection, accepted, refused, voided.
-- `expanded`: not in the file, but a transaction of our remittance that the file refuses as part of a whole.
-- reads: nothing      writes: nothing
CREATE TEMP TABLE take_stage (
    line integer NOT NULL,
    kind text NOT NULL,
    amount_cents bigint,
    currency text NOT NULL,
    end_to_end_id text NOT NULL,
    instruction_id text NOT NULL,
    reference text NOT NULL,
    mandate_id text NOT NULL,
    batch_id text NOT NULL,
    invoice_number text NOT NULL,
    cups text NOT NULL,
    reason_code text NOT NULL,
    reason_text text NOT NULL,
    booked_on date,
    value_on date,
    due_on date,
    issued_on date,
    fee_cents bigint NOT NULL,
    creditor_account text NOT NULL,
    debtor_name text NOT NULL,
    debtor_account text NOT NULL,
    text text NOT NULL,
    tax_id text NOT NULL,
    customer_ref text NOT NULL,
    email text NOT NULL,
    phone text NOT NULL,
    address text NOT NULL,
    town text NOT NULL,
    region text NOT NULL,
    segment text NOT NULL,
    product text NOT NULL,
    pending boolean NOT NULL,
    occurrence integer NOT NULL,
    message_id text NOT NULL,
    sequence text NOT NULL,
    signed_on date,
    fault_record text NOT NULL,
    fault_code text NOT NULL,
    fault_found text NOT NULL,
    fault_field text NOT NULL,
    fault_expected text NOT NULL,
    set_aside boolean NOT NULL DEFAULT false,
    id bigint NOT NULL DEFAULT nextval(pg_get_serial_sequence('billing_lotrow', 'id')),
    lot_id bigint NOT NULL DEFAULT %(lot_id)s,
    family text NOT NULL DEFAULT %(family)s,
    is_new boolean NOT NULL DEFAULT true,
    expanded boolean NOT NULL DEFAULT false,
    lane text NOT NULL GENERATED ALWAYS AS (
        CASE
            WHEN kind = 'other' THEN 'ignored'
            WHEN kind IN ('collection', 'accepted', 'refused', 'voided') THEN CASE WHEN pending OR fault_code <> '' THEN 'ignored' ELSE kind END
            WHEN fault_code <> '' THEN 'fault'
            WHEN pending THEN 'pending'
            WHEN length(end_to_end_id) > 40 OR length(batch_id) > 40 OR length(invoice_number) > 40
                OR length(customer_ref) > 36 OR length(mandate_id) > 40 OR length(cups) > 24 OR length(reason_code) > 12 THEN 'fault'
            ELSE kind
        END
    ) STORED
) ON COMMIT DROP
