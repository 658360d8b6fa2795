"""How long the decision register takes with many decisions, against the few of the records.

    DATABASE_URL=sqlite:///data/many.sqlite3 .venv/bin/python -m tests.benchmarks.register 100000

fills the database that DATABASE_URL names, which must be new, with the demonstration data,
measures, adds decisions until there are so many (100,000 where none is given), and measures again.
On PostgreSQL, in a cluster that is gone afterwards:

    pg_virtualenv sh -c 'DATABASE_URL=postgres://$PGUSER:$PGPASSWORD@$PGHOST:$PGPORT/$PGDATABASE \
        .venv/bin/python -m tests.benchmarks.register 100000'

The time of a page is the shortest of several, which is what the page itself takes on a busy
computer; with `--own-work` only the time counts in which this process and that of PostgreSQL on the
same computer worked. The decisions are copies of the recorded ones, past all checks, which would
take hours.

A page of many decisions mostly has more rows than one of few, and each row takes its time; the page
of a word of some has 25 rows of both: of few a third has the word, of many three in a hundred.
"""

import os
import sys
from collections.abc import Callable
from itertools import cycle, islice
from pathlib import Path
from time import perf_counter, process_time

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
django.setup()

from django.conf import settings  # noqa: E402
from django.contrib.auth.models import User  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.db import connection  # noqa: E402
from django.db.models import Value  # noqa: E402
from django.db.models.functions import Concat  # noqa: E402
from django.test import Client  # noqa: E402
from django.test.utils import CaptureQueriesContext  # noqa: E402

from logframe.models.base import slug_of  # noqa: E402
from meetings.models import Addressee, Decision, DecisionLink, FollowUp  # noqa: E402

PAGES = {
    "default view": "/decisions/",
    "a code": "/decisions/?text=SOM-26/I/5/2",
    "a rare word": "/decisions/?text=rubber",
    "a word of some": "/decisions/?text=heron",
    "a word of fewer": "/decisions/?text=symposium",
    "none of it open": "/decisions/?show=open&text=symposium",
    "a word of many": "/decisions/?text=Secretariat",
    "a word of all": "/decisions/?text=Meeting",
    "two words": "/decisions/?text=Secretariat+Meeting",
    "overdue": "/decisions/?due=overdue",
}
TIMES = 15
PARTS = (Addressee, DecisionLink, FollowUp)
RARE = "RARE"  # the section of the one decision with a rare word
SOME = " They counted a heron."
ROWS, OF_MANY = (
    25,
    12,
)  # so many of the few have the words of SOME, and every twelfth of their copies


def own_work() -> Callable[[], float]:
    """Return what tells the seconds that this process worked, and the one of PostgreSQL for it."""
    if connection.vendor != "postgresql":
        return process_time
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        server = Path(f"/proc/{cursor.fetchone()[0]}/schedstat")
    return lambda: process_time() + int(server.read_text().split()[0]) / 1e9


def measure(client: Client, clock: Callable[[], float]) -> dict[str, tuple[float, int, int]]:
    """Return of each page the shortest time in milliseconds, its queries and its rows."""
    found = {}
    for name, address in PAGES.items():
        client.get(address)
        times = []
        for _time in range(TIMES):
            begun = clock()
            client.get(address)
            times.append(clock() - begun)
        with CaptureQueriesContext(connection) as queries:
            page = client.get(address)
        rows = page.content.count(b"<tr><td data-label")
        found[name] = 1000 * min(times), len(queries), rows
    return found


def add_a_rare_word() -> None:
    """Add one decision with a word that no other has."""
    decision = copy_of(Decision.objects.earliest("pk"), section=RARE, paragraph=1)
    decision.wording = "The Meeting requested the Secretariat to buy a rubber stamp."
    decision.save()


def add_a_word_of_some() -> None:
    """Add words to as many decisions as a page of the register has rows."""
    some = Decision.objects.exclude(section=RARE).order_by("pk")[:ROWS]
    Decision.objects.filter(pk__in=some.values("pk")).update(wording=Concat("wording", Value(SOME)))


def fill(many: int) -> None:
    """Copy the recorded decisions, with whom they ask and what became of them, into new places."""
    originals = list(Decision.objects.exclude(section=RARE).order_by("pk"))
    missing = max(many - Decision.objects.count(), 0)
    copies = [
        copy_of(original, decision_id=None, section=f"C{number // 9000}", paragraph=number % 9000)
        for number, original in enumerate(islice(cycle(originals), missing))
    ]
    for number, copy in enumerate(copies):
        if number // len(originals) % OF_MANY:
            copy.wording = copy.wording.removesuffix(SOME)
    Decision.objects.bulk_create(copies, batch_size=2000)
    made = list(Decision.objects.filter(section__startswith="C").order_by("pk"))
    for model in PARTS:
        of_original = {original.pk: [] for original in originals}
        for row in model.objects.filter(decision__in=originals):
            of_original[row.decision_id].append(row)
        rows = [
            copy_of(row, decision_id=copy.pk, addressee_id=None)
            for original, copy in zip(cycle(originals), made, strict=False)
            for row in of_original[original.pk]
        ]
        model.objects.bulk_create(rows, batch_size=2000)


def copy_of(row, **changes):
    """Return a new row with the values of another, some of them changed."""
    fields = [field for field in row._meta.concrete_fields if not field.primary_key]
    values = {field.attname: getattr(row, field.attname) for field in fields}
    copy = type(row)(**values | {k: v for k, v in changes.items() if k in values})
    if isinstance(copy, Decision):
        copy.section, copy.paragraph = changes["section"], changes["paragraph"]
        code = copy.code.split("/")[0]
        copy.code = f"{code}/{copy.section}/{copy.paragraph}/{copy.sequence}"
        copy.slug = slug_of(copy.code)
    return copy


def say(*words) -> None:
    sys.stdout.write(" ".join(str(word) for word in words) + "\n")


def main(many: int, *, counts_own_work: bool) -> None:
    """Measure with few and with many decisions, and print both."""
    with open(os.devnull, "w") as nowhere:
        call_command("demo", no_serve=True, stdout=nowhere)
    settings.ALLOWED_HOSTS, settings.DEBUG = ["testserver"], False
    settings.LOGFRAME_KEEP_PAGES = False
    client = Client()
    client.force_login(User.objects.get(username="officer"))
    add_a_rare_word()
    add_a_word_of_some()
    clock = own_work() if counts_own_work else perf_counter
    few, of_few = Decision.objects.count(), measure(client, clock)
    fill(many)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    of_many = measure(client, clock)
    say(connection.vendor, f"{few} and {Decision.objects.count()} decisions")
    say("page, ms before and after, how many times as long, queries, rows on the page")
    for name, (before, *few_more) in of_few.items():
        after, *many_more = of_many[name]
        counts = "  ".join(
            f"{one:2} {other:2}" for one, other in zip(few_more, many_more, strict=True)
        )
        say(f"{name:15}{before:6.0f}{after:6.0f}  x {after / before:.2f}  {counts}")


if __name__ == "__main__":
    numbers = [int(word) for word in sys.argv[1:] if word.isdigit()]
    main(*(numbers or [100_000]), counts_own_work="--own-work" in sys.argv)
