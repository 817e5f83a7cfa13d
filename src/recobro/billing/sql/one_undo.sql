-- Lines up one payment to be undone by a person.
-- reads: nothing      writes: nothing
CREATE TEMP TABLE take_undo ON COMMIT DROP AS
SELECT NULL::bigint AS id, NULL::bigint AS lot_id, %(account_id)s::bigint AS account_id, %(value_on)s::date AS value_on,
    %(payment_id)s::bigint AS payment_id, NULL::bigint AS lot_row_id
