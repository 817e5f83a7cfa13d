-- Lines up one payment that a person enters, in the shape of a file's payments.
-- reads: nothing      writes: nothing
CREATE TEMP TABLE take_payment ON COMMIT DROP AS
SELECT
    0::bigint AS id, 0 AS line, NULL::bigint AS lot_id, NULL::bigint AS lot_row_id, %(account_id)s::bigint AS account_id,
    %(invoice_id)s::bigint AS invoice_id, %(cents)s::bigint AS amount_cents, %(received_on)s::date AS received_on,
    %(reference)s::text AS reference, 'collected'::text AS kind, 'booked'::text AS status, ''::text AS reason,
    nextval(pg_get_serial_sequence('billing_payment', 'id')) AS payment_id
