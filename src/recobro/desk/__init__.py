"""The web: pages for the people who collect, control and decide. Reads by queries, writes by flows."""
