"""Many people edit one record at the same moment: is anybody's save lost, is anybody not told?

    python -m tests.benchmarks.editors --editors 50 --rounds 20 --record measurement

In each round every editor opens the same form, all wait for one another, and all save. Whoever
was told "saved" must stand in the history once and in order; everybody else must be told who was
first, with both versions. The rows stand in a database of their own, which is made on the server
of DATABASE_URL (without it: SQLite) and removed at the end. Ends with 1 when anything was lost.
"""

import argparse
import os
import re
import sys
import tempfile
import threading
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from http import HTTPStatus

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
django.setup()

from django.db import connection, connections  # noqa: E402
from django.test import Client  # noqa: E402
from django.urls import reverse  # noqa: E402

from logframe.forms import FORM_IS_OLD  # noqa: E402
from tests import factories, forms  # noqa: E402

SAVED, TOLD, FAILED, UNTOLD = "saved", "told", "failed", "untold"
WHO_WAS_FIRST = re.compile(r"editor-\d+ saved this record on [^<]+, while you were editing it")
BOTH_VERSIONS = "Yours: <q>{mine}</q><br>Stored: <q>"


@dataclass
class Target:
    """A record that all edit: its form, the input that each changes, and where the text is kept."""

    parent: object
    row: object
    input_name: str
    field: str
    address: str = ""

    def __post_init__(self):
        self.address = self.address or forms.admin_url(self.parent)


def measurement() -> Target:
    """Return the draft of a value, edited on its own form."""
    row = factories.make_measurement(note="as it was")
    return Target(parent=row, row=row, input_name="note", field="note")


def value() -> Target:
    """Return the same draft, edited on the site where values are recorded."""
    row = factories.make_measurement(note="as it was")
    indicator, year = row.indicator, row.period.year
    address = reverse("record_indicator", args=[indicator.plan.slug, year, indicator.slug])
    return Target(
        parent=row, row=row, input_name=f"{indicator.slug}-note", field="note", address=address
    )


def decision() -> Target:
    """Return a decision, edited on its form with four tables of rows."""
    row = factories.make_decision(note="as it was")
    factories.make_addressee(decision=row)
    return Target(parent=row, row=row, input_name="note", field="note")


def inline() -> Target:
    """Return an addressee, edited as a row on the form of its decision."""
    row = factories.make_addressee(name="as it was")
    return Target(parent=row.decision, row=row, input_name="addressees-0-name", field="name")


TARGETS = {make.__name__: make for make in (measurement, value, inline, decision)}


class Editor:
    """Somebody who opens the form, waits until all have, and saves a text of his or her own."""

    def __init__(self, number: int, target: Target, gate: threading.Barrier):
        self.client = Client(raise_request_exception=False)
        self.client.force_login(factories.make_user("officer", username=f"editor-{number}"))
        self.name, self.target, self.gate = f"editor-{number}", target, gate
        self.saved: list[str] = []
        self.answers: Counter = Counter()

    def work(self, rounds: int) -> None:
        """Take part in all rounds."""
        try:
            for number in range(1, rounds + 1):
                self._edit(f"{self.name}, round {number}")
        except BaseException:
            self.gate.abort()
            raise
        finally:
            connections.close_all()

    def _edit(self, text: str) -> None:
        form = self.client.get(self.target.address)
        changes = {self.target.input_name: text}
        self.gate.wait()
        answer = self._kind(
            self.client.post(self.target.address, forms.filled(form, **changes)), text
        )
        self.gate.wait()
        self.answers[answer] += 1
        if answer == SAVED:
            self.saved.append(text)

    def _kind(self, response, text: str) -> str:
        if response.status_code == HTTPStatus.FOUND:
            return SAVED
        if response.status_code >= HTTPStatus.INTERNAL_SERVER_ERROR:
            return FAILED
        page = forms.text_of(response)
        is_told = WHO_WAS_FIRST.search(page) and BOTH_VERSIONS.format(mine=text) in page
        return TOLD if is_told or str(FORM_IS_OLD) in page else UNTOLD


def run(make_target, editors: int, rounds: int) -> bool:
    """Let all edit, print what came of it, and return whether nothing was lost."""
    target = make_target()
    gate = threading.Barrier(editors)
    people = [Editor(number, target, gate) for number in range(1, editors + 1)]
    started = time.monotonic()
    with ThreadPoolExecutor(editors) as pool:
        for work in [pool.submit(person.work, rounds) for person in people]:
            work.result()
    seconds = time.monotonic() - started
    answers = sum((person.answers for person in people), Counter())
    lost = lost_updates(target, [text for person in people for text in person.saved])
    say(
        f"{connection.vendor}, {make_target.__name__}: {editors} editors x {rounds} rounds, "
        f"{answers[SAVED]} saves, {answers[TOLD]} conflicts told, {answers[UNTOLD]} not told, "
        f"{len(lost)} lost updates, {answers[FAILED]} errors, {seconds:.0f} seconds"
    )
    for sentence in lost:
        say(sentence)
    everything = answers.total() == editors * rounds
    return everything and not (lost or answers[UNTOLD] or answers[FAILED])


def lost_updates(target: Target, saved: list[str]) -> list[str]:
    """Return what is wrong with the history: each save is there once, in order, the last counts."""
    entries = list(target.row.history.order_by("history_id").values_list(target.field, "version"))
    texts = [text for text, _version in entries[1:]]
    stored = type(target.row).objects.values_list(target.field, flat=True).get(pk=target.row.pk)
    versions = [version for _text, version in entries]
    problems = [f"lost: {text}" for text in (Counter(saved) - Counter(texts)).elements()]
    problems += [f"not saved, but there: {text}" for text in Counter(texts) - Counter(saved)]
    if versions != list(range(1, len(versions) + 1)):
        problems.append(f"versions out of order: {versions}")
    if stored != entries[-1][0]:
        problems.append(f"the record says {stored!r}, its history {entries[-1][0]!r}")
    return problems


def say(sentence: str) -> None:
    """Print a line."""
    sys.stdout.write(f"{sentence}\n")


def main() -> int:
    """Make the database, let all edit, and remove it."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--editors", type=int, default=50)
    parser.add_argument("--rounds", type=int, default=20)
    parser.add_argument("--record", choices=TARGETS, default="measurement")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        # Threads do not share a database in memory, which is what Django would make on SQLite.
        own = f"editors_{os.getpid()}"
        place = f"{folder}/{own}.sqlite3" if connection.vendor == "sqlite" else own
        connection.settings_dict["TEST"] |= {"NAME": place, "MIGRATE": False}
        name = connection.settings_dict["NAME"]
        connection.creation.create_test_db(verbosity=0, autoclobber=True, serialize=False)
        try:
            nothing_lost = run(TARGETS[options.record], options.editors, options.rounds)
        finally:
            connection.creation.destroy_test_db(name, verbosity=0)
    return 0 if nothing_lost else 1


if __name__ == "__main__":
    sys.exit(main())
