"""One file per business event that touches several rooms: it opens the transaction, takes the locks, calls the rooms."""
