"""Files become lots, lots become entries of an append-only ledger, and every total can be proved."""
