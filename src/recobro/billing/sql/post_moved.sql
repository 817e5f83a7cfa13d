-- Remembers which accounts were moved in this transaction.
-- reads: nothing      writes: nothing
INSERT INTO take_moved (account_id)
SELECT DISTINCT e.account_id FROM take_entry AS e
ON CONFLICT DO NOTHING
