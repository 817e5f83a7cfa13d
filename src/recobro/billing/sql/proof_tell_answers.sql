-- Tells the journal of the differences that a person has just ended.
-- reads: billing_difference      writes: journal_entry
INSERT INTO journal_entry (portfolio_id, account_id, at, by, verb, subject, data)
SELECT d.portfolio_id, d.account_id, %(moment)s, %(by)s, 'difference.closed', 'difference:' || d.id,
    jsonb_build_object('kind', d.kind, 'outcome', d.outcome)
FROM billing_difference AS d
WHERE d.portfolio_id = %(portfolio_id)s AND d.closed_at = %(moment)s AND d.closed_by = %(by)s AND d.outcome = 'answered'
ORDER BY d.id
