-- What a payments sheet tells of days up to the opening is history: the old table had already counted it, so nothing is posted.
-- When it names an invoice that the table still held open, it waits for a person, unless one had said then that the invoice stays.
-- reads: billing_lot, billing_lotrow, billing_invoice      writes: nothing
INSERT INTO take_done (id, status, reason, amount_cents, account_id, invoice_id)
SELECT
    m.id,
    CASE WHEN v.waits THEN 'waiting' ELSE 'known' END,
    CASE WHEN v.waits THEN 'paid_before_opening' ELSE '' END,
    m.amount_cents,
    CASE WHEN NOT v.waits THEN m.account_id END,
    CASE WHEN NOT v.waits THEN m.invoice_id END
FROM take_match AS m
JOIN take_stage AS s ON s.id = m.id AND s.family = 'sheet'
JOIN billing_lot AS o
    ON o.portfolio_id = %(portfolio_id)s AND o.kind = 'opening' AND o.status = 'booked'
    AND coalesce(s.booked_on, s.value_on) <= o.file_on
LEFT JOIN billing_invoice AS i ON i.id = m.invoice_id AND i.portfolio_id = %(portfolio_id)s
CROSS JOIN LATERAL (
    SELECT coalesce(i.open_cents, 0) > 0 AND NOT EXISTS (
        SELECT FROM billing_lotrow AS r
        WHERE r.lot_id = o.id AND r.invoice_id = i.id AND r.data ->> 'stays_by' IS NOT NULL
    ) AS waits
) AS v
WHERE m.lane = 'payment' AND m.amount_cents IS NOT NULL
