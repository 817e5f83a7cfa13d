-- Outbox rows with these keys that have not begun to leave will not leave.
-- reads: nothing      writes: journal_outbox
UPDATE journal_outbox
SET state = 'refused', reason = %(reason)s, settled_at = %(moment)s
WHERE portfolio_id = %(portfolio_id)s AND key = ANY(%(keys)s) AND state IN ('ready', 'claimed')
