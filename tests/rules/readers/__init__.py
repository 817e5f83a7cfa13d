"""Bytes in, rows and faults out."""
