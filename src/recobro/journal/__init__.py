"""What happened, who did it, what has to leave the house, and the bytes that prove it. Append-only."""
