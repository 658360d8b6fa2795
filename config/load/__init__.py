"""A load: an invented plan as large as one likes, to see that the site stays fast.

It stands beside the real records as a plan of its own, of the five years to 2026, and is the
current one: six areas, 27 outputs, 87 indicators and 40 meetings with 1,000 decisions for each of
the times that are asked for. The same load is made every time. Its rows keep every rule, but are
written past the checks.
"""

from collections.abc import Callable

from django.apps import apps
from django.contrib.auth.models import User
from django.db import connection, transaction

from config import demonstration
from config.load.decisions import DecisionsPart
from config.load.plan import PlanPart
from config.load.reports import ReportsPart
from config.load.rows import Rows
from config.records import RECORDS_FOLDER, load_folder
from logframe.models import (
    Activity,
    Indicator,
    Measurement,
    Milestone,
    Output,
    Plan,
    ReportingPeriod,
)
from meetings.models import Decision, Meeting

SLUG = "load"
YEARS = range(2022, 2027)
NOTICE = "Load data: the whole plan is invented, to measure how fast the site is."
# What the history tells for each of the times.
HISTORY = 10_000

Progress = Callable[[int, int, str], None]


class LoadError(Exception):
    """The load cannot be made here; the message says why and what to do."""


def check_database(times: int) -> None:
    """Refuse a database with anything but the records or a load of the same size."""
    made = times_made()
    if made == times or not (made or demonstration.real_entries()):
        return
    found = f"a load of {made}" if made else f"real entries ({demonstration.real_entries()})"
    raise LoadError(
        f"The database {connection.settings_dict['NAME']} has {found}, so it was left as it is. "
        "Name another one for this load: "
        f"DATABASE_URL=sqlite:///data/load-{times}.sqlite3 manage.py make_load --times {times}"
    )


def times_made() -> int:
    """Return how many times the load was made of that the database has, 0 where it has none."""
    if Plan._meta.db_table not in connection.introspection.table_names():
        return 0
    plan = Plan.objects.filter(slug=SLUG).first()
    return plan.areas.count() // 6 if plan else 0


@transaction.atomic
def make(times: int, progress: Progress | None = None) -> None:
    """Make the load in a database that is migrated and empty, or make nothing of it."""
    load_folder(RECORDS_FOLDER)
    demonstration.make_people()
    rows = Rows(author=User.objects.get(username="officer"))
    verifier = User.objects.get(username="manager")
    plan = make_plan(times)
    for number in range(times):
        part = PlanPart(plan, number, rows)
        part.write()
        ReportsPart(part, rows, verifier).write()
        decisions = DecisionsPart(part, rows)
        decisions.write()
        decisions.edit(HISTORY * (number + 1) - rows.told)
        if progress:
            progress(number + 1, times, "parts")
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def counts() -> str:
    """Return how many rows of each kind there are, in words."""
    models = (Output, Indicator, Milestone, Measurement, Activity, Meeting, Decision)
    told = sum(row_of_history.objects.count() for row_of_history in histories())
    counted = [f"{one.objects.count():,} {one._meta.verbose_name_plural}" for one in models]
    return ", ".join([*counted, f"{told:,} entries in the history"])


def histories() -> list:
    """Return the models that keep the history."""
    return [model for model in apps.get_models() if hasattr(model, "history_object")]


def make_plan(times: int) -> Plan:
    """Make the plan of the load with its years, and let it be the current one."""
    real = Plan.objects.current()
    real.is_current = False
    real.save()
    plan = Plan(
        slug=SLUG,
        title=f"Load: {times} times a plan",
        start_year=YEARS.start,
        end_year=YEARS.stop - 1,
        is_current=True,
        notice=NOTICE,
    )
    plan.save()
    for year in YEARS:
        ReportingPeriod(plan=plan, year=year).save()
    return plan
