-- What the ledger knows of these invoice numbers at the end of a day, and what moved on that day: why two tables may differ.
-- reads: billing_ledgerentry, billing_invoice, billing_lotrow, billing_lot      writes: nothing
WITH waiting AS ( -- a bank's row names the invoice in its end-to-end id
    SELECT v.number,
        bool_or(r.status IN ('waiting', 'faulty')) AS waits,
        bool_or(r.status = 'set_aside' AND l.kind = 'opening') AS set_aside
    FROM billing_lotrow AS r
    JOIN billing_lot AS l ON l.id = r.lot_id AND l.status = 'booked'
    CROSS JOIN LATERAL (VALUES (upper(btrim(r.invoice_number))), (upper(btrim(r.end_to_end_id)))) AS v (number)
    WHERE r.portfolio_id = %(portfolio_id)s AND r.status IN ('waiting', 'faulty', 'set_aside') AND v.number = ANY(%(numbers)s)
    GROUP BY v.number
)
SELECT
    n.number,
    coalesce(e.open_cents, 0)::bigint AS open_cents,
    coalesce(e.paid_today, false) AS paid_today,
    coalesce(e.paid_before, false) AS paid_before,
    coalesce(e.returned_today, false) AS returned_today,
    coalesce(e.opened_today, false) AS opened_today,
    coalesce(e.adjusted_today, false) AS adjusted_today,
    coalesce(w.waits, false) AS waits,
    coalesce(w.set_aside, false) AS set_aside
FROM unnest(%(numbers)s::text[]) AS n (number)
LEFT JOIN LATERAL (
    SELECT
        sum(e.amount_cents) AS open_cents,
        bool_or(e.kind = 'collected' AND NOT e.assumed AND e.posted_at >= %(start)s) AS paid_today,
        bool_or(e.kind = 'collected' AND NOT e.assumed AND e.posted_at < %(start)s) AS paid_before,
        bool_or(e.kind = 'returned' AND e.posted_at >= %(start)s) AS returned_today,
        bool_or(e.kind IN ('charged', 'opening') AND e.posted_at >= %(start)s) AS opened_today,
        bool_or(e.kind IN ('adjusted', 'written_off') AND e.posted_at >= %(start)s) AS adjusted_today
    FROM billing_invoice AS i
    JOIN billing_ledgerentry AS e ON e.account_id = i.account_id AND e.invoice_id = i.id AND e.posted_at < %(end)s
    WHERE i.portfolio_id = %(portfolio_id)s AND i.number = n.number
) AS e ON true
LEFT JOIN waiting AS w ON w.number = n.number
