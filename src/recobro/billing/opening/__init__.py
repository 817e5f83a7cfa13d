"""Moving in: the old table of unpaid invoices becomes the one opening lot of a portfolio."""
