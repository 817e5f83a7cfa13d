-- Ends the open differences that no longer stand, with the evidence that ended them, and tells the journal.
-- reads: billing_difference, billing_invoice, billing_debitreturn, billing_ledgerentry      writes: billing_difference, journal_entry
WITH ended AS (
    SELECT d.id,
        CASE
            WHEN %(lot_id)s::bigint IS NULL THEN 'list_reversed'
            WHEN d.kind IN ('only_bank', 'gone') AND l.number IS NOT NULL THEN 'listed'
            WHEN d.kind IN ('only_erp', 'amount') AND l.number IS NULL THEN 'unlisted'
            WHEN d.kind = 'only_erp' THEN 'told_by_bank'
            WHEN d.kind = 'amount' AND l.cents <> d.erp_cents THEN 'agreed'
            WHEN NOT EXISTS (
                SELECT FROM billing_debitreturn AS r WHERE r.invoice_id = d.invoice_id AND r.undone_at IS NULL
            ) AND i.open_cents <= 0 THEN 'return_void'
            ELSE coalesce(
                (
                    SELECT CASE e.kind WHEN 'collected' THEN 'paid_here' WHEN 'adjusted' THEN 'credited' ELSE 'written_off' END
                    FROM billing_ledgerentry AS e
                    WHERE e.account_id = d.account_id AND e.invoice_id = d.invoice_id
                      AND e.kind IN ('collected', 'adjusted', 'written_off') AND e.amount_cents < 0 AND e.posted_at >= d.opened_at
                    ORDER BY e.id DESC
                    LIMIT 1
                ),
                'agreed'
            )
        END AS outcome
    FROM billing_difference AS d
    LEFT JOIN proof_list AS l ON l.number = d.invoice_number
    LEFT JOIN billing_invoice AS i ON i.id = d.invoice_id
    WHERE d.portfolio_id = %(portfolio_id)s AND d.closed_at IS NULL
      AND (%(account_ids)s::bigint[] IS NULL OR d.account_id = ANY(%(account_ids)s::bigint[]))
      AND NOT EXISTS (SELECT FROM proof_line AS p WHERE p.number = d.invoice_number AND p.kind = d.kind)
),
closed AS (
    UPDATE billing_difference AS d
    SET closed_at = %(moment)s, closed_on = %(today)s, closed_by = %(by)s, outcome = e.outcome
    FROM ended AS e
    WHERE d.id = e.id
    RETURNING d.id, d.account_id, d.kind, d.outcome
),
told AS (
    INSERT INTO journal_entry (portfolio_id, account_id, at, by, verb, subject, data)
    SELECT %(portfolio_id)s, c.account_id, %(moment)s, %(by)s, 'difference.closed', 'difference:' || c.id,
        jsonb_build_object('kind', c.kind, 'outcome', c.outcome)
    FROM closed AS c
)
SELECT count(*) AS written FROM closed
