-- Lets one row wait again that was taken for a repetition: it speaks for itself now.
-- reads: nothing      writes: billing_lotrow, billing_returnevidence, billing_debitreturn, billing_lot
WITH woken AS (
    UPDATE billing_lotrow AS r
    SET status = 'waiting', reason = 'maybe_the_same_payment'
    WHERE r.id = %(row_id)s AND r.portfolio_id = %(portfolio_id)s AND r.status = 'known'
    RETURNING r.id, r.lot_id, coalesce(r.amount_cents, 0) AS amount_cents
),
gone AS (
    DELETE FROM billing_returnevidence AS e
    USING woken AS w
    WHERE e.lot_row_id = w.id
    RETURNING e.debit_return_id
),
counted AS (
    UPDATE billing_debitreturn AS r
    SET evidences = r.evidences - 1
    FROM gone AS g
    WHERE r.id = g.debit_return_id
)
UPDATE billing_lot AS l
SET booked_count = l.booked_count - 1,
    booked_cents = l.booked_cents - w.amount_cents,
    known_count = l.known_count - 1,
    known_cents = l.known_cents - w.amount_cents,
    waiting_count = l.waiting_count + 1,
    waiting_cents = l.waiting_cents + w.amount_cents
FROM woken AS w
WHERE l.id = w.lot_id
