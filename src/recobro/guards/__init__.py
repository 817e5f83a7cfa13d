"""Pure rules of law and house: facts in, all reasons out. Unknown is a no."""
