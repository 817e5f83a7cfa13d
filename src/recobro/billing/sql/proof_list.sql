-- Makes the table of what the ERP's newest list says, one row per invoice number; only numbers in question when not `whole`.
-- reads: billing_lotrow, billing_difference      writes: nothing
CREATE TEMP TABLE proof_list ON COMMIT DROP AS
SELECT d.number, sum(d.cents)::bigint AS cents, min(d.row_id) AS row_id
FROM (
    SELECT upper(btrim(r.invoice_number)) AS number, r.amount_cents AS cents, min(r.id) AS row_id
    FROM billing_lotrow AS r
    WHERE r.lot_id = %(lot_id)s AND r.portfolio_id = %(portfolio_id)s AND r.kind = 'unpaid' AND r.status <> 'ignored'
      AND r.amount_cents > 0 AND r.invoice_number <> ''
    GROUP BY 1, 2
) AS d
WHERE %(whole)s OR d.number IN (
    SELECT q.invoice_number FROM billing_difference AS q
    WHERE q.portfolio_id = %(portfolio_id)s AND q.closed_at IS NULL
      AND (%(account_ids)s::bigint[] IS NULL OR q.account_id = ANY(%(account_ids)s::bigint[]))
)
GROUP BY d.number
