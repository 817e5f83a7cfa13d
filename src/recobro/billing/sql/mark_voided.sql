-- Cancels the presentations of a file that the bank refused for a fault of ours: nothing was presented, nobody is unpaid.
-- reads: nothing      writes: billing_collectionattempt
UPDATE billing_collectionattempt AS a
SET cancelled_on = t.told_on
FROM take_told AS t
WHERE a.id = t.attempt_id AND t.lane = 'voided' AND t.verdict = 'booked' AND a.collected_on IS NULL AND a.portfolio_id = %(portfolio_id)s
