-- Finds accounts by a number that somebody reads aloud: of the case, the invoice, the supply or service, the document.
-- reads: cases_case, billing_invoice, parties_number, parties_customer, parties_account      writes: nothing
SELECT account_id FROM cases_case
WHERE portfolio_id = %(portfolio_id)s AND ref = %(key)s
UNION
SELECT account_id FROM billing_invoice
WHERE portfolio_id = %(portfolio_id)s AND number = %(key)s
UNION
SELECT account_id FROM parties_number
WHERE portfolio_id = %(portfolio_id)s AND value = %(tight)s AND kind <> 'mandate'
UNION
SELECT a.id FROM parties_customer AS u
JOIN parties_account AS a ON a.customer_id = u.id
WHERE u.portfolio_id = %(portfolio_id)s AND u.tax_id = %(tight)s AND u.tax_id <> ''
UNION
SELECT id FROM parties_account
WHERE portfolio_id = %(portfolio_id)s AND ref = %(key)s
LIMIT 50
