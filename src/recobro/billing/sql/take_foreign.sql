-- Tells apart rows whose invoice is in another portfolio: they wait, and nothing of the other portfolio is shown.
-- whole installation: looking into the other portfolios is the very question; only yes or no comes back
-- reads: access_portfolio, billing_invoice      writes: nothing
UPDATE take_match AS m
SET reason = 'of_another_portfolio'
WHERE (m.reason = 'no_match' OR (m.reason = '' AND m.invoice_id IS NULL AND m.account_id IS NULL))
  AND EXISTS (
    SELECT
    FROM take_clue AS c
    JOIN access_portfolio AS p ON p.id <> %(portfolio_id)s
    JOIN billing_invoice AS i
        ON i.portfolio_id = p.id AND i.number IN (c.end_to_end_id, c.number, c.reference, c.spoken) AND i.number <> ''
    WHERE c.id = m.id AND (c.amount_cents IS NULL OR abs(c.amount_cents) = abs(i.amount_cents))
  )
