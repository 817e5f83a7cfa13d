"""Bytes → a stream of Row | Fault | Declared. No Django, no database, no clock."""
