-- Pairs each negative line of a payments file with the living payment that it undoes: same account and amount, its reference when it has one.
-- reads: billing_payment      writes: nothing
CREATE TEMP TABLE take_undo ON COMMIT DROP AS
WITH said AS (
    SELECT m.id, s.lot_id, m.account_id, -m.amount_cents AS amount_cents, coalesce(s.booked_on, s.value_on, %(file_on)s) AS value_on,
        left(coalesce(nullif(upper(btrim(s.end_to_end_id)), ''), upper(btrim(s.reference))), 80) AS reference
    FROM take_match AS m
    JOIN take_stage AS s ON s.id = m.id
    WHERE m.lane = 'payment' AND m.reason = '' AND m.amount_cents < 0
),
pair AS (
    SELECT s.id, p.id AS payment_id, p.undone_at,
        dense_rank() OVER (PARTITION BY s.account_id, s.amount_cents, s.reference ORDER BY s.id) AS nth_row,
        dense_rank() OVER (PARTITION BY s.account_id, s.amount_cents, s.reference ORDER BY p.received_on DESC, p.id DESC) AS nth_payment
    FROM said AS s
    JOIN billing_payment AS p
        ON p.account_id = s.account_id AND p.amount_cents = s.amount_cents AND p.portfolio_id = %(portfolio_id)s
        AND (s.reference = '' OR p.reference = s.reference) AND p.received_on <= s.value_on AND p.undone_at IS NULL
)
SELECT s.id, s.lot_id, s.account_id, s.amount_cents, s.value_on, pair.payment_id, s.id AS lot_row_id,
    pair.payment_id IS NULL AND s.reference <> '' AND EXISTS (
        SELECT FROM billing_payment AS p
        WHERE p.account_id = s.account_id AND p.amount_cents = s.amount_cents AND p.reference = s.reference AND p.undone_at IS NOT NULL
    ) AS is_known
FROM said AS s
LEFT JOIN pair ON pair.id = s.id AND pair.nth_row = pair.nth_payment
