-- How many jobs and messages should have left by now and have not: the signs of a worker that stands still.
-- whole installation: a worker serves every portfolio
-- reads: journal_outbox      writes: nothing
SELECT
  (SELECT count(*) FROM procrastinate_jobs
    WHERE status = 'todo' AND coalesce(scheduled_at, now()) < now() - interval '15 minutes') AS jobs,
  (SELECT count(*) FROM journal_outbox
    WHERE state IN ('ready', 'claimed', 'handed') AND not_before < %(late_at)s) AS messages
