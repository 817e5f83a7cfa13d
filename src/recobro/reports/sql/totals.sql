-- One row, in cents: what was owed before, each movement posted in (start, end], what is owed at the end, and the sum
-- of all balances, all of one instant. An entry that takes back an assumed one counts as assumed.
-- reads: billing_ledgerentry, billing_accountbalance      writes: nothing
WITH entry AS (
    SELECT e.kind,
           e.amount_cents AS cents,
           CASE
               WHEN e.posted_at > %(end)s THEN 'later'
               WHEN e.posted_at <= %(start)s THEN 'before'
               ELSE 'between'
           END AS part,
           e.assumed OR (e.reverses_id IS NOT NULL AND EXISTS (
               SELECT FROM billing_ledgerentry AS origin WHERE origin.id = e.reverses_id AND origin.assumed
           )) AS assumed,
           e.refund_id IS NOT NULL AND e.amount_cents > 0 AS refunded
    FROM billing_ledgerentry AS e
    WHERE e.portfolio_id = %(portfolio_id)s
), summed AS (
    SELECT part, kind, assumed, refunded, sum(cents)::bigint AS cents FROM entry GROUP BY part, kind, assumed, refunded
)
SELECT coalesce(sum(cents) FILTER (WHERE part = 'before'), 0)::bigint AS before,
       coalesce(sum(cents) FILTER (WHERE part = 'between' AND kind = 'opening'), 0)::bigint AS opened,
       coalesce(sum(cents) FILTER (WHERE part = 'between' AND kind = 'charged'), 0)::bigint AS charged,
       coalesce(sum(cents) FILTER (WHERE part = 'between' AND kind = 'charged' AND assumed), 0)::bigint AS assumed_charged,
       coalesce(sum(cents) FILTER (WHERE part = 'between' AND kind = 'returned'), 0)::bigint AS returned,
       coalesce(-sum(cents) FILTER (WHERE part = 'between' AND kind = 'collected'), 0)::bigint AS collected,
       coalesce(-sum(cents) FILTER (WHERE part = 'between' AND kind = 'collected' AND assumed), 0)::bigint AS assumed_collected,
       coalesce(sum(cents) FILTER (WHERE part = 'between' AND refunded), 0)::bigint AS refunded,
       coalesce(-sum(cents) FILTER (WHERE part = 'between' AND kind = 'adjusted'), 0)::bigint AS adjusted,
       coalesce(-sum(cents) FILTER (WHERE part = 'between' AND kind = 'written_off'), 0)::bigint AS written_off,
       coalesce(sum(cents) FILTER (WHERE part <> 'later'), 0)::bigint AS closing,
       coalesce(sum(cents), 0)::bigint AS entries,
       (
           SELECT coalesce(sum(balance_cents), 0)::bigint
           FROM billing_accountbalance
           WHERE portfolio_id = %(portfolio_id)s
       ) AS balances
FROM summed
