"""Rules without a database: seconds."""
