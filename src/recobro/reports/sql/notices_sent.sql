-- One row: notices that left after a moment, and those still on their way.
-- reads: notices_notice      writes: nothing
SELECT count(*) FILTER (WHERE state = 'sent' AND sent_at > %(since)s) AS sent,
       count(*) FILTER (WHERE state = 'queued') AS queued,
       count(*) FILTER (WHERE state = 'refused' AND queued_at > %(since)s) AS refused
FROM notices_notice
WHERE portfolio_id = %(portfolio_id)s
