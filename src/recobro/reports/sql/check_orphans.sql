-- Ids without a foreign key that lead nowhere. The name of each column stands in `place`.
-- whole installation: the check proves every portfolio
-- reads: billing_ledgerentry, billing_debitreturn, billing_returnevidence, billing_payment, billing_refund, billing_lotrow, billing_lot,
--   billing_invoice, billing_collectionattempt, parties_account, access_portfolio, journal_entry, journal_outbox, journal_task, journal_blob,
--   notices_notice, notices_officemail, notices_outsidenotice, cases_told, billing_difference, billing_erpentry      writes: nothing
WITH orphan AS (
    SELECT e.portfolio_id, 'billing_ledgerentry.invoice_id' AS place, e.id FROM billing_ledgerentry AS e
    LEFT JOIN billing_invoice AS i ON i.id = e.invoice_id AND i.account_id = e.account_id
    WHERE e.invoice_id IS NOT NULL AND i.id IS NULL
    UNION ALL
    SELECT e.portfolio_id, 'billing_ledgerentry.lot_id', e.id FROM billing_ledgerentry AS e
    LEFT JOIN billing_lot AS l ON l.id = e.lot_id AND l.portfolio_id = e.portfolio_id
    WHERE e.lot_id IS NOT NULL AND l.id IS NULL
    UNION ALL
    SELECT e.portfolio_id, 'billing_ledgerentry.lot_row_id', e.id FROM billing_ledgerentry AS e
    LEFT JOIN billing_lotrow AS r ON r.id = e.lot_row_id AND r.portfolio_id = e.portfolio_id
    WHERE e.lot_row_id IS NOT NULL AND r.id IS NULL
    UNION ALL
    SELECT e.portfolio_id, 'billing_ledgerentry.payment_id', e.id FROM billing_ledgerentry AS e
    LEFT JOIN billing_payment AS p ON p.id = e.payment_id AND p.account_id = e.account_id
    WHERE e.payment_id IS NOT NULL AND p.id IS NULL
    UNION ALL
    SELECT e.portfolio_id, 'billing_ledgerentry.attempt_id', e.id FROM billing_ledgerentry AS e
    LEFT JOIN billing_collectionattempt AS a ON a.id = e.attempt_id AND a.account_id = e.account_id
    WHERE e.attempt_id IS NOT NULL AND a.id IS NULL
    UNION ALL
    SELECT e.portfolio_id, 'billing_ledgerentry.refund_id', e.id FROM billing_ledgerentry AS e
    LEFT JOIN billing_refund AS f ON f.id = e.refund_id AND f.account_id = e.account_id
    WHERE e.refund_id IS NOT NULL AND f.id IS NULL
    UNION ALL
    SELECT e.portfolio_id, 'billing_ledgerentry.reverses_id', e.id FROM billing_ledgerentry AS e
    LEFT JOIN billing_ledgerentry AS o ON o.id = e.reverses_id AND o.account_id = e.account_id AND o.id < e.id
    WHERE e.reverses_id IS NOT NULL AND o.id IS NULL
    UNION ALL
    SELECT d.portfolio_id, 'billing_debitreturn.lot_row_id', d.id FROM billing_debitreturn AS d
    LEFT JOIN billing_lotrow AS r ON r.id = d.lot_row_id AND r.portfolio_id = d.portfolio_id
    WHERE r.id IS NULL
    UNION ALL
    SELECT d.portfolio_id, 'billing_returnevidence.lot_row_id', d.id FROM billing_returnevidence AS d
    LEFT JOIN billing_lotrow AS r ON r.id = d.lot_row_id AND r.portfolio_id = d.portfolio_id
    WHERE r.id IS NULL
    UNION ALL
    SELECT p.portfolio_id, 'billing_payment.lot_row_id', p.id FROM billing_payment AS p
    LEFT JOIN billing_lotrow AS r ON r.id = p.lot_row_id AND r.portfolio_id = p.portfolio_id
    WHERE p.lot_row_id IS NOT NULL AND r.id IS NULL
    UNION ALL
    SELECT a.portfolio_id, 'billing_collectionattempt.lot_row_id', a.id FROM billing_collectionattempt AS a
    LEFT JOIN billing_lotrow AS r ON r.id = a.lot_row_id AND r.portfolio_id = a.portfolio_id AND r.kind = 'remittance'
    WHERE a.lot_row_id IS NOT NULL AND r.id IS NULL
    UNION ALL
    SELECT a.portfolio_id, 'billing_collectionattempt.collected_row_id', a.id FROM billing_collectionattempt AS a
    LEFT JOIN billing_lotrow AS r ON r.id = a.collected_row_id AND r.portfolio_id = a.portfolio_id AND r.kind = 'collection'
    WHERE a.collected_row_id IS NOT NULL AND r.id IS NULL
    UNION ALL
    SELECT f.portfolio_id, 'billing_refund.lot_row_id', f.id FROM billing_refund AS f
    LEFT JOIN billing_lotrow AS r ON r.id = f.lot_row_id AND r.portfolio_id = f.portfolio_id
    WHERE r.id IS NULL
    UNION ALL
    SELECT r.portfolio_id, 'billing_lotrow.account_id', r.id FROM billing_lotrow AS r
    LEFT JOIN parties_account AS a ON a.id = r.account_id AND a.portfolio_id = r.portfolio_id
    WHERE r.account_id IS NOT NULL AND a.id IS NULL
    UNION ALL
    SELECT r.portfolio_id, 'billing_lotrow.invoice_id', r.id FROM billing_lotrow AS r
    JOIN billing_lot AS l ON l.id = r.lot_id AND l.status <> 'checked' -- only looked at: the invoices it would open are not there yet
    LEFT JOIN billing_invoice AS i ON i.id = r.invoice_id AND i.portfolio_id = r.portfolio_id
    WHERE r.invoice_id IS NOT NULL AND i.id IS NULL
    UNION ALL
    SELECT j.portfolio_id, 'journal_entry.portfolio_id', j.id FROM journal_entry AS j
    LEFT JOIN access_portfolio AS p ON p.id = j.portfolio_id
    WHERE j.portfolio_id IS NOT NULL AND p.id IS NULL
    UNION ALL
    SELECT j.portfolio_id, 'journal_entry.account_id', j.id FROM journal_entry AS j
    LEFT JOIN parties_account AS a ON a.id = j.account_id AND a.portfolio_id = j.portfolio_id
    WHERE j.account_id IS NOT NULL AND a.id IS NULL
    UNION ALL
    SELECT o.portfolio_id, 'journal_outbox.portfolio_id', o.id FROM journal_outbox AS o
    LEFT JOIN access_portfolio AS p ON p.id = o.portfolio_id
    WHERE p.id IS NULL
    UNION ALL
    SELECT o.portfolio_id, 'journal_outbox.subject_id', o.id FROM journal_outbox AS o
    LEFT JOIN notices_notice AS n ON o.kind = 'notice' AND n.id = o.subject_id AND n.portfolio_id = o.portfolio_id
    LEFT JOIN notices_officemail AS m ON o.kind = 'mail' AND m.id = o.subject_id AND m.portfolio_id = o.portfolio_id
    WHERE n.id IS NULL AND m.id IS NULL
    UNION ALL
    SELECT t.portfolio_id, 'journal_task.portfolio_id', t.id FROM journal_task AS t
    LEFT JOIN access_portfolio AS p ON p.id = t.portfolio_id
    WHERE p.id IS NULL
    UNION ALL
    SELECT m.portfolio_id, 'notices_officemail.attachment_sha256', m.id FROM notices_officemail AS m
    LEFT JOIN journal_blob AS b ON b.sha256 = m.attachment_sha256
    WHERE m.attachment_sha256 <> '' AND b.sha256 IS NULL
    UNION ALL
    SELECT m.portfolio_id, 'notices_officemail.subject_id', m.id FROM notices_officemail AS m
    LEFT JOIN billing_lot AS l ON l.id = m.subject_id AND l.portfolio_id = m.portfolio_id
    WHERE m.subject_id IS NOT NULL AND l.id IS NULL
    UNION ALL
    SELECT d.portfolio_id, 'billing_difference.invoice_id', d.id FROM billing_difference AS d
    LEFT JOIN billing_invoice AS i ON i.id = d.invoice_id AND i.portfolio_id = d.portfolio_id
    WHERE d.invoice_id IS NOT NULL AND i.id IS NULL
    UNION ALL
    SELECT d.portfolio_id, 'billing_difference.bank_row_id', d.id FROM billing_difference AS d
    LEFT JOIN billing_lotrow AS r ON r.id = d.bank_row_id AND r.portfolio_id = d.portfolio_id
    WHERE d.bank_row_id IS NOT NULL AND r.id IS NULL
    UNION ALL
    SELECT e.portfolio_id, 'billing_erpentry.lot_row_id', e.id FROM billing_erpentry AS e
    LEFT JOIN billing_lotrow AS r ON r.id = e.lot_row_id AND r.lot_id = e.lot_id
    WHERE e.lot_row_id IS NOT NULL AND r.id IS NULL
    UNION ALL
    SELECT o.portfolio_id, 'notices_outsidenotice.lot_row_id', o.id FROM notices_outsidenotice AS o
    LEFT JOIN billing_lotrow AS r ON r.id = o.lot_row_id AND r.portfolio_id = o.portfolio_id
    WHERE o.lot_row_id IS NOT NULL AND r.id IS NULL
    UNION ALL
    SELECT t.portfolio_id, 'cases_told.source_id', t.id FROM cases_told AS t
    LEFT JOIN notices_outsidenotice AS o ON o.id = t.source_id AND o.account_id = t.account_id
    WHERE o.id IS NULL
)
SELECT portfolio_id, place, count(*) AS count, (array_agg(id::text ORDER BY id))[1:5] AS first
FROM orphan
GROUP BY portfolio_id, place
