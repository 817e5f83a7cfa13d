"""The parallel run: every evening the ledger against the office's own workbook, invoice by invoice and in cents."""
