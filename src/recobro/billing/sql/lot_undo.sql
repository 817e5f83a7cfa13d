-- Lines up the payments of a lot to be undone.
-- reads: billing_payment, billing_lotrow      writes: nothing
CREATE TEMP TABLE take_undo ON COMMIT DROP AS
SELECT NULL::bigint AS id, r.lot_id, p.account_id, %(value_on)s::date AS value_on, p.id AS payment_id, NULL::bigint AS lot_row_id
FROM billing_payment AS p
JOIN billing_lotrow AS r ON r.id = p.lot_row_id AND r.lot_id = %(lot_id)s
WHERE p.portfolio_id = %(portfolio_id)s AND p.undone_at IS NULL
