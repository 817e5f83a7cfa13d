"""The embedded PostgreSQL: an installed or bundled server's programs under our own supervision.

`server` starts, stops and looks; `dump` carries the data away and back; `connection` says how Django reaches it.
Nothing here prints: progress goes to `Machine.say` as a code with data, refusals are BadInput.
"""
