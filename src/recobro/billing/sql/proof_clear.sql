-- Forgets the working tables of a comparison before; they live in one transaction anyway.
-- reads: nothing      writes: nothing
DROP TABLE IF EXISTS pg_temp.proof_change, pg_temp.proof_list, pg_temp.proof_line
