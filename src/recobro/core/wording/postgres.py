"""Words of postgres."""

TEXTS: dict[str, str] = {}
