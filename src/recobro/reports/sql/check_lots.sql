-- Booked lots whose equation fails, or whose counts and cents are not those of their rows. What banks tell of our remittances
-- stands beside the equation.
-- whole installation: the check proves every portfolio
-- reads: billing_lot, billing_lotrow      writes: nothing
WITH found AS (
    SELECT lot_id,
           count(*) FILTER (WHERE status IN ('booked', 'known')) AS booked,
           count(*) FILTER (WHERE status = 'known') AS known,
           count(*) FILTER (WHERE status = 'waiting') AS waiting,
           count(*) FILTER (WHERE status IN ('faulty', 'set_aside', 'sent_back')) AS faulty,
           coalesce(sum(amount_cents) FILTER (WHERE status IN ('booked', 'known')), 0) AS booked_cents,
           coalesce(sum(amount_cents) FILTER (WHERE status = 'known'), 0) AS known_cents,
           coalesce(sum(amount_cents) FILTER (WHERE status = 'waiting'), 0) AS waiting_cents,
           coalesce(sum(amount_cents) FILTER (WHERE status IN ('faulty', 'set_aside', 'sent_back')), 0) AS faulty_cents
    FROM billing_lotrow
    WHERE kind NOT IN ('collection', 'accepted', 'refused', 'voided')
    GROUP BY lot_id
), failing AS (
    SELECT l.portfolio_id,
           l.id,
           CASE
               WHEN (l.declared_count, l.declared_cents) IS DISTINCT FROM (
                   l.booked_count + l.waiting_count + l.faulty_count,
                   l.booked_cents + l.waiting_cents + l.faulty_cents
               ) THEN 'billing_lot.declared'
               WHEN (l.booked_count, l.known_count, l.waiting_count, l.faulty_count) <> (
                   coalesce(f.booked, 0), coalesce(f.known, 0), coalesce(f.waiting, 0), coalesce(f.faulty, 0)
               ) THEN 'billing_lot.counts'
               WHEN (l.booked_cents, l.known_cents, l.waiting_cents, l.faulty_cents) <> (
                   coalesce(f.booked_cents, 0), coalesce(f.known_cents, 0), coalesce(f.waiting_cents, 0),
                   coalesce(f.faulty_cents, 0)
               ) THEN 'billing_lot.cents'
           END AS place
    FROM billing_lot AS l
    LEFT JOIN found AS f ON f.lot_id = l.id
    WHERE l.status = 'booked'
)
SELECT portfolio_id, place, count(*) AS count, (array_agg(id::text ORDER BY id))[1:5] AS first
FROM failing
WHERE place IS NOT NULL
GROUP BY portfolio_id, place
