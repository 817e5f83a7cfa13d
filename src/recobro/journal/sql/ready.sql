-- What may leave now, first come first served. Nothing is taken yet.
-- reads: journal_outbox      writes: nothing
SELECT id, subject_id, key
FROM journal_outbox
WHERE portfolio_id = %(portfolio_id)s AND kind = %(kind)s AND state = 'ready' AND not_before <= %(moment)s
ORDER BY not_before, id
LIMIT %(count)s
