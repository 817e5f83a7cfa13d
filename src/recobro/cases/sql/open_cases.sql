-- Opens a case for each account, numbered in the order of accounts from the number that was reserved.
-- reads: nothing      writes: cases_case
INSERT INTO cases_case (portfolio_id, account_id, stage, number, ref, opened_by, state, policy_id, rung, next_on,
                        held_by, owed_cents, items_count, opened_on)
SELECT %(portfolio_id)s, f.account_id, 'early', n, %(prefix)s || lpad(n::text, greatest(5, length(n::text)), '0'),
       'ledger', 'pending', f.policy_id, 0, %(day)s, '', 0, 0, %(day)s
FROM unnest(%(account_ids)s::bigint[], %(policy_ids)s::bigint[]) WITH ORDINALITY AS f (account_id, policy_id, place)
CROSS JOIN LATERAL (SELECT %(first_number)s + f.place - 1) AS numbered (n)
