-- Finds the presentation that each told transaction speaks of: our reference and amount, in the batch or message that the bank names,
-- else presented on that day or in the ten days before. A credit of what the bank had refused before is a question.
-- reads: billing_collectionattempt, billing_debitreturn, billing_lotrow      writes: nothing
INSERT INTO take_told (id, lot_id, lane, single, verdict, told_on, attempt_id, account_id, invoice_id, amount_cents, due_on)
WITH said AS (
    SELECT
        s.id, s.lot_id, s.line, s.lane, s.amount_cents, left(upper(btrim(s.end_to_end_id)), 40) AS end_to_end_id, s.batch_id, s.message_id,
        coalesce(s.booked_on, s.value_on, %(today)s) AS told_on,
        row_number() OVER (
            PARTITION BY s.lot_id, s.lane, upper(btrim(s.end_to_end_id)), s.amount_cents, s.batch_id, s.message_id ORDER BY s.line, s.id
        ) AS nth
    FROM take_stage AS s
    WHERE s.lane IN ('collection', 'accepted') AND s.end_to_end_id <> ''
),
candidate AS (
    SELECT
        s.id, s.lot_id, s.line, s.lane, s.told_on, s.nth, a.id AS attempt_id, a.account_id, a.invoice_id, a.amount_cents, a.due_on, a.collected_on,
        row_number() OVER (
            PARTITION BY s.id
            ORDER BY a.cancelled_on IS NOT NULL, a.message_id <> s.message_id, a.presented_on > s.told_on, abs(s.told_on - a.due_on), a.ordinal, a.id
        ) AS choice
    FROM said AS s
    JOIN billing_collectionattempt AS a
        ON a.portfolio_id = %(portfolio_id)s AND a.end_to_end_id = s.end_to_end_id AND NOT a.assumed
        AND a.amount_cents = coalesce(s.amount_cents, a.amount_cents)
    WHERE CASE
        WHEN s.batch_id <> '' THEN s.batch_id IN (a.batch_id, a.message_id)
        WHEN s.message_id <> '' THEN s.message_id = a.message_id
        ELSE s.told_on BETWEEN a.presented_on AND a.due_on + 10
    END
)
SELECT
    c.id, c.lot_id, c.lane, true,
    CASE
        WHEN c.lane = 'accepted' THEN 'known'
        WHEN c.collected_on IS NULL AND l.kind = 'reject' AND r.returned_on < c.told_on THEN 'collected_but_rejected'
        WHEN c.collected_on IS NOT NULL OR r.id IS NOT NULL THEN 'known'
        WHEN row_number() OVER (PARTITION BY c.lane, c.attempt_id ORDER BY c.lot_id, c.line, c.id) > 1 THEN 'known'
        ELSE 'booked'
    END,
    c.told_on, c.attempt_id, c.account_id, c.invoice_id, c.amount_cents, c.due_on
FROM candidate AS c
LEFT JOIN billing_debitreturn AS r ON r.account_id = c.account_id AND r.attempt_id = c.attempt_id AND r.undone_at IS NULL
LEFT JOIN billing_lotrow AS l ON l.id = r.lot_row_id AND l.portfolio_id = %(portfolio_id)s
WHERE c.choice = c.nth
