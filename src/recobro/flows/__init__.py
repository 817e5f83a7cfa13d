"""One file per business event across rooms: it opens the transaction, takes the locks, calls the rooms."""
