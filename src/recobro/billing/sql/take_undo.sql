-- Pairs each negative line of a payments file with the living payment that it undoes: same account and amount, its reference
-- when it has one, and nothing of it gone back yet. What another file told with the same words is known: a sheet of all payments
-- so far comes again every day. `nth`: which of the equal lines of its file.
-- reads: billing_payment, billing_ledgerentry, billing_lotrow, billing_lot      writes: nothing
CREATE TEMP TABLE take_undo ON COMMIT DROP AS
WITH said AS (
    SELECT m.id, m.line, s.lot_id, m.account_id, m.invoice_id, -m.amount_cents AS amount_cents,
        coalesce(s.booked_on, s.value_on, %(file_on)s) AS value_on, upper(btrim(s.invoice_number)) AS number,
        left(coalesce(nullif(upper(btrim(s.end_to_end_id)), ''), upper(btrim(s.reference))), 80) AS reference
    FROM take_match AS m
    JOIN take_stage AS s ON s.id = m.id
    WHERE m.lane = 'payment' AND m.reason = '' AND m.amount_cents < 0
      AND NOT EXISTS (SELECT FROM take_done AS d WHERE d.id = m.id)
),
kept AS (
    SELECT r.lot_id, r.status, r.account_id, -r.amount_cents AS amount_cents,
        coalesce(r.booked_on, (r.data ->> 'value_on')::date) AS value_on, upper(btrim(r.invoice_number)) AS number,
        left(coalesce(nullif(upper(btrim(r.end_to_end_id)), ''), upper(btrim(r.data ->> 'reference')), ''), 80) AS reference
    FROM billing_lotrow AS r
    JOIN billing_lot AS l ON l.id = r.lot_id AND l.status = 'booked'
    WHERE r.kind = 'payment' AND r.amount_cents < 0 AND r.status IN ('booked', 'known') AND r.portfolio_id = %(portfolio_id)s
      AND r.account_id IN (SELECT s.account_id FROM said AS s)
),
told AS (
    SELECT s.id, count(*) FILTER (WHERE k.lot_id = s.lot_id) AS here,
        count(*) FILTER (WHERE k.lot_id <> s.lot_id AND k.status = 'booked') AS elsewhere
    FROM said AS s
    JOIN kept AS k USING (account_id, amount_cents, value_on, number, reference)
    GROUP BY s.id
),
numbered AS (
    SELECT s.*, coalesce(t.elsewhere, 0) AS elsewhere,
        coalesce(t.here, 0) + row_number() OVER (
            PARTITION BY s.lot_id, s.account_id, s.amount_cents, s.value_on, s.number, s.reference ORDER BY s.line, s.id
        ) AS nth
    FROM said AS s
    LEFT JOIN told AS t ON t.id = s.id
),
pair AS (
    SELECT s.id, p.id AS payment_id,
        dense_rank() OVER (PARTITION BY s.account_id, s.amount_cents, s.reference ORDER BY s.id) AS nth_row,
        dense_rank() OVER (PARTITION BY s.account_id, s.amount_cents, s.reference ORDER BY p.received_on DESC, p.id DESC) AS nth_payment
    FROM numbered AS s
    JOIN billing_payment AS p
        ON p.account_id = s.account_id AND p.amount_cents = s.amount_cents AND p.portfolio_id = %(portfolio_id)s
        AND (s.reference = '' OR p.reference = s.reference) AND p.received_on <= s.value_on AND p.undone_at IS NULL
    WHERE s.nth > s.elsewhere AND p.amount_cents = (
        SELECT -sum(e.amount_cents) FROM billing_ledgerentry AS e WHERE e.account_id = p.account_id AND e.payment_id = p.id
    )
)
SELECT s.id, s.line, s.lot_id, s.account_id, s.invoice_id, s.amount_cents, s.value_on, s.reference, s.nth, pair.payment_id,
    s.id AS lot_row_id,
    s.nth <= s.elsewhere OR (pair.payment_id IS NULL AND s.reference <> '' AND EXISTS (
        SELECT FROM billing_payment AS p
        WHERE p.account_id = s.account_id AND p.amount_cents = s.amount_cents AND p.reference = s.reference AND p.undone_at IS NOT NULL
    )) AS is_known
FROM numbered AS s
LEFT JOIN pair ON pair.id = s.id AND pair.nth_row = pair.nth_payment
