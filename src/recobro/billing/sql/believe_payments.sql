-- Books the money that would have waited: a person has looked at it.
-- reads: nothing      writes: nothing
UPDATE take_payment
SET status = 'booked', reason = '', payment_id = nextval(pg_get_serial_sequence('billing_payment', 'id'))
WHERE status = 'waiting'
