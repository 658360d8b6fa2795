"""How settings are read from the environment, and what an address in one of them stands for."""

import os
from pathlib import Path

import dj_database_url
from django.core.exceptions import ImproperlyConfigured

# Measured with six processes that write at once: Django's defaults lose most transactions to
# "database is locked", these options none. FULL keeps every acknowledged write over a power cut.
# Of a word that 3,000 of 100,000 decisions have, each is on a page of its own: 32 MB hold them all,
# where the usual 2 MB are read anew for every question.
SQLITE_OPTIONS = {
    "transaction_mode": "IMMEDIATE",
    "timeout": 20,
    # Django makes days and moments of what is read; sqlite3 would do so before it, value by value.
    "detect_types": 0,
    "init_command": (
        "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; "
        "PRAGMA foreign_keys=ON; PRAGMA journal_size_limit=27103364; PRAGMA cache_size=-32000;"
    ),
}
LOCAL_MEMORY = "django.core.cache.backends.locmem.LocMemCache"


def env_bool(name: str, *, default: bool) -> bool:
    """Read a yes-or-no setting: only True and False are accepted, so that a typing slip is seen."""
    value = os.environ.get(name, str(default))
    if value not in ("True", "False"):
        raise ImproperlyConfigured(f"Set {name} to True or False; it is {value!r}.")
    return value == "True"


def env_int(name: str, *, default: int) -> int:
    """Read a setting that is a whole number."""
    value = os.environ.get(name, str(default))
    if not value.isdecimal():
        raise ImproperlyConfigured(f"Set {name} to a whole number; it is {value!r}.")
    return int(value)


def env_secret(name: str) -> str:
    """Read a secret: the value of NAME, or what the file holds that NAME_FILE names."""
    path = os.environ.get(f"{name}_FILE", "")
    if not path:
        return os.environ.get(name, "")
    try:
        return Path(path).read_text(encoding="utf-8").strip()
    except OSError as error:
        raise ImproperlyConfigured(f"{name}_FILE names no file to read: {error}") from error


def database(name: str, *, default: str = "") -> dict:
    """Read the address of a database, and what its kind needs besides."""
    # A worker keeps its connection: to open a new one for each page takes as long as a page.
    found = dj_database_url.config(name, default=default, conn_max_age=60, conn_health_checks=True)
    if found["ENGINE"].endswith("sqlite3"):
        found["OPTIONS"] = SQLITE_OPTIONS
    elif pool := env_int("DATABASE_POOL", default=0):
        # For servers whose workers have many threads: they share as many connections as this.
        options = found.setdefault("OPTIONS", {})  # what the address says of TLS stays
        options["pool"] = {"min_size": 1, "max_size": pool, "timeout": 10}
        found["CONN_MAX_AGE"] = 0
    return found


def read_only(found: dict) -> dict:
    """Return a database of PostgreSQL that refuses writes, whatever asks for them."""
    if not found["ENGINE"].endswith("postgresql"):
        raise ImproperlyConfigured("Set REPLICA_URL to a copy that PostgreSQL keeps: postgres://…")
    options = {"options": "-c default_transaction_read_only=on"}
    return found | {"OPTIONS": found.get("OPTIONS", {}) | options}


def cache(address: str) -> dict:
    """Return where workers count attempts: each in its memory, or all in one place."""
    if address == "database":
        return {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "cache"}
    if address.startswith(("redis://", "rediss://")):
        return {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": address}
    if address:
        raise ImproperlyConfigured(f"Set CACHE_URL to database or redis://HOST; it is {address!r}.")
    return {"BACKEND": LOCAL_MEMORY}


def in_memory(name: str, *, most: int) -> dict:
    """Return where a process keeps something for itself, for a day."""
    return {
        "BACKEND": LOCAL_MEMORY,
        "LOCATION": name,
        "TIMEOUT": 24 * 3600,
        "OPTIONS": {"MAX_ENTRIES": most},
    }


def storage(address: str) -> dict:
    """Return where the files of evidence and editions are: in DATA_DIR, or in a bucket of S3."""
    if not address:
        return {"BACKEND": "django.core.files.storage.FileSystemStorage"}
    kind, _separator, place = address.partition("://")
    bucket, _slash, folder = place.partition("/")
    if kind != "s3" or not bucket:
        raise ImproperlyConfigured(
            f"Set EVIDENCE_STORAGE to s3://BUCKET/FOLDER; it is {address!r}."
        )
    options = {"bucket_name": bucket, "location": folder, "file_overwrite": False}
    return {"BACKEND": "storages.backends.s3.S3Storage", "OPTIONS": options}
