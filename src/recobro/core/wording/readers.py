"""Words of readers."""

TEXTS: dict[str, str] = {}
