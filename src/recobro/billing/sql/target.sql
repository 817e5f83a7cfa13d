-- What is known of the place that a person or a guess gives to a row: the account, its invoice, and who has the row's own number.
-- reads: parties_account, billing_invoice      writes: nothing
SELECT a.id AS account_id, i.id AS invoice_id, i.amount_cents, i.open_cents,
    (SELECT o.id FROM billing_invoice AS o WHERE o.portfolio_id = %(portfolio_id)s AND o.number = %(number)s) AS number_is
FROM parties_account AS a
LEFT JOIN billing_invoice AS i ON i.id = %(invoice_id)s::bigint AND i.account_id = a.id AND i.portfolio_id = %(portfolio_id)s
WHERE a.portfolio_id = %(portfolio_id)s AND a.id = %(account_id)s::bigint
