-- Takes long work in hand; also again, when the worker that had it died. No row: it has ended.
-- reads: nothing      writes: journal_task
UPDATE journal_task
SET state = 'running', phase = '', done = 0
WHERE id = %(task_id)s AND state IN ('waiting', 'running')
RETURNING id
