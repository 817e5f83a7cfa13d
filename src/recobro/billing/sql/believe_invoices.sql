-- Books invoices that might be an assumed one under another name: a person has looked and says that they are not.
-- reads: nothing      writes: nothing
UPDATE take_done SET status = 'booked', reason = '' WHERE reason = 'maybe_assumed'
