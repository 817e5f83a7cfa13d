"""Words of cases."""

TEXTS: dict[str, str] = {}
