"""Words of billing: why a lot waits or is refused, why a row waits, what a proposal rests on."""

TEXTS: dict[str, str] = {}
