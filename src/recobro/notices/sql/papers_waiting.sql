-- Documents that wait and name something that the portfolio knows by now, with their rows; the oldest first.
-- reads: notices_outsidedocument, billing_lot, billing_lotrow, billing_invoice, parties_number      writes: nothing
SELECT d.id, r.id AS row_id
FROM notices_outsidedocument AS d
JOIN billing_lot AS l ON l.portfolio_id = d.portfolio_id AND l.sha256 = d.blob_id AND l.status = 'booked'
JOIN billing_lotrow AS r ON r.lot_id = l.id AND r.kind = 'notice' AND r.status = 'waiting'
WHERE d.portfolio_id = %(portfolio_id)s AND d.notice_id IS NULL
  AND (
      EXISTS (
          SELECT FROM jsonb_array_elements_text(d.said -> 'numbers') AS w (number)
          JOIN billing_invoice AS i ON i.portfolio_id = d.portfolio_id AND i.number = w.number
      )
      OR EXISTS (
          SELECT FROM jsonb_array_elements_text(d.said -> 'places') AS w (place)
          JOIN parties_number AS n ON n.portfolio_id = d.portfolio_id AND n.value = w.place
      )
  )
ORDER BY d.id
LIMIT %(most)s
