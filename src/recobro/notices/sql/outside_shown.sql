-- What is known of these notices, for their grade. An address was given when it is a contact of the customer that never failed.
-- reads: notices_outsidenotice, parties_account, parties_contact      writes: nothing
SELECT n.id, n.account_id, n.attested, n.received_on IS NOT NULL AS received, n.certified, n.failed,
    EXISTS (
        SELECT FROM parties_account AS a JOIN parties_contact AS k ON k.customer_id = a.customer_id
        WHERE a.id = n.account_id AND k.kind = 'email' AND k.value = n.recipient AND k.bounced_on IS NULL
    ) AS given
FROM notices_outsidenotice AS n
WHERE n.portfolio_id = %(portfolio_id)s AND n.id = ANY(%(notice_ids)s) AND n.withdrawn_at IS NULL
ORDER BY n.id
