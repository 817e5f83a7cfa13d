"""Cases: who owes, on which rung each debt stands, what was proposed and done."""
