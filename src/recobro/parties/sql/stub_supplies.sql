-- Makes the places of supply that go with unverified accounts.
-- reads: nothing      writes: parties_supply
INSERT INTO parties_supply (portfolio_id, code, address, town, region, tariff)
SELECT DISTINCT %(portfolio_id)s, m.place, '', '', '', ''
FROM take_match AS m
WHERE m.reason = '' AND m.account_id IS NULL AND m.lane IN ('unpaid', 'invoice') AND m.place <> ''
ON CONFLICT (portfolio_id, code) DO NOTHING
