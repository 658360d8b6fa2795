"""The settings as a server in production reads them, for tests of what they are there for."""

import os
import runpy
from unittest import mock

from django.conf import settings

SETTINGS = settings.BASE_DIR / "config" / "settings.py"
ENVIRONMENT = {
    "DEBUG": "False",
    "ALLOWED_HOSTS": "tracker.example.org",
    "SECRET_KEY": "k" * 60,
}
# What tests keep: their database, no collected files, mails that stay here.
KEPT = ("DATABASES", "STORAGES", "EMAIL_BACKEND", "LOGGING", "AXES_ENABLED")
FILES = "whitenoise.middleware.WhiteNoiseMiddleware"


def read_settings(**environment) -> dict:
    """Return the settings that an environment gives, and nothing of the one around the tests."""
    with mock.patch.dict(os.environ, environment, clear=True):
        names = runpy.run_path(str(SETTINGS))
    return {name: value for name, value in names.items() if name.isupper()}


def production_settings() -> dict:
    """Return what differs in production, for `override_settings`."""
    found = read_settings(**ENVIRONMENT)
    found["MIDDLEWARE"] = [one for one in found["MIDDLEWARE"] if one != FILES]
    return {name: value for name, value in found.items() if name not in KEPT}
