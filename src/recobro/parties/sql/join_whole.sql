-- Joins a long file with whole tables from here on, until `join_freely`. The planner takes a portfolio of which it has no
-- statistics yet for one row, and would walk through the whole file once per customer.
-- reads: nothing      writes: nothing
SET LOCAL enable_nestloop = off
