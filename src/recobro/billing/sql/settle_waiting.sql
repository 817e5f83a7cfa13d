-- Writes down the rows that found no certain match, with the reason why they wait.
-- reads: nothing      writes: nothing
INSERT INTO take_done (id, status, reason, amount_cents, account_id, invoice_id)
SELECT m.id, 'waiting', coalesce(nullif(m.reason, ''), 'clues_disagree'), m.amount_cents, NULL, NULL
FROM take_match AS m
WHERE m.lane <> 'pending' AND NOT EXISTS (SELECT FROM take_done AS d WHERE d.id = m.id)
