-- What happened twice: rows that a unique constraint should have made impossible.
-- whole installation: the check proves every portfolio
-- reads: billing_ledgerentry, billing_debitreturn, billing_payment, billing_refund, billing_lot, billing_lotrow, billing_invoice,
--   cases_case, cases_step, cases_stepitem, notices_notice, journal_outbox      writes: nothing
WITH twice AS (
    SELECT portfolio_id, 'billing_ledgerentry' AS place, min(id) AS id FROM billing_ledgerentry
    WHERE lot_row_id IS NOT NULL AND reverses_id IS NULL
    GROUP BY portfolio_id, lot_row_id, kind, invoice_id HAVING count(*) > 1
    UNION ALL
    SELECT portfolio_id, 'billing_ledgerentry.reverses_id', min(id) FROM billing_ledgerentry
    WHERE lot_row_id IS NOT NULL AND reverses_id IS NOT NULL
    GROUP BY portfolio_id, lot_row_id, kind, payment_id, invoice_id HAVING count(*) > 1
    UNION ALL
    SELECT portfolio_id, 'billing_refund', min(id) FROM billing_refund
    WHERE undone_at IS NULL GROUP BY portfolio_id, lot_row_id HAVING count(*) > 1
    UNION ALL
    SELECT portfolio_id, 'billing_debitreturn', min(id) FROM billing_debitreturn
    WHERE undone_at IS NULL GROUP BY portfolio_id, account_id, attempt_id HAVING count(*) > 1
    UNION ALL
    SELECT portfolio_id, 'billing_payment', min(id) FROM billing_payment
    WHERE undone_at IS NULL AND lot_row_id IS NOT NULL GROUP BY portfolio_id, lot_row_id HAVING count(*) > 1
    UNION ALL
    SELECT portfolio_id, 'billing_lot', min(id) FROM billing_lot
    WHERE status IN ('received', 'checked', 'booked', 'waiting') GROUP BY portfolio_id, sha256 HAVING count(*) > 1
    UNION ALL
    SELECT portfolio_id, 'billing_lotrow', min(id) FROM billing_lotrow GROUP BY portfolio_id, lot_id, line HAVING count(*) > 1
    UNION ALL
    SELECT portfolio_id, 'billing_invoice', min(id) FROM billing_invoice GROUP BY portfolio_id, number HAVING count(*) > 1
    UNION ALL
    SELECT portfolio_id, 'cases_case', min(id) FROM cases_case
    WHERE closed_on IS NULL GROUP BY portfolio_id, account_id, stage HAVING count(*) > 1
    UNION ALL
    SELECT portfolio_id, 'cases_step', min(id) FROM cases_step
    GROUP BY portfolio_id, account_id, case_id, day HAVING count(*) > 1
    UNION ALL
    SELECT portfolio_id, 'cases_stepitem', min(id) FROM cases_stepitem
    WHERE NOT void GROUP BY portfolio_id, account_id, item_id, rung, cycle HAVING count(*) > 1
    UNION ALL
    SELECT portfolio_id, 'notices_notice', min(id) FROM notices_notice
    GROUP BY portfolio_id, step_id, channel, recipient, attempt HAVING count(*) > 1
    UNION ALL
    SELECT portfolio_id, 'journal_outbox', min(id) FROM journal_outbox GROUP BY portfolio_id, key HAVING count(*) > 1
)
SELECT portfolio_id, place, count(*) AS count, (array_agg(id::text ORDER BY id))[1:5] AS first
FROM twice
GROUP BY portfolio_id, place
