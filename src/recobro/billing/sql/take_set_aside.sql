-- Gives the rows that a person set aside by name the amount which that person read in them.
-- reads: billing_lotrow      writes: nothing
UPDATE take_stage AS s
SET amount_cents = r.amount_cents, set_aside = true
FROM billing_lotrow AS r
WHERE r.lot_id = s.lot_id AND r.line = s.line AND r.status = 'set_aside' AND r.portfolio_id = %(portfolio_id)s AND s.lane = 'fault'
