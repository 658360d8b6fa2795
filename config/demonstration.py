"""The demonstration: invented milestones, values, narratives and follow-ups over the real records.

Its data stand apart from the records, in fixtures/demonstration. While they are loaded the plan's
notice says so on every page and in every file.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import yaml
from django.conf import settings
from django.contrib.auth.models import Group, User
from django.db import connection, transaction
from django.utils import timezone

from config.records import RECORDS_FOLDER, Progress, load_folder
from config.roles import FOCAL_POINTS, MANAGERS, OFFICERS
from logframe.models import (
    FocalPoint,
    Measurement,
    MemberState,
    Milestone,
    Plan,
    ProgressReport,
    ReviewReturn,
)
from meetings.models import FollowUp

DEMONSTRATION_FOLDER = settings.BASE_DIR / "fixtures" / "demonstration"
# A return has no key that people use, so the loader of records cannot read it.
RETURNS_FILE = DEMONSTRATION_FOLDER / "returns" / "returns.yaml"
NOTICE = (
    "Demonstration data: milestones, values, narratives, follow-ups and the activities D01 to D08 "
    "are invented."
)
# In the history of a row it says why the row was written.
REASON = "demonstration data, invented"
PASSWORD = "demo"  # noqa: S105  a public password, for invented data only
# The last day of which the data speak: no row may tell of a day to come.
LAST_DAY = date(2026, 11, 17)
REAL_ENTRIES = (User, Milestone, Measurement, ProgressReport, FollowUp)


class DemonstrationError(Exception):
    """The demonstration cannot be had here; the message says why and what to do."""


@dataclass(frozen=True)
class Person:
    """Somebody of the demonstration."""

    username: str
    group: str
    is_staff: bool
    member_state: str = ""

    @property
    def role(self) -> str:
        """What the person may do, for the list that is printed."""
        return f"{self.group}, {self.member_state}" if self.member_state else self.group


PEOPLE = (
    Person("manager", MANAGERS, is_staff=True),
    Person("officer", OFFICERS, is_staff=True),
    Person("focal", FOCAL_POINTS, is_staff=False, member_state="MNG"),
)


def check_allowed() -> None:
    """Refuse where the site may be real: the password of the demonstration is public."""
    if not settings.DEBUG:
        raise DemonstrationError(
            "The demonstration has users with a public password, so it is refused while DEBUG is "
            "off. Set DEBUG=True on a computer that serves nobody else, or use load_records."
        )
    if timezone.localdate() < LAST_DAY:
        raise DemonstrationError(
            f"The demonstration speaks of days up to {LAST_DAY:%-d %B %Y}, and this computer has "
            f"{timezone.localdate():%-d %B %Y}: set its clock right."
        )


def check_database() -> None:
    """Refuse a database with entries of people, unless they are those of the demonstration.

    Looks before anything is migrated, so that a real database stays as it is.
    """
    found = real_entries()
    if found and not is_loaded():
        raise DemonstrationError(
            f"The database {connection.settings_dict['NAME']} has real entries "
            f"({found}), so it was left as it is. Name another one for the "
            "demonstration: DATABASE_URL=sqlite:///data/demonstration.sqlite3 manage.py demo"
        )


def real_entries() -> str:
    """Return how many entries of people the database has, in words; nothing where it has none."""
    tables = set(connection.introspection.table_names())
    return ", ".join(
        f"{model.objects.count()} {model._meta.verbose_name_plural}"
        for model in REAL_ENTRIES
        if model._meta.db_table in tables and model.objects.exists()
    )


def is_loaded() -> bool:
    """Whether the demonstration data are in the database."""
    has_plans = Plan._meta.db_table in connection.introspection.table_names()
    return has_plans and Plan.objects.filter(notice=NOTICE).exists()


@transaction.atomic
def load(
    records_progress: Progress | None = None, demonstration_progress: Progress | None = None
) -> None:
    """Load the records and the demonstration data, with its people, or nothing of all that."""
    load_folder(RECORDS_FOLDER, progress=records_progress)
    make_people()
    load_folder(
        DEMONSTRATION_FOLDER, overwrite=True, reason=REASON, progress=demonstration_progress
    )
    load_returns(RETURNS_FILE)
    put_up_notice()


def make_people() -> None:
    """Create the people of the demonstration, each in the group of the role."""
    for person in PEOPLE:
        user = User(
            username=person.username,
            first_name="Demonstration",
            last_name=person.username,
            is_staff=person.is_staff,
        )
        user.set_password(PASSWORD)  # weaker than the rules for passwords allow, on purpose
        user.save()
        user.groups.add(Group.objects.get(name=person.group))
        if person.member_state:
            state = MemberState.objects.get(code=person.member_state)
            save(FocalPoint(user=user, member_state=state))


def load_returns(path: Path) -> None:
    """Load the returns of values and narratives, which people name by what was returned."""
    models: dict[str, Callable] = {
        "measurement": Measurement.objects.get_by_natural_key,
        "progressreport": ProgressReport.objects.get_by_natural_key,
        "returned_by": User.objects.get_by_natural_key,
    }
    for item in yaml.safe_load(path.read_text(encoding="utf-8")):
        fields = {
            name: models[name](*value) if name in models else value
            for name, value in item["fields"].items()
        }
        save(ReviewReturn(**fields))


def put_up_notice() -> None:
    """Let the plan say on every page and in every file that the data are invented."""
    plan = Plan.objects.current()
    plan.notice = NOTICE
    save(plan)


def save(row) -> None:
    """Save a row with the reason in its history."""
    row._change_reason = REASON
    row.save()
