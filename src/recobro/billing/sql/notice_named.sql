-- Reads the staged communication as a person named its invoice, whatever else the file said of whose it is.
-- reads: nothing      writes: nothing
UPDATE take_stage SET invoice_number = %(number)s, cups = '', tax_id = '' WHERE lane = 'notice'
