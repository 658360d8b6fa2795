"""kill -9 in the middle of the work: is anything half-written, is anything lost that was promised?

    python -m tests.benchmarks.kills --times 200

A site runs under gunicorn; an import, a verification of many values and an issue of an edition
are sent to it by turns, and a backup is made beside it. At a moment by chance everything that runs
is killed. Then the site is started again, and what each transaction wrote must be there in full or
not at all, in full where the answer had come; a backup is whole or has no name. At the end every
fingerprint of the history and every rule is verified. In a database of its own, on the server of
DATABASE_URL or SQLite. Ends with 1 where anything was half-written or lost, or a restart was slow.
"""

import argparse
import os
import random
import signal
import subprocess
import sys
import tempfile
import threading
import time
import urllib.request
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from http import HTTPStatus
from io import StringIO
from pathlib import Path

import django

from tests.benchmarks.own_database import own_demonstration
from tests.benchmarks.serving import ROOT, free_port

ROWS = 60
SLOWEST_RESTART = 10


@dataclass
class Tally:
    """What came of the kills of one kind of work."""

    kills: int = 0
    ends: Counter = field(default_factory=Counter)
    faults: list[str] = field(default_factory=list)


class Site:
    """A site under gunicorn that can be killed with all its workers."""

    def __init__(self):
        self.port = free_port()
        self.address = f"http://127.0.0.1:{self.port}"
        self.restarts: list[float] = []
        self.start()

    def start(self) -> None:
        """Start it and wait until it answers."""
        started = time.monotonic()
        command = ["gunicorn", "config.wsgi", "--workers=2", f"--bind=127.0.0.1:{self.port}"]
        self.process = started_apart([sys.executable, "-m", *command, "--log-level=critical"])
        while True:
            try:
                with urllib.request.urlopen(f"{self.address}/healthz"):
                    break
            except OSError:
                time.sleep(0.05)
        self.restarts.append(time.monotonic() - started)

    def kill(self) -> None:
        """End it as a power cut would."""
        killed(self.process)


def started_apart(command: list[str]) -> subprocess.Popen:
    """Start a program in a group of its own, so that its children die with it."""
    return subprocess.Popen(
        command, cwd=ROOT, start_new_session=True,
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip


def killed(process: subprocess.Popen) -> None:
    """Kill a program with all its children."""
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()


class Importing:
    """An import of many activities: all of them with their outputs, or none."""

    name = "import"

    def __init__(self, site: Site):
        from tests.benchmarks.browser import Browser

        self.browser = Browser(site.address, "officer")

    def prepare(self, number: int) -> None:
        """Send the file; the preview writes nothing yet."""
        from logframe.formats import csv_bytes
        from logframe.resources import ActivityResource
        from tests.benchmarks.browser import hidden_inputs
        from tests.evidence import upload
        from tests.exchange import ACTIVITIES, page

        self.codes = [f"KILL-{number}-{row}" for row in range(ROWS)]
        headers = ActivityResource().get_export_headers()
        rows = [
            {
                "plan": "2026-2030", "code": code, "title": code, "kind": "meeting",
                "outputs": "4.1(a); 4.1(b)", "status": "planned", "area": "AP",
            }
            for code in self.codes
        ]  # fmt: skip
        content = csv_bytes(headers, [[row.get(header) for header in headers] for row in rows])
        preview = self.browser.post(
            page(ACTIVITIES),
            {"resource": "0", "format": "", "import_file": upload("rows.csv", content)},
        )
        self.form = hidden_inputs(preview.text)
        if "import_file_name" not in self.form:
            raise SystemExit(f"The preview of the import failed: {preview.text[-3000:]}")
        self.address = page(ACTIVITIES, "process_import")

    def work(self) -> bool:
        """Confirm the import; return whether it was acknowledged."""
        return self.browser.post(self.address, self.form).status == HTTPStatus.FOUND

    def written(self) -> list[bool]:
        """Return for each row whether it is there; one half there is a fault."""
        from logframe.models import Activity

        linked = dict(
            Activity.objects.filter(code__in=self.codes)
            .annotate(n=django.db.models.Count("outputs"))
            .values_list("code", "n")
        )
        if set(linked.values()) - {2}:
            raise ValueError(f"activities without their outputs: {linked}")
        return [code in linked for code in self.codes]


class Verifying:
    """A manager verifies many values at once."""

    name = "verification"

    def __init__(self, site: Site):
        from tests.benchmarks.browser import Browser
        from tests.factories import make_plan

        self.browser = Browser(site.address, "manager")
        self.plan = make_plan(slug="kills")

    def prepare(self, number: int) -> None:
        """Submit the values."""
        from tests import factories

        area = factories.make_area(plan=self.plan)
        output = factories.make_output(objective=factories.make_objective(area=area))
        self.rows = [
            factories.make_measurement(
                indicator=factories.make_indicator(output=output), state="submitted"
            )
            for _row in range(12)
        ]

    def work(self) -> bool:
        """Verify them all."""
        chosen = {
            "action": "verify_rows",
            "_selected_action": [row.pk for row in self.rows],
        }
        answer = self.browser.post("/admin/logframe/measurement/", chosen)
        return answer.status == HTTPStatus.FOUND

    def written(self) -> list[bool]:
        """Return for each value whether it is verified, in its row and in its history."""
        states = []
        for row in self.rows:
            row.refresh_from_db()
            if row.history.order_by("history_id").last().state != row.state:
                raise ValueError(f"{row} and its history differ")
            if (row.state == "verified") != (row.verified_by_id is not None):
                raise ValueError(f"{row} is verified by nobody")
            states.append(row.state == "verified")
        # Each row is verified in a transaction of its own: some may be, if nobody was told "done".
        return states if all(states) else [False]


class Issuing:
    """A manager issues an edition to a meeting: its row with all its files, or neither."""

    name = "issue"
    address = "/meetings/SOM-29/papers/issue/"

    def __init__(self, site: Site):
        from tests.benchmarks.browser import Browser

        self.browser = Browser(site.address, "manager")
        self.files = None

    def prepare(self, number: int) -> None:
        """Open the page."""
        from tests.benchmarks.browser import hidden_inputs

        self.before = self._editions().count()
        form = hidden_inputs(self.browser.get(self.address).text)
        self.form = form | {"order": "agenda", "although": "on"}

    def _editions(self):
        from meetings.models import Edition

        return Edition.objects.filter(meeting__code="SOM-29")

    def work(self) -> bool:
        """Issue it."""
        return self.browser.post(self.address, self.form).status == HTTPStatus.FOUND

    def written(self) -> list[bool]:
        """Return whether the edition is there; with fewer files than others it is half there."""
        editions = self._editions()
        if editions.count() == self.before:
            return [False]
        files = editions.order_by("number").last().files.all()
        self.files = self.files or len(files)
        if len(files) != self.files or not all(Path(one.file.path).is_file() for one in files):
            raise ValueError(f"an edition with {len(files)} of {self.files} files")
        return [True]


class BackingUp:
    """A backup is made beside the site: the file is whole, or there is none of this name."""

    name = "backup"

    def __init__(self, site: Site):
        self.folder = Path(os.environ["DATA_DIR"]) / "kept"
        self.folder.mkdir()

    def prepare(self, number: int) -> None:
        """Choose a name."""
        self.file = self.folder / f"{number}.zip"

    def work(self) -> bool:
        """Make the backup to its end."""
        self.process = started_apart([sys.executable, "manage.py", "backup", str(self.file)])
        return self.process.wait() == 0

    def written(self) -> list[bool]:
        """Return whether the backup is there; a part of one is a fault."""
        from config.backup import files

        killed(self.process)
        if not self.file.exists():
            return [False]
        files.check(files.read(self.file))
        self.file.unlink()
        return [True]


KINDS = (Importing, Verifying, Issuing, BackingUp)


def strike(site: Site, kind, tally: Tally, number: int, longest: float) -> None:
    """Begin a piece of work, kill everything in its midst, start again and look."""
    kind.prepare(number)
    acknowledged = []

    def work():
        with suppress(
            OSError, ConnectionError, ValueError, __import__("http").client.HTTPException
        ):
            acknowledged.append(kind.work())

    worker = threading.Thread(target=work)
    worker.start()
    time.sleep(random.uniform(0, longest))
    site.kill()
    if hasattr(kind, "process"):
        killed(kind.process)
    worker.join()
    site.start()
    tally.kills += 1
    judge(kind, tally, is_acknowledged=bool(acknowledged and acknowledged[0]))


def judge(kind, tally: Tally, *, is_acknowledged: bool) -> None:
    """Compare what is there with what was promised."""
    try:
        written = kind.written()
    except Exception as fault:
        tally.faults.append(f"{kind.name}: half-written: {fault}")
        return
    if len(set(written)) > 1:
        tally.faults.append(f"{kind.name}: half-written: {sum(written)} of {len(written)}")
    elif is_acknowledged and not written[0]:
        tally.faults.append(f"{kind.name}: acknowledged and lost")
    tally.ends["acknowledged" if is_acknowledged else "whole" if written[0] else "nothing"] += 1


def duration(kind) -> float:
    """Do a piece of work undisturbed, once to warm up and once to know how long it takes."""
    for number in (-2, -1):
        kind.prepare(number)
        started = time.monotonic()
        if not kind.work():
            raise SystemExit(f"{kind.name} does not even work undisturbed.")
        seconds = time.monotonic() - started
    return seconds


def verified() -> list[str]:
    """Return what `manage.py verify` finds, but for files that no row names."""
    from config.verification import CHECKS

    found = [sentence for check in CHECKS.values() for sentence in check()]
    return [sentence for sentence in found if "belongs to no edition" not in sentence]


def run(times: int, say: Callable[[str], None]) -> bool:
    """Kill as often as asked, print what came of it, and return whether all was well."""
    from django.core.management import call_command
    from django.db import connection

    call_command("demo", "--no-serve", stdout=StringIO())
    site = Site()
    try:
        kinds = [kind(site) for kind in KINDS]
        lengths = [duration(kind) for kind in kinds]
        tallies = [Tally() for _kind in kinds]
        for number in range(times):
            place = number % len(kinds)
            strike(site, kinds[place], tallies[place], number, lengths[place] * 1.1)
            if number % 20 == 19:
                say(f"{number + 1} kills, {sum(len(tally.faults) for tally in tallies)} faults")
    finally:
        site.kill()
    faults = [fault for tally in tallies for fault in tally.faults] + verified()
    for kind, tally, seconds in zip(kinds, tallies, lengths, strict=True):
        ends = ", ".join(f"{n} {end}" for end, n in sorted(tally.ends.items()))
        say(
            f"{connection.vendor}, {kind.name} ({seconds:.1f} seconds): {tally.kills} kills: {ends}"
        )
    slowest = max(site.restarts)
    say(f"{len(faults)} faults; the slowest of {len(site.restarts)} starts took {slowest:.1f} s")
    for fault in faults[:20]:
        say(fault)
    return not faults and slowest < SLOWEST_RESTART


def main() -> int:
    """Make the database, kill, and remove it."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--times", type=int, default=200)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder, own_demonstration(folder) as url:
        os.environ |= {
            "DATABASE_URL": url, "DATA_DIR": folder, "DJANGO_SETTINGS_MODULE": "config.settings"
        }  # fmt: skip
        django.setup()
        is_well = run(options.times, lambda sentence: print(sentence, flush=True))  # noqa: T201
        django.db.connections.close_all()
    return 0 if is_well else 1


if __name__ == "__main__":
    sys.exit(main())
