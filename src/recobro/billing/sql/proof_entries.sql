-- Asks the newest list for the lots and rows that Operaciones had said are entered: proved when every row still owed is there.
-- reads: billing_lotrow, billing_invoice, billing_erpentry      writes: billing_erpentry, journal_entry
WITH checked AS (
    SELECT e.id, e.lot_id, count(i.id) FILTER (WHERE l.number IS NULL) AS missing
    FROM billing_erpentry AS e
    LEFT JOIN billing_lotrow AS r
        ON r.lot_id = e.lot_id AND (e.lot_row_id IS NULL OR r.id = e.lot_row_id) AND r.status IN ('booked', 'known')
        AND r.kind IN ('return', 'reject')
    LEFT JOIN billing_invoice AS i ON i.id = r.invoice_id AND i.open_cents > 0
    LEFT JOIN proof_list AS l ON l.number = i.number
    WHERE e.portfolio_id = %(portfolio_id)s AND e.proved_at IS NULL AND e.said_at < %(taken_at)s
    GROUP BY e.id, e.lot_id
),
written AS (
    UPDATE billing_erpentry AS e
    SET checked_lot_id = %(lot_id)s, missing_count = c.missing, proved_at = CASE WHEN c.missing = 0 THEN %(moment)s::timestamptz END
    FROM checked AS c
    WHERE e.id = c.id
    RETURNING e.id, e.lot_id, e.missing_count, e.proved_at
),
told AS (
    INSERT INTO journal_entry (portfolio_id, at, by, verb, subject, data)
    SELECT %(portfolio_id)s, %(moment)s, %(by)s,
        CASE WHEN w.proved_at IS NULL THEN 'erp_entry.contradicted' ELSE 'erp_entry.proved' END, 'lot:' || w.lot_id,
        jsonb_build_object('entry', w.id, 'list', %(lot_id)s::bigint, 'missing', w.missing_count)
    FROM written AS w
)
SELECT count(*) AS written FROM written
