-- Until the transaction ends, statements go by index to the accounts of the slice, however large the tables are: a slice
-- costs what its accounts cost, not what the portfolio holds. Ten thousand look-ups are too few for workers or compiling.
-- reads: nothing      writes: nothing
SELECT set_config('enable_seqscan', 'off', TRUE), set_config('random_page_cost', '1.1', TRUE),
       set_config('jit', 'off', TRUE),
       set_config('max_parallel_workers_per_gather', '0', TRUE), 1 AS written
