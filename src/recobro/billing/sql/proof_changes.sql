-- Adds up what two lists of the ERP have in difference: new, gone, with another amount.
-- reads: nothing      writes: nothing
SELECT
    count(*) FILTER (WHERE before_cents IS NULL) AS new_count,
    coalesce(sum(now_cents) FILTER (WHERE before_cents IS NULL), 0)::bigint AS new_cents,
    count(*) FILTER (WHERE now_cents IS NULL) AS gone_count,
    coalesce(sum(before_cents) FILTER (WHERE now_cents IS NULL), 0)::bigint AS gone_cents,
    count(*) FILTER (WHERE now_cents <> before_cents) AS changed_count,
    coalesce(sum(now_cents - before_cents), 0)::bigint AS changed_cents
FROM proof_change
