"""Django's settings for tests: the product's own, with a data directory in the clone instead of the user's."""

import os
from pathlib import Path

os.environ.setdefault("RECOBRO_HOME", str(Path(__file__).parents[1] / ".cache" / "tests"))

from recobro.settings import *  # noqa: F403  the line above must come first: settings read it when imported
from recobro.settings import DATABASES

# Hundreds of sign-ins, nothing secret; and a power cut in the middle of the tests may lose them.
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
DATABASES["default"]["OPTIONS"] = {**DATABASES["default"].get("OPTIONS", {}), "options": "-c synchronous_commit=off"}
