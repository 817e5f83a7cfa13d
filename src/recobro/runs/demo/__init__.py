"""Two invented portfolios with a year of history, played through the real flows from real-looking files."""
