"""How much memory a long list takes as CSV, and that nobody waits for it who writes meanwhile.

    DATABASE_URL=sqlite:///data/many.sqlite3 .venv/bin/python -m tests.benchmarks.long_file

reads the whole register of the database that DATABASE_URL names: that of `manage.py demo`, or one
that `tests.benchmarks.register 200000` has filled. Once the first rows have left, somebody else
notes something on the last decision of the file. Ends with 1 where that had to wait, where the file
tells of it though it is of the moment before, or where the process took more than 150 MB.
"""

import os
import resource
import sys
from concurrent.futures import ThreadPoolExecutor
from time import perf_counter

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
django.setup()

from django.conf import settings  # noqa: E402
from django.contrib.auth.models import User  # noqa: E402
from django.db import connection  # noqa: E402
from django.test import Client  # noqa: E402

from meetings.models import Decision  # noqa: E402

ADDRESS = "/decisions/?show=&_export=csv"
MOST_MEGABYTES = 150
LONGEST_WAIT = 5  # seconds; who is held up by a reader waits for twenty
NOTE = "Noted while the file was read."


def megabytes() -> float:
    """Return how much memory the process has taken at most."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def write_a_note(key: int, note: str) -> float:
    """Note something on a decision over a connection of its own, and return the seconds it took."""
    begun = perf_counter()
    Decision.objects.filter(pk=key).update(note=note)
    connection.close()
    return perf_counter() - begun


def main() -> int:
    """Read the file while somebody writes, and print what it took."""
    settings.ALLOWED_HOSTS, settings.DEBUG = ["testserver"], False
    client = Client()
    client.force_login(User.objects.get(username="officer"))
    key, note = Decision.objects.by_due_day().values_list("pk", "note").last()
    before, begun = megabytes(), perf_counter()
    parts = iter(client.get(ADDRESS))
    start = next(parts) + next(parts)
    size, lines, is_told = len(start), start.count(b"\r\n"), False
    with ThreadPoolExecutor(1) as somebody_else:
        waited = somebody_else.submit(write_a_note, key, NOTE).result()
        for part in parts:
            size, lines = size + len(part), lines + part.count(b"\r\n")
            is_told = is_told or NOTE.encode() in part
        taken = perf_counter() - begun
        somebody_else.submit(write_a_note, key, note).result()
    sys.stdout.write(
        f"{connection.vendor}: {lines - 1:,} rows, {size / 1e6:.1f} MB in {taken:.1f} s; "
        f"{megabytes():.0f} MB of memory at most, {before:.0f} before; "
        f"a write meanwhile took {waited:.2f} s\n"
    )
    return int(is_told or waited > LONGEST_WAIT or megabytes() > MOST_MEGABYTES)


if __name__ == "__main__":
    sys.exit(main())
