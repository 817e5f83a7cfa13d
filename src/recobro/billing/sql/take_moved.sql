-- Makes the table of accounts moved in this transaction.
-- reads: nothing      writes: nothing
CREATE TEMP TABLE take_moved (account_id bigint PRIMARY KEY) ON COMMIT DROP
