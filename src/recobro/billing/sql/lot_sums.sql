-- Adds up what became of the rows of one lot: count and cents per status, for the equation.
-- reads: nothing      writes: nothing
SELECT
    count(*) FILTER (WHERE s.lane NOT IN ('ignored', 'pending')) AS read_count,
    coalesce(sum(coalesce(d.amount_cents, s.amount_cents)) FILTER (WHERE s.lane NOT IN ('ignored', 'pending')), 0)::bigint AS read_cents,
    count(*) FILTER (WHERE d.status IN ('booked', 'known')) AS booked_count,
    coalesce(sum(d.amount_cents) FILTER (WHERE d.status IN ('booked', 'known')), 0)::bigint AS booked_cents,
    count(*) FILTER (WHERE d.status = 'known') AS known_count,
    coalesce(sum(d.amount_cents) FILTER (WHERE d.status = 'known'), 0)::bigint AS known_cents,
    count(*) FILTER (WHERE d.status = 'waiting') AS waiting_count,
    coalesce(sum(d.amount_cents) FILTER (WHERE d.status = 'waiting'), 0)::bigint AS waiting_cents,
    count(*) FILTER (WHERE s.lane = 'fault') AS faulty_count,
    coalesce(sum(s.amount_cents) FILTER (WHERE s.lane = 'fault'), 0)::bigint AS faulty_cents,
    count(*) FILTER (WHERE s.lane IN ('ignored', 'pending')) AS ignored_count,
    count(*) FILTER (WHERE s.lane = 'fault' AND s.amount_cents IS NULL AND s.kind NOT IN ('contract', 'notice')) AS unreadable_count,
    count(*) FILTER (WHERE s.lane IN ('return', 'reject') AND s.amount_cents IS NULL) AS unpriced_count,
    count(*) FILTER (WHERE s.lane NOT IN ('ignored', 'pending', 'contract', 'notice') AND s.currency NOT IN ('', %(currency)s)) AS foreign_count,
    min(s.currency) FILTER (WHERE s.lane NOT IN ('ignored', 'pending', 'contract', 'notice') AND s.currency NOT IN ('', %(currency)s)) AS foreign_currency
FROM take_stage AS s
LEFT JOIN take_done AS d ON d.id = s.id
WHERE s.is_new
