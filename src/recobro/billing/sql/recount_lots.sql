-- Moves the counts of lots whose waiting rows were settled: what was waiting is now booked; their sum stays as declared.
-- An amount that the format did not carry and is known now raises declared and read alike.
-- reads: nothing      writes: billing_lot
UPDATE billing_lot AS l
SET waiting_count = l.waiting_count - d.rows,
    waiting_cents = l.waiting_cents - d.cents,
    booked_count = l.booked_count + d.rows,
    booked_cents = l.booked_cents + d.cents + d.found_cents,
    known_count = l.known_count + d.known_rows,
    known_cents = l.known_cents + d.known_cents,
    read_cents = l.read_cents + d.found_cents,
    declared_cents = l.declared_cents + d.found_cents
FROM (
    SELECT s.lot_id, count(*) AS rows,
        coalesce(sum(s.amount_cents), 0) AS cents,
        coalesce(sum(d.amount_cents) FILTER (WHERE s.amount_cents IS NULL), 0) AS found_cents,
        count(*) FILTER (WHERE d.status = 'known') AS known_rows,
        coalesce(sum(d.amount_cents) FILTER (WHERE d.status = 'known'), 0) AS known_cents
    FROM take_stage AS s
    JOIN take_done AS d ON d.id = s.id AND d.status IN ('booked', 'known')
    WHERE NOT s.is_new AND s.lane NOT IN ('collection', 'accepted', 'refused', 'voided')
    GROUP BY s.lot_id
) AS d
WHERE l.id = d.lot_id AND l.portfolio_id = %(portfolio_id)s
