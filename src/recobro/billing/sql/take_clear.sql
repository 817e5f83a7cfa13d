-- Forgets the working tables of the file before; they live in one transaction anyway.
-- reads: nothing      writes: nothing
DROP TABLE IF EXISTS pg_temp.take_stage, pg_temp.take_clue, pg_temp.take_match, pg_temp.take_fresh, pg_temp.take_return,
    pg_temp.take_known, pg_temp.take_covered, pg_temp.take_new, pg_temp.take_payment, pg_temp.take_undo, pg_temp.take_stretch, pg_temp.take_refund, pg_temp.take_invoice, pg_temp.take_contract,
    pg_temp.take_told, pg_temp.take_presented,
    pg_temp.take_done, pg_temp.take_entry, pg_temp.take_moved
