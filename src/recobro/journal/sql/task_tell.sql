-- Writes how far long work has come, while it is still under way.
-- reads: nothing      writes: journal_task
UPDATE journal_task
SET phase = %(phase)s, done = %(done)s
WHERE id = %(task_id)s AND state = 'running'
