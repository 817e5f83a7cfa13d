-- Notes which presentations the bank took: evidence, not money.
-- reads: nothing      writes: billing_collectionattempt
UPDATE billing_collectionattempt AS a
SET accepted_on = least(a.accepted_on, t.told_on)
FROM (SELECT attempt_id, min(told_on) AS told_on FROM take_told WHERE lane = 'accepted' GROUP BY attempt_id) AS t
WHERE a.id = t.attempt_id AND a.portfolio_id = %(portfolio_id)s
