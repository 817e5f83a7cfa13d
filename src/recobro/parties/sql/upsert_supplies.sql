-- Writes the places of supply of a contract file. What a file leaves empty stays as it was.
-- reads: nothing      writes: parties_supply
INSERT INTO parties_supply AS p (portfolio_id, code, address, town, region, tariff)
SELECT %(portfolio_id)s, t.place, left(t.address, 200), left(t.town, 80), left(t.region, 60), ''
FROM take_contract AS t
WHERE t.reason = '' AND t.place <> ''
ON CONFLICT (portfolio_id, code) DO UPDATE
SET address = CASE WHEN excluded.address = '' THEN p.address ELSE excluded.address END,
    town = CASE WHEN excluded.town = '' THEN p.town ELSE excluded.town END,
    region = CASE WHEN excluded.region = '' THEN p.region ELSE excluded.region END
