"""How long every page, file and save takes, beside what the machine itself takes for the same.

    python -m tests.benchmarks.speed --times 1 10 100 --json speed.json

Makes an invented plan of each size (`manage.py make_load`) in a database of its own on the server
of DATABASE_URL (without it: SQLite), measures, and removes it; on SQLite `--folder` keeps the
databases for the next time. A page is made anew each time, and asked for in turn with its floor, so
that both have the same luck on a busy computer: the ratio counts, not the milliseconds. Then some
are measured as they are kept and as they are answered with 304. On a computer that others use too,
`--own-work` counts the time in which this process worked (without the server of PostgreSQL and what
it starts) instead of the time that passed. `--check` measures nothing: it asks for each page once,
and ends with 1 where one asks more queries than it may. The memory is what Python took at most for
one answer, in a run of its own.
"""

import argparse
import csv
import io
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict
from functools import partial
from http import HTTPStatus
from itertools import count
from pathlib import Path

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
os.environ.setdefault("EXPENSIVE_A_MINUTE", "0")
django.setup()

from django.conf import settings  # noqa: E402
from django.contrib.auth.models import User  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.db import connection, transaction  # noqa: E402
from django.test import Client, override_settings  # noqa: E402
from django.test.utils import CaptureQueriesContext  # noqa: E402

from config import load  # noqa: E402
from logframe.models import Measurement, Plan  # noqa: E402
from logframe.models.indicators import Indicator  # noqa: E402
from logframe.scorecard import Scorecard  # noqa: E402
from tests.benchmarks.floors import RawRows, insert_raw  # noqa: E402
from tests.benchmarks.measuring import HEADINGS, Result, result, say, tell  # noqa: E402
from tests.saves import SAVES  # noqa: E402

PLAN = f"/plans/{load.SLUG}/"
# Each page with how many queries it may ask, those of the sign-in and of the rights included.
PAGES = {
    PLAN: 17,
    f"{PLAN}areas/area-1/": 15,
    f"{PLAN}outputs/4.1a/": 16,
    f"{PLAN}indicators/4.1a-1/": 14,
    f"{PLAN}indicators/": 13,
    f"{PLAN}indicators/?sort=-progress": 14,
    f"{PLAN}indicators/?sort=title&status=off_track": 15,
    f"{PLAN}indicators/?area=area-2&text=stations": 13,
    f"{PLAN}activities/": 9,
    f"{PLAN}activities/?sort=-title&status=planned": 9,
    f"{PLAN}logframe/": 11,
    f"{PLAN}member-states/": 15,
    f"{PLAN}member-states/MNG/": 18,
    f"{PLAN}record/2026/": 19,
    "/my-work/": 16,
    "/meetings/": 7,
    "/meetings/?sort=-decisions": 7,
    "/meetings/SOM-101/": 13,
    "/decisions/": 13,
    "/decisions/?sort=-code": 13,
    "/decisions/?sort=-falls_due_on": 13,
    "/decisions/?show=open&sort=wording": 13,
    "/decisions/?show=open&kind=welcome": 13,
    "/decisions/?due=overdue&text=data": 15,
    "/decisions/SOM-101-I-1-1/": 16,
    "/trace/": 10,
    "/search/?q=data": 11,
    "/help/": 3,
}
KEPT = (PLAN, f"{PLAN}indicators/", "/decisions/")
# What the site keeps of the plan serves further pages than the one for which it was read.
OF_A_KEPT_PLAN = (f"{PLAN}indicators/?sort=-progress", f"{PLAN}indicators/?status=off_track")
# What belongs to decisions is read for 750 at a time, and there are 1,071 of them at 1 times.
FILES = {
    f"{address}_export={file_type}": most
    for address, most in (
        (f"{PLAN}indicators/?", 17),
        (f"{PLAN}activities/?", 10),
        ("/decisions/?show=&", 19),
        ("/admin/meetings/decision/export/?", 11),
        ("/admin/logframe/measurement/export/?", 10),
    )
    for file_type in ("csv", "xlsx")
}
WRITTEN = 100
BARE_PAGE = 20_000
ROOT = Path(__file__).resolve().parent.parent.parent
FIRST_REQUEST = """
import config.wsgi
from django.test import Client
Client().get("/accounts/login/", HTTP_HOST="localhost")
"""


def answer(client: Client, address: str) -> bytes:
    """Return the page or file to its end; the admin asks in a form for the format of a file."""
    if "/export/" in address:
        format_ = int(address.endswith("xlsx"))
        response = client.post(address.partition("?")[0], {"format": format_})
    else:
        response = client.get(address)
    if response.status_code != HTTPStatus.OK:
        raise RuntimeError(f"{address} answers {response.status_code}.")
    return response.getvalue()


def of_pages(times: int, client: Client) -> Iterator[Result]:
    """Measure the pages, each beside a bare view with as many bytes."""
    for address in PAGES:
        size = len(answer(client, address))
        yield result(
            times,
            address,
            partial(answer, client, address),
            partial(answer, client, f"/bare/{size}/"),
            size,
        )


def of_kept_pages(times: int, client: Client) -> Iterator[Result]:
    """Measure pages that nobody wrote to since: as a browser takes them, and as it has them."""
    with override_settings(LOGFRAME_KEEP_PAGES=True):
        for address in KEPT:
            answer(client, address)
            page = client.get(address)
            size, seen = len(page.content), {"if-none-match": page["ETag"]}
            kept = partial(client.get, address, headers={"accept-encoding": "gzip"})
            floor = partial(answer, client, f"/bare/{size}/")
            yield result(times, f"{address} kept", kept, floor, size)
            yield result(times, f"{address} 304", partial(client.get, address, headers=seen), floor)
        for address in OF_A_KEPT_PLAN:
            size, number = len(answer(client, address)), count()
            floor = partial(answer, client, f"/bare/{size}/")
            yield result(times, f"{address} plan kept", _anew(client, address, number), floor, size)


def _anew(client: Client, address: str, number: Iterator[int]) -> Callable:
    """Return a way to ask for a page that is not made yet, of a plan that has been read."""
    return lambda: answer(client, f"{address}&nth={next(number)}")


def of_files(times: int, client: Client) -> Iterator[Result]:
    """Measure the files, each beside the same rows from sqlite3 to csv.writer."""
    for address in FILES:
        as_csv = answer(client, address.replace("xlsx", "csv")).decode("utf-8-sig")
        rows = RawRows(list(csv.reader(io.StringIO(as_csv))))
        size = len(answer(client, address))
        yield result(times, address, partial(answer, client, address), rows.write, size)


def of_the_scorecard(times: int) -> Iterator[Result]:
    """Measure the reading of the whole plan, with every status.

    Beside a bare page of 20 KB, and beside the same rows as the database gives them: how much more
    they take at another size is what no program that reads them can do better.
    """
    plan = Plan.objects.get(slug=load.SLUG)

    def read() -> list:
        return [score.status for score in Scorecard.load(plan).indicators]

    with override_settings(MIDDLEWARE=[]):
        client = Client()
        bare = f"/bare/{BARE_PAGE}/"
        yield result(times, "scorecard", read, lambda: answer(client, bare))
    yield result(times, "scorecard, beside its rows", read, rows_alone(read))


def rows_alone(read: Callable) -> Callable:
    """Return what asks the same queries and leaves their rows as the database gives them."""
    with CaptureQueriesContext(connection) as queries:
        read()

    def fetch() -> None:
        with connection.cursor() as cursor:
            for query in queries.captured_queries:
                cursor.execute(query["sql"])
                cursor.fetchall()

    return fetch


def taken_back(act: Callable) -> Callable:
    """Return a way to do an act as if it had not been done."""

    def act_and_take_back() -> None:
        with transaction.atomic():
            act()
            transaction.set_rollback(True)

    return act_and_take_back


def of_saves(times: int) -> Iterator[Result]:
    """Measure what staff save most, from what is sent to the answer."""
    manager = signed_in("manager")
    for save in SAVES:
        yield result(times, f"save: {save.__name__}", taken_back(save(manager)))


def of_writing(times: int) -> Result:
    """Measure values that are saved one by one with all checks, beside executemany."""
    officer = User.objects.get(username="officer")
    plan = Plan.objects.get(slug=load.SLUG)
    period = plan.periods.last()
    free = Indicator.objects.filter(plan=plan, by_member_state=False, measure="number")
    free = list(free.exclude(measurements__period=period)[:WRITTEN])

    def rows() -> list[Measurement]:
        return [
            Measurement(
                indicator=indicator, period=period, value=1, as_of="2026-11-01", recorded_by=officer
            )
            for indicator in free
        ]

    return result(
        times,
        f"save {len(free)} values",
        taken_back(lambda: [row.save() for row in rows()]),
        taken_back(lambda: insert_raw(rows())),
    )


def of_starting(times: int) -> Iterator[Result]:
    """Measure a check of the whole site, and the first answer of a process that just began."""
    commands = {"manage.py check": ["manage.py", "check"], "first request": ["-c", FIRST_REQUEST]}
    name = connection.settings_dict["NAME"]
    at = f"sqlite:///{name}" if connection.vendor == "sqlite" else os.environ["DATABASE_URL"]
    for what, command in commands.items():
        yield result(
            times,
            what,
            lambda command=command: subprocess.run(
                [sys.executable, *command],
                cwd=ROOT,
                env=os.environ | {"DATABASE_URL": at},
                check=True,
                capture_output=True,
            ),
            lambda: subprocess.run([sys.executable, "-c", "import django"], check=True),
        )


@contextmanager
def database(times: int, folder: Path) -> Iterator[None]:
    """Work on a database of its own: a file in the folder, or one on the server for a while."""
    connection.close()
    if connection.vendor == "sqlite":
        connection.settings_dict["NAME"] = str(folder / f"load-{times}.sqlite3")
        call_command("migrate", verbosity=0)
        yield
        return
    name = connection.settings_dict["NAME"]
    connection.creation.create_test_db(verbosity=0, autoclobber=True, serialize=False)
    try:
        yield
    finally:
        connection.creation.destroy_test_db(name, verbosity=0)


def signed_in(username: str) -> Client:
    """Return a browser of somebody; the forms of its pages have their secret."""
    client = Client()
    client.force_login(User.objects.get(username=username))
    client.get("/help/")
    return client


def measure(times: int, client: Client) -> Iterator[Result]:
    """Measure everything at one size."""
    yield from of_the_scorecard(times)
    yield from of_pages(times, client)
    yield from of_kept_pages(times, client)
    yield from of_files(times, client)
    yield from of_saves(times)
    yield of_writing(times)
    yield from of_starting(times)


def asks_too_often(client: Client) -> list[str]:
    """Return the pages and files that ask more queries than they may."""
    found = []
    for address, most in (PAGES | FILES).items():
        with CaptureQueriesContext(connection) as queries:
            answer(client, address)
        if len(queries) > most:
            found.append(f"{address} asks {len(queries)} queries; it may ask {most}.")
    return found


def main() -> int:
    """Measure at each size and print the table, or only check the queries."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--times", type=int, nargs="+", default=[1])
    parser.add_argument("--json", type=Path)
    parser.add_argument("--folder", type=Path)
    parser.add_argument("--own-work", action="store_true")
    parser.add_argument("--check", action="store_true")
    options = parser.parse_args()
    settings.ALLOWED_HOSTS, settings.DEBUG = ["testserver"], False
    settings.ROOT_URLCONF = "tests.benchmarks.floors"
    settings.LOGFRAME_KEEP_PAGES, settings.COUNTS_OWN_WORK = False, options.own_work
    results, problems = [], []
    with tempfile.TemporaryDirectory() as temporary:
        for times in options.times:
            with database(times, options.folder or Path(temporary)):
                if not load.times_made():
                    load.make(times)
                client = signed_in("officer")
                if options.check:
                    problems += asks_too_often(client)
                else:
                    say(f"{connection.vendor}, {times} times: {load.counts()}")
                    say(HEADINGS)
                    for row in measure(times, client):
                        results.append(row)
                        tell(row)
    for problem in problems:
        say(problem)
    if options.json:
        rows = [asdict(row) | {"ratio": row.ratio} for row in results]
        options.json.write_text(json.dumps(rows, indent=1) + "\n", encoding="utf-8")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
