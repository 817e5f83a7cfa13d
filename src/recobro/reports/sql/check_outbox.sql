-- Notices and outbox rows that contradict each other: a queued notice that nothing will send, a sent one still to leave.
-- whole installation: the check proves every portfolio
-- reads: notices_notice, journal_outbox      writes: nothing
WITH pair AS (
    SELECT coalesce(n.portfolio_id, o.portfolio_id) AS portfolio_id,
           coalesce(n.id, o.subject_id) AS id,
           n.state AS said,
           CASE WHEN o.state IN ('ready', 'claimed', 'handed') THEN 'queued' ELSE o.state END AS meant
    FROM notices_notice AS n
    FULL JOIN (SELECT * FROM journal_outbox WHERE kind = 'notice') AS o
        ON o.subject_id = n.id AND o.portfolio_id = n.portfolio_id
)
SELECT portfolio_id, 'notices_notice.state' AS place, count(*) AS count, (array_agg(id::text ORDER BY id))[1:5] AS first
FROM pair
WHERE said IS DISTINCT FROM meant
GROUP BY portfolio_id
