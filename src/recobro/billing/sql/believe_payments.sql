-- Books the money that would have waited or looked known: a person has looked at it and says that it came.
-- reads: nothing      writes: nothing
UPDATE take_payment
SET status = 'booked', reason = '', payment_id = nextval(pg_get_serial_sequence('billing_payment', 'id'))
WHERE status <> 'booked'
