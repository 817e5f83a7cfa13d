-- Prepares one correction entered by a person.
-- reads: nothing      writes: nothing
INSERT INTO take_entry (account_id, invoice_id, kind, amount_cents, value_on)
VALUES (%(account_id)s, %(invoice_id)s, 'adjusted', %(cents)s, %(value_on)s)
