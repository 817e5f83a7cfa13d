-- Asks for long work on one subject. Work of that kind that is still open is enough: its row is given back instead.
-- reads: nothing      writes: journal_task
INSERT INTO journal_task (portfolio_id, kind, subject_id, asked, state, phase, done, total, result, by, created_at)
VALUES (%(portfolio_id)s, %(kind)s, %(subject_id)s, %(asked)s::jsonb, 'waiting', '', 0, %(total)s, '{}', %(by)s, %(moment)s)
ON CONFLICT (portfolio_id, kind, subject_id) WHERE state IN ('waiting', 'running')
  DO UPDATE SET kind = excluded.kind
RETURNING id, xmax = 0 AS fresh
