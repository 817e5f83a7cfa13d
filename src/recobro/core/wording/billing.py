"""Words of billing."""

TEXTS: dict[str, str] = {}
