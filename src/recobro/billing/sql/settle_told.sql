-- Writes down what becomes of the rows that tell of our remittances. Those of none that we know stay as they are.
-- reads: nothing      writes: nothing
INSERT INTO take_done (id, status, reason, amount_cents, account_id, invoice_id)
SELECT s.id, v.status, CASE WHEN v.status = 'waiting' THEN v.verdict ELSE '' END, s.amount_cents, v.account_id, v.invoice_id
FROM take_stage AS s
JOIN (
    SELECT t.id,
        CASE
            WHEN bool_or(t.verdict = 'booked') THEN 'booked'
            WHEN bool_or(t.verdict NOT IN ('booked', 'known')) THEN 'waiting'
            ELSE 'known'
        END AS status,
        min(t.verdict) AS verdict,
        CASE WHEN bool_and(t.single AND t.verdict IN ('booked', 'known')) THEN min(t.account_id) END AS account_id,
        CASE WHEN bool_and(t.single AND t.verdict IN ('booked', 'known')) THEN min(t.invoice_id) END AS invoice_id
    FROM take_told AS t
    GROUP BY t.id
) AS v ON v.id = s.id
UNION ALL
SELECT s.id, 'known', '', NULL, NULL, NULL
FROM take_stage AS s
WHERE s.lane = 'refused'
  AND EXISTS (SELECT FROM take_stage AS x WHERE x.expanded AND (s.batch_id = '' OR x.batch_id = s.batch_id))
