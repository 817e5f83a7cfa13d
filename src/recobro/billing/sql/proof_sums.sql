-- Adds up bank, ERP and ledger with every difference named: `billing.proof.rules.Sums`. What nothing explains is in no part, so it
-- shows as a gap. "Moved" needs an entry posted since the list; "to enter" a bank's lot booked on the list's day or later.
-- reads: billing_lotrow, billing_lot, billing_invoice, billing_debitreturn, billing_returnevidence, billing_difference, billing_ledgerentry
-- writes: nothing
WITH listed AS (
    SELECT d.number, sum(d.cents)::bigint AS cents
    FROM (
        SELECT DISTINCT upper(btrim(r.invoice_number)) AS number, r.amount_cents AS cents
        FROM billing_lotrow AS r
        WHERE r.lot_id = %(lot_id)s AND r.portfolio_id = %(portfolio_id)s AND r.kind = 'unpaid' AND r.status <> 'ignored'
          AND r.amount_cents > 0 AND r.invoice_number <> ''
    ) AS d
    GROUP BY d.number
),
side AS (
    SELECT l.number, l.cents AS erp_cents, i.id AS invoice_id, i.account_id, coalesce(i.open_cents, 0) AS ledger_cents
    FROM listed AS l
    LEFT JOIN billing_invoice AS i ON i.portfolio_id = %(portfolio_id)s AND i.number = l.number
    UNION ALL
    SELECT i.number, NULL, i.id, i.account_id, i.open_cents
    FROM billing_invoice AS i
    WHERE i.portfolio_id = %(portfolio_id)s AND i.open_cents > 0 AND i.returns > 0
      AND NOT EXISTS (SELECT FROM listed AS l WHERE l.number = i.number)
),
told AS (
    SELECT DISTINCT ON (r.invoice_id) r.invoice_id,
        CASE WHEN r.source <> 'erp' THEN r.lot_row_id ELSE e.lot_row_id END AS row_id
    FROM billing_debitreturn AS r
    LEFT JOIN (
        SELECT b.debit_return_id, min(b.lot_row_id) AS lot_row_id
        FROM billing_returnevidence AS b
        WHERE b.portfolio_id = %(portfolio_id)s AND b.source <> 'erp'
        GROUP BY b.debit_return_id
    ) AS e ON e.debit_return_id = r.id AND r.source = 'erp'
    WHERE r.portfolio_id = %(portfolio_id)s AND r.undone_at IS NULL
      AND r.invoice_id IN (SELECT s.invoice_id FROM side AS s)
      AND (r.source <> 'erp' OR e.lot_row_id IS NOT NULL)
    ORDER BY r.invoice_id, r.returned_on DESC, r.id DESC
),
last AS (
    SELECT DISTINCT ON (d.invoice_number) d.invoice_number AS number, CASE WHEN d.closed_at IS NULL THEN d.kind ELSE d.outcome END AS says
    FROM billing_difference AS d
    WHERE d.portfolio_id = %(portfolio_id)s
    ORDER BY d.invoice_number, d.id DESC
),
part AS (
    SELECT s.erp_cents, s.ledger_cents, t.invoice_id IS NOT NULL AS is_told,
        s.ledger_cents * (t.invoice_id IS NOT NULL)::int - coalesce(s.erp_cents, 0) AS gap_cents,
        CASE
            WHEN s.erp_cents IS NULL AND t.invoice_id IS NULL THEN 'erp_debt'
            WHEN l.says IN ('only_bank', 'gone') AND s.erp_cents IS NULL THEN l.says
            WHEN l.says = 'only_erp' AND s.erp_cents IS NOT NULL AND t.invoice_id IS NULL THEN l.says
            WHEN l.says = 'amount' AND s.erp_cents IS NOT NULL AND t.invoice_id IS NOT NULL THEN l.says
            WHEN s.erp_cents = s.ledger_cents AND t.invoice_id IS NOT NULL THEN 'same'
            WHEN l.says = 'answered' THEN l.says
            WHEN s.erp_cents IS NULL AND b.booked_at >= %(day_from)s THEN 'to_enter'
            WHEN EXISTS (
                SELECT FROM billing_ledgerentry AS e
                WHERE e.account_id = s.account_id AND e.invoice_id = s.invoice_id AND e.posted_at >= %(booked_at)s
            ) THEN 'moved'
        END AS name
    FROM side AS s
    LEFT JOIN told AS t ON t.invoice_id = s.invoice_id
    LEFT JOIN last AS l ON l.number = s.number
    LEFT JOIN billing_lotrow AS w ON w.id = t.row_id AND s.erp_cents IS NULL
    LEFT JOIN billing_lot AS b ON b.id = w.lot_id
)
SELECT
    count(*) FILTER (WHERE is_told AND ledger_cents > 0) AS bank_count,
    coalesce(sum(ledger_cents) FILTER (WHERE is_told), 0)::bigint AS bank_cents,
    count(erp_cents) AS erp_count,
    coalesce(sum(erp_cents), 0)::bigint AS erp_cents,
    count(*) FILTER (WHERE ledger_cents > 0) AS ledger_count,
    coalesce(sum(ledger_cents), 0)::bigint AS ledger_cents,
    count(*) FILTER (WHERE name = 'only_bank') AS only_bank_count,
    coalesce(sum(gap_cents) FILTER (WHERE name = 'only_bank'), 0)::bigint AS only_bank_cents,
    count(*) FILTER (WHERE name = 'gone') AS gone_count,
    coalesce(sum(gap_cents) FILTER (WHERE name = 'gone'), 0)::bigint AS gone_cents,
    count(*) FILTER (WHERE name = 'only_erp') AS only_erp_count,
    coalesce(sum(-gap_cents) FILTER (WHERE name = 'only_erp'), 0)::bigint AS only_erp_cents,
    count(*) FILTER (WHERE name = 'amount') AS amount_count,
    coalesce(sum(gap_cents) FILTER (WHERE name = 'amount'), 0)::bigint AS amount_cents,
    count(*) FILTER (WHERE name = 'answered') AS answered_count,
    coalesce(sum(gap_cents) FILTER (WHERE name = 'answered'), 0)::bigint AS answered_cents,
    count(*) FILTER (WHERE name = 'to_enter') AS to_enter_count,
    coalesce(sum(gap_cents) FILTER (WHERE name = 'to_enter'), 0)::bigint AS to_enter_cents,
    count(*) FILTER (WHERE name = 'moved') AS moved_count,
    coalesce(sum(gap_cents) FILTER (WHERE name = 'moved'), 0)::bigint AS moved_cents,
    count(*) FILTER (WHERE NOT is_told AND ledger_cents > 0) AS erp_debt_count,
    coalesce(sum(ledger_cents) FILTER (WHERE NOT is_told), 0)::bigint AS erp_debt_cents
FROM part
