-- Lets the planner choose again.
-- reads: nothing      writes: nothing
SET LOCAL enable_nestloop = on
