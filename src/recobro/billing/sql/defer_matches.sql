-- Leaves out rows that may tell of the same event as a row of an earlier file: one file at a time, or both would count.
-- Money that goes back is the same event on the same day alone: else one that cannot be booked would stop the next for ever.
-- reads: nothing      writes: nothing
DELETE FROM take_match AS m
USING take_stage AS s
WHERE s.id = m.id
  AND m.reason = ''
  AND EXISTS (
    SELECT
    FROM take_match AS o
    JOIN take_stage AS e ON e.id = o.id
    WHERE o.reason = '' AND o.account_id = m.account_id AND o.amount_cents = m.amount_cents AND e.lot_id < s.lot_id
      AND (m.lane <> 'payment' OR m.amount_cents > 0
        OR coalesce(e.booked_on, e.value_on) IS NOT DISTINCT FROM coalesce(s.booked_on, s.value_on))
  )
