-- The slice is written: its decisions leave the session.
-- reads: nothing      writes: nothing
DROP TABLE decided, decided_item
