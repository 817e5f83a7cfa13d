-- Takes back that presentations were credited, taken or refused, where this lot had told it or had posted their collection.
-- reads: billing_lotrow, billing_ledgerentry      writes: billing_collectionattempt
WITH told AS (
    SELECT l.id, l.kind, l.batch_id, l.end_to_end_id, l.invoice_id, coalesce(l.data ->> 'message_id', '') AS message_id
    FROM billing_lotrow AS l
    WHERE l.lot_id = %(lot_id)s AND l.portfolio_id = %(portfolio_id)s AND l.kind IN ('collection', 'accepted', 'voided') AND l.status <> 'ignored'
),
posted AS (
    SELECT DISTINCT e.attempt_id
    FROM billing_ledgerentry AS e
    WHERE e.portfolio_id = %(portfolio_id)s AND e.lot_id = %(lot_id)s AND e.kind = 'collected' AND e.attempt_id IS NOT NULL
),
touched AS (
    SELECT a.id,
        a.collected_on IS NOT NULL
            AND (a.id IN (SELECT p.attempt_id FROM posted AS p) OR a.collected_row_id IN (SELECT t.id FROM told AS t)) AS credited,
        EXISTS (
            SELECT FROM told AS t
            WHERE t.kind = 'accepted' AND (t.invoice_id = a.invoice_id
                OR (t.end_to_end_id = '' AND t.message_id = a.message_id AND t.batch_id IN ('', a.batch_id)))
        ) AS taken,
        EXISTS (
            SELECT FROM told AS t
            WHERE t.kind = 'voided' AND t.message_id = a.message_id AND t.batch_id IN ('', a.batch_id)
        ) AS voided
    FROM billing_collectionattempt AS a
    WHERE a.portfolio_id = %(portfolio_id)s AND (
        a.id IN (SELECT p.attempt_id FROM posted AS p)
        OR a.collected_row_id IN (SELECT t.id FROM told AS t)
        OR (NOT a.assumed AND a.message_id IN (SELECT t.message_id FROM told AS t WHERE t.kind <> 'collection'))
    )
)
UPDATE billing_collectionattempt AS a
SET collected_on = CASE WHEN NOT t.credited THEN a.collected_on END,
    collected_row_id = CASE WHEN NOT t.credited THEN a.collected_row_id END,
    accepted_on = CASE WHEN NOT t.taken THEN a.accepted_on END,
    cancelled_on = CASE WHEN NOT t.voided THEN a.cancelled_on END
FROM touched AS t
WHERE a.id = t.id AND (t.credited OR t.taken OR t.voided)
