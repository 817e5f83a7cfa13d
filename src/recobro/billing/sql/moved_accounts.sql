-- Tells which accounts were moved in this transaction, in account order.
-- reads: nothing      writes: nothing
SELECT m.account_id FROM take_moved AS m ORDER BY m.account_id
