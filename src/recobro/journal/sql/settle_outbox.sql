-- What became of rows that were being handed over; a row that tries again becomes ready for a later moment.
-- reads: nothing      writes: journal_outbox
UPDATE journal_outbox
SET state = s.state, reason = s.reason, not_before = coalesce(s.not_before, journal_outbox.not_before),
    tries = journal_outbox.tries - s.untried,
    settled_at = CASE WHEN s.state = 'ready' THEN NULL ELSE %(moment)s END
FROM unnest(%(ids)s::bigint[], %(states)s::text[], %(reasons)s::text[], %(not_before)s::timestamptz[],
            %(untried)s::int[])
     AS s (id, state, reason, not_before, untried)
WHERE journal_outbox.id = s.id AND journal_outbox.state = 'handed' AND journal_outbox.portfolio_id = %(portfolio_id)s
