-- Proposes the account that a row surely belongs to: its lot waits, the bank only announced it, its booking contradicts itself, or its
-- invoice is unclear.
-- reads: billing_lotrow      writes: billing_matchproposal
INSERT INTO billing_matchproposal (portfolio_id, lot_row_id, account_id, invoice_id, reason, confidence)
SELECT %(portfolio_id)s, m.id, m.account_id, m.invoice_id, CASE WHEN m.lane = 'pending' THEN 'announced' ELSE 'same_account' END, 95
FROM take_match AS m
JOIN billing_lotrow AS r ON r.id = m.id AND (r.status = 'waiting' OR (r.status IN ('ignored', 'faulty') AND m.lane = 'pending') OR %(held)s)
WHERE m.account_id IS NOT NULL AND m.reason NOT IN ('clues_disagree', 'two_candidates') AND (m.lane IN ('payment', 'pending') OR r.status = 'waiting')
ON CONFLICT DO NOTHING
