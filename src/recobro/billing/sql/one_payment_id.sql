-- Tells the id that the payment of a person was given.
-- reads: nothing      writes: nothing
SELECT p.payment_id FROM take_payment AS p
