-- What becomes of each row: known when the notice and its invoice say all of it already, else booked, or waiting.
-- reads: notices_outsidenotice, notices_outsideinvoice      writes: nothing
INSERT INTO take_done (id, status, reason, amount_cents, account_id, invoice_id)
SELECT o.id,
    CASE
        WHEN o.reason <> '' THEN 'waiting'
        WHEN n.withdrawn_at IS NOT NULL THEN 'known'
        WHEN n.listed AND (o.invoice_id IS NULL OR x.id IS NOT NULL)
            AND (o.received_on IS NULL OR n.certified OR n.received_on = o.received_on) AND (o.cut_on IS NULL OR n.cut_on = o.cut_on)
            AND (o.result = '' OR n.result = o.result) AND (o.failed = n.failed OR o.result = '') THEN 'known'
        ELSE 'booked'
    END,
    o.reason, 0, o.account_id, o.invoice_id
FROM take_outside AS o
LEFT JOIN notices_outsidenotice AS n ON n.id = o.notice_id AND n.portfolio_id = %(portfolio_id)s
LEFT JOIN notices_outsideinvoice AS x ON x.notice_id = n.id AND x.invoice_id = o.invoice_id
