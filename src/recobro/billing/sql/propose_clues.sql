-- Proposes each of the accounts that the clues of one row name, when they do not agree: a person chooses.
-- reads: billing_invoice, parties_number      writes: billing_matchproposal
INSERT INTO billing_matchproposal (portfolio_id, lot_row_id, account_id, invoice_id, reason, confidence)
SELECT DISTINCT ON (m.id, v.account_id, v.invoice_id) %(portfolio_id)s, m.id, v.account_id, v.invoice_id, 'one_of_its_clues', 50
FROM take_match AS m
JOIN take_done AS d ON d.id = m.id AND d.status = 'waiting'
JOIN take_clue AS c ON c.id = m.id
CROSS JOIN LATERAL (
    SELECT i.account_id, i.id AS invoice_id
    FROM billing_invoice AS i
    WHERE i.id IN (c.invoice_id, c.other_invoice_id) AND i.portfolio_id = %(portfolio_id)s
    UNION ALL
    SELECT c.mandate_account_id, NULL WHERE c.mandate_account_id IS NOT NULL
    UNION ALL
    SELECT n.account_id, NULL
    FROM parties_number AS n
    WHERE n.portfolio_id = %(portfolio_id)s AND n.value = c.place AND c.place <> '' AND n.to_on IS NULL AND n.kind <> 'mandate'
) AS v
WHERE m.reason IN ('clues_disagree', 'two_candidates')
ON CONFLICT DO NOTHING
