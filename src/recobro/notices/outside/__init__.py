"""What others send to our customers: their notices, the papers that show them, and how well they are proved."""
