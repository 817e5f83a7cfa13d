-- Ends long work: what came out, or the code of what went wrong. What has ended stays as it ended.
-- reads: nothing      writes: journal_task
UPDATE journal_task
SET state = %(state)s, result = %(result)s::jsonb, finished_at = %(moment)s
WHERE id = %(task_id)s AND state IN ('waiting', 'running')
