"""Bare loops: the least that reading a format can cost. Each module has `write` (its file) and `bare` (reads it)."""
