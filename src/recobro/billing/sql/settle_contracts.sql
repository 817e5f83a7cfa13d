-- Writes down what becomes of the contract rows. No money moves: they count, and their cents are zero.
-- reads: nothing      writes: nothing
INSERT INTO take_done (id, status, reason, amount_cents, account_id)
SELECT c.id,
    CASE c.reason WHEN '' THEN 'booked' WHEN 'known' THEN 'known' ELSE 'waiting' END,
    CASE c.reason WHEN 'known' THEN '' ELSE c.reason END, 0, c.account_id
FROM take_contract AS c
