-- Adds up what became of the rows of one lot: count and cents per status, for the equation. What a bank tells of our remittances
-- stands beside it, like lines that are none of our business; `told_count` of them change something.
-- reads: nothing      writes: nothing
SELECT
    count(*) FILTER (WHERE s.counts) AS read_count,
    coalesce(sum(coalesce(s.settled_cents, s.amount_cents)) FILTER (WHERE s.counts), 0)::bigint AS read_cents,
    count(*) FILTER (WHERE s.counts AND s.status IN ('booked', 'known')) AS booked_count,
    coalesce(sum(s.settled_cents) FILTER (WHERE s.counts AND s.status IN ('booked', 'known')), 0)::bigint AS booked_cents,
    count(*) FILTER (WHERE s.counts AND s.status = 'known') AS known_count,
    coalesce(sum(s.settled_cents) FILTER (WHERE s.counts AND s.status = 'known'), 0)::bigint AS known_cents,
    count(*) FILTER (WHERE s.counts AND s.status = 'waiting') AS waiting_count,
    coalesce(sum(s.settled_cents) FILTER (WHERE s.counts AND s.status = 'waiting'), 0)::bigint AS waiting_cents,
    count(*) FILTER (WHERE s.lane = 'fault') AS faulty_count,
    coalesce(sum(s.amount_cents) FILTER (WHERE s.lane = 'fault'), 0)::bigint AS faulty_cents,
    count(*) FILTER (WHERE NOT s.counts) AS ignored_count,
    count(*) FILTER (WHERE s.lane = 'fault' AND s.amount_cents IS NULL AND s.kind <> 'contract') AS unreadable_count,
    count(*) FILTER (WHERE s.lane IN ('return', 'reject') AND s.amount_cents IS NULL) AS unpriced_count,
    count(*) FILTER (WHERE s.counts AND s.lane <> 'contract' AND s.currency NOT IN ('', %(currency)s)) AS foreign_count,
    min(s.currency) FILTER (WHERE s.counts AND s.lane <> 'contract' AND s.currency NOT IN ('', %(currency)s)) AS foreign_currency,
    count(*) FILTER (WHERE s.expanded) AS expanded_count,
    count(*) FILTER (WHERE NOT s.counts AND s.status = 'booked') AS told_count
FROM (
    SELECT s.*, d.status, d.amount_cents AS settled_cents,
        s.lane NOT IN ('ignored', 'pending', 'collection', 'accepted', 'refused', 'voided') AS counts
    FROM take_stage AS s
    LEFT JOIN take_done AS d ON d.id = s.id
    WHERE s.is_new
) AS s
