-- Lines up the money that comes in, and finds what the ledger already has: the same amount, day and reference of the same account.
-- Without a reference the invoice that the line names stands for it: a sheet of all payments so far comes again every day.
-- Another kind of message with the same amount within seven days, or an equal line of the same sheet, waits for a person. So does
-- an equal transfer in another message of the same bank that only our own reference names: it may be paid twice, and is not lost.
-- A statement tells whole days, and offices fetch the same days again: there the k-th equal movement of a day is the k-th payment.
-- reads: billing_payment, billing_lotrow, billing_lot      writes: nothing
CREATE TEMP TABLE take_payment ON COMMIT DROP AS
WITH said AS (
    SELECT
        m.id, m.line, s.lot_id, m.account_id, m.invoice_id, m.amount_cents, s.family,
        coalesce(s.booked_on, s.value_on, %(file_on)s) AS received_on,
        left(upper(btrim(s.invoice_number)), 40) AS number,
        btrim(s.end_to_end_id) <> '' AS named_by_payer,
        left(coalesce(nullif(upper(btrim(s.end_to_end_id)), ''), nullif(upper(btrim(s.reference)), ''),
            upper(btrim(s.instruction_id))), 80) AS reference
    FROM take_match AS m
    JOIN take_stage AS s ON s.id = m.id
    WHERE m.lane = 'payment' AND m.reason = '' AND m.amount_cents > 0
      AND NOT EXISTS (SELECT FROM take_done AS d WHERE d.id = m.id)
),
ranked AS (
    SELECT s.*,
        row_number() OVER (PARTITION BY account_id, amount_cents, received_on, reference ORDER BY number, line, id) AS nth,
        row_number() OVER (PARTITION BY account_id, amount_cents, received_on, reference, number ORDER BY line, id) AS nth_equal
    FROM said AS s
),
kept AS (
    SELECT o.*,
        row_number() OVER (PARTITION BY account_id, amount_cents, received_on, reference ORDER BY number, id) AS nth,
        row_number() OVER (PARTITION BY account_id, amount_cents, received_on, reference, number ORDER BY id) AS nth_equal
    FROM (
        SELECT
            p.id, p.account_id, p.amount_cents, p.received_on, p.reference, upper(btrim(coalesce(r.invoice_number, ''))) AS number,
            CASE
                WHEN l.format LIKE 'camt%%' OR l.format LIKE 'csb%%' OR l.format LIKE 'norma%%' THEN left(l.format, 8)
                WHEN l.id IS NULL THEN 'person'
                ELSE 'sheet'
            END AS family
        FROM billing_payment AS p
        LEFT JOIN billing_lotrow AS r ON r.id = p.lot_row_id
        LEFT JOIN billing_lot AS l ON l.id = r.lot_id
        WHERE p.portfolio_id = %(portfolio_id)s
          AND p.account_id IN (SELECT s.account_id FROM said AS s)
          AND (p.undone_at IS NULL OR l.status <> 'reversed')
    ) AS o
),
judged AS (
    SELECT r.*,
        CASE
            WHEN k.nth IS NOT NULL AND k.family = r.family AND r.family NOT IN ('sheet', 'norma43') AND NOT r.named_by_payer
                THEN 'maybe_the_same_payment'
            WHEN k.nth IS NOT NULL AND (r.reference <> '' OR k.family <> r.family) THEN 'known'
            WHEN r.number <> '' AND e.family = r.family THEN 'known'
            WHEN k.nth IS NOT NULL THEN 'maybe_the_same_payment'
            WHEN r.family = 'sheet' AND r.nth_equal > 1 THEN 'repeated_in_file'
            ELSE (
                SELECT CASE WHEN bool_or(o.reference = r.reference AND r.reference <> '') THEN 'known'
                    WHEN count(*) > 0 THEN 'maybe_the_same_payment' END
                FROM kept AS o
                WHERE o.account_id = r.account_id AND o.amount_cents = r.amount_cents AND o.family <> r.family
                    AND abs(o.received_on - r.received_on) <= 7
            )
        END AS verdict
    FROM ranked AS r
    LEFT JOIN kept AS k USING (account_id, amount_cents, received_on, reference, nth)
    LEFT JOIN kept AS e
        ON e.account_id = r.account_id AND e.amount_cents = r.amount_cents AND e.received_on = r.received_on
        AND e.reference = r.reference AND e.number = r.number AND e.nth_equal = r.nth_equal
)
SELECT
    j.id, j.line, j.lot_id, j.id AS lot_row_id, j.account_id, j.invoice_id, j.amount_cents, j.received_on, j.reference,
    'collected'::text AS kind,
    CASE WHEN j.verdict IS NULL THEN 'booked' WHEN j.verdict = 'known' THEN 'known' ELSE 'waiting' END AS status,
    CASE WHEN j.verdict = 'known' THEN '' ELSE coalesce(j.verdict, '') END AS reason,
    CASE WHEN j.verdict IS NULL THEN nextval(pg_get_serial_sequence('billing_payment', 'id')) END AS payment_id
FROM judged AS j
