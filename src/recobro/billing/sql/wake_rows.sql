-- Lets rows of other files wait again that were only known because a lot had told of the same: now they speak for themselves.
-- reads: nothing      writes: billing_lotrow, billing_returnevidence, billing_debitreturn, billing_lot
WITH mine AS (
    SELECT DISTINCT r.account_id, r.amount_cents
    FROM billing_lotrow AS r
    WHERE r.lot_id = %(lot_id)s AND r.portfolio_id = %(portfolio_id)s AND r.account_id IS NOT NULL
),
woken AS (
    UPDATE billing_lotrow AS r
    SET status = 'waiting', reason = 'no_match'
    FROM mine, billing_lot AS l
    WHERE r.account_id = mine.account_id AND r.amount_cents = mine.amount_cents AND r.status = 'known' 
      AND r.kind NOT IN ('contract', 'collection', 'accepted', 'refused', 'voided')
      AND r.portfolio_id = %(portfolio_id)s AND r.lot_id <> %(lot_id)s AND l.id = r.lot_id AND l.status = 'booked'
    RETURNING r.id, r.lot_id, r.amount_cents
),
gone AS (
    DELETE FROM billing_returnevidence AS e
    USING woken AS w
    WHERE e.lot_row_id = w.id
    RETURNING e.debit_return_id
),
counted AS (
    UPDATE billing_debitreturn AS r
    SET evidences = r.evidences - g.told
    FROM (SELECT debit_return_id, count(*) AS told FROM gone GROUP BY debit_return_id) AS g
    WHERE r.id = g.debit_return_id
)
UPDATE billing_lot AS l
SET booked_count = l.booked_count - w.rows,
    booked_cents = l.booked_cents - w.cents,
    known_count = l.known_count - w.rows,
    known_cents = l.known_cents - w.cents,
    waiting_count = l.waiting_count + w.rows,
    waiting_cents = l.waiting_cents + w.cents
FROM (SELECT lot_id, count(*) AS rows, sum(amount_cents) AS cents FROM woken GROUP BY lot_id) AS w
WHERE l.id = w.lot_id
