"""What every room stands on: money, days, the clock, errors, wording, SQL. Imports nothing of ours."""
