-- Finds the presentations of each file or batch that a bank credited as one sum, took, or refused for a fault of ours.
-- One sum must be what the batch holds without what was refused before it, else all that the batch holds; else it is a question.
-- What of our remittance still waits for its customer counts too. A file refused as sent twice leaves the first one alone.
-- reads: billing_collectionattempt, billing_debitreturn, billing_lot, billing_lotrow      writes: nothing
INSERT INTO take_told (id, lot_id, lane, single, verdict, told_on, attempt_id, account_id, invoice_id, amount_cents, due_on)
WITH said AS (
    SELECT s.id, s.lot_id, s.line, s.lane, s.amount_cents, s.batch_id, s.message_id, s.reason_code,
        coalesce(nullif(s.batch_id, ''), s.message_id) AS name, coalesce(s.booked_on, s.value_on, %(today)s) AS told_on
    FROM take_stage AS s
    WHERE s.lane IN ('collection', 'accepted', 'voided') AND s.end_to_end_id = '' AND (s.batch_id <> '' OR s.message_id <> '')
),
message AS ( -- names of batches come again in the next remittance: the last one made before the bank spoke is meant
    SELECT DISTINCT ON (s.id) s.id, a.message_id
    FROM said AS s
    JOIN billing_collectionattempt AS a
        ON a.portfolio_id = %(portfolio_id)s AND NOT a.assumed AND s.name IN (a.batch_id, a.message_id)
    WHERE s.lane = 'collection' OR a.message_id = s.message_id
    ORDER BY s.id, a.message_id <> s.message_id, a.presented_on > s.told_on, a.presented_on DESC, a.id DESC
),
member AS (
    SELECT s.id, s.lot_id, s.line, s.lane, s.told_on, s.reason_code, a.id AS attempt_id, a.account_id, a.invoice_id, a.amount_cents, a.due_on,
        a.collected_on, a.accepted_on, r.id AS debit_return_id,
        coalesce(a.collected_on IS NULL AND l.kind = 'reject' AND r.returned_on <= s.told_on, false) AS refused
    FROM said AS s
    JOIN message AS m ON m.id = s.id
    JOIN billing_collectionattempt AS a
        ON a.portfolio_id = %(portfolio_id)s AND NOT a.assumed AND a.message_id = m.message_id AND s.name IN (a.batch_id, a.message_id)
        AND (a.cancelled_on IS NULL OR s.lane = 'accepted')
    LEFT JOIN billing_debitreturn AS r ON r.account_id = a.account_id AND r.attempt_id = a.id AND r.undone_at IS NULL
    LEFT JOIN billing_lotrow AS l ON l.id = r.lot_row_id AND l.portfolio_id = %(portfolio_id)s
),
unmatched AS (
    SELECT s.id, sum(r.amount_cents) AS amount_cents
    FROM said AS s
    JOIN message AS m ON m.id = s.id
    JOIN billing_lot AS t ON t.portfolio_id = %(portfolio_id)s AND t.kind = 'remittance' AND t.status = 'booked' AND t.message_id = m.message_id
    JOIN billing_lotrow AS r
        ON r.lot_id = t.id AND r.portfolio_id = %(portfolio_id)s AND r.kind = 'remittance' AND r.status = 'waiting'
        AND s.name IN (r.batch_id, t.message_id)
    WHERE s.lane = 'collection'
    GROUP BY s.id
),
summed AS (
    SELECT s.id, s.lane, s.lot_id, s.told_on, s.amount_cents - coalesce(u.amount_cents, 0) AS credited_cents, m.held_cents, m.kept_cents
    FROM said AS s
    JOIN (
        SELECT id, sum(amount_cents) AS held_cents, coalesce(sum(amount_cents) FILTER (WHERE NOT refused), 0) AS kept_cents
        FROM member GROUP BY id
    ) AS m ON m.id = s.id
    LEFT JOIN unmatched AS u ON u.id = s.id
)
SELECT m.id, m.lot_id, m.lane, false,
    CASE
        WHEN m.lane = 'accepted' THEN 'known'
        WHEN m.collected_on IS NOT NULL OR m.debit_return_id IS NOT NULL THEN 'known'
        WHEN m.lane = 'voided' AND m.accepted_on IS NOT NULL AND (m.reason_code LIKE 'DU%%' OR m.reason_code = 'AM05') THEN 'known'
        WHEN EXISTS (SELECT FROM take_told AS o WHERE o.lane = m.lane AND o.attempt_id = m.attempt_id) THEN 'known'
        WHEN row_number() OVER (PARTITION BY m.lane, m.attempt_id ORDER BY m.lot_id, m.line, m.id) > 1 THEN 'known'
        ELSE 'booked'
    END,
    m.told_on, m.attempt_id, m.account_id, m.invoice_id, m.amount_cents, m.due_on
FROM member AS m
JOIN summed AS s ON s.id = m.id
WHERE m.lane <> 'collection'
   OR s.credited_cents = CASE WHEN s.credited_cents = s.kept_cents THEN s.kept_cents ELSE s.held_cents END AND NOT (s.credited_cents = s.kept_cents AND m.refused)
UNION ALL
SELECT s.id, s.lot_id, s.lane, false, 'batch_sum_differs', s.told_on, NULL, NULL, NULL, NULL, NULL
FROM summed AS s
WHERE s.lane = 'collection' AND s.credited_cents NOT IN (s.kept_cents, s.held_cents)
