-- Opens a difference for each line that has none, and tells the journal.
-- reads: billing_difference      writes: billing_difference, journal_entry
WITH opened AS (
    INSERT INTO billing_difference (
        portfolio_id, kind, invoice_number, invoice_id, account_id, bank_cents, erp_cents, before_cents, ledger_cents, lot_id, bank_lot_id,
        bank_row_id, lists_count, owner, opened_on, opened_at, closed_by, outcome, why
    )
    SELECT %(portfolio_id)s, p.kind, p.number, p.invoice_id, p.account_id, p.bank_cents, p.erp_cents, p.before_cents, p.ledger_cents,
        %(lot_id)s, p.bank_lot_id, p.bank_row_id, 1, o.owner, %(today)s, %(moment)s, '', '', ''
    FROM proof_line AS p
    JOIN unnest(%(kinds)s::text[], %(owners)s::text[]) AS o (kind, owner) ON o.kind = p.kind
    WHERE NOT EXISTS (
        SELECT FROM billing_difference AS d
        WHERE d.portfolio_id = %(portfolio_id)s AND d.invoice_number = p.number AND d.closed_at IS NULL
    )
    ORDER BY p.number
    RETURNING id, account_id, kind, bank_cents, erp_cents, ledger_cents
),
told AS (
    INSERT INTO journal_entry (portfolio_id, account_id, at, by, verb, subject, data)
    SELECT %(portfolio_id)s, o.account_id, %(moment)s, %(by)s, 'difference.opened', 'difference:' || o.id,
        jsonb_build_object('kind', o.kind, 'bank_cents', o.bank_cents, 'erp_cents', o.erp_cents, 'ledger_cents', o.ledger_cents,
            'lot', %(lot_id)s::bigint)
    FROM opened AS o
)
SELECT count(*) AS written FROM opened
