"""What others told a customer about an invoice, and the rungs that it proves."""
