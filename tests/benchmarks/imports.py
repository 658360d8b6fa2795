"""How long an import of many measurements takes, beside the library's own way with the same file.

    DATABASE_URL=sqlite:///data/imports.sqlite3 .venv/bin/python -m tests.benchmarks.imports 10000

fills the database that DATABASE_URL names, which must be new, with indicators for so many values
(10,000 where none is given) and imports one file three times, each time a preview and then the
import with its history, taken back in between: by this site; by django-import-export's default
settings; and by these with a model that checks nothing as it saves, which is less than any site
with rules can do. Prints the times, and how many times longer the library takes.
"""

import os
import sys
from datetime import date
from time import perf_counter

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
django.setup()

from django.core.management import call_command  # noqa: E402
from django.db import models, transaction  # noqa: E402
from import_export.fields import Field  # noqa: E402
from import_export.resources import ModelResource  # noqa: E402
from import_export.widgets import ForeignKeyWidget  # noqa: E402

from logframe.formats import csv_bytes  # noqa: E402
from logframe.models import Indicator, Measurement, MemberState, ReportingPeriod  # noqa: E402
from logframe.resources import MeasurementResource  # noqa: E402
from logframe.uploads import SafeCSV  # noqa: E402
from tests.factories import (  # noqa: E402
    make_indicator,
    make_member_state,
    make_output,
    make_period,
    make_user,
)

STATES = 6
YEAR = 2026


class DefaultResource(ModelResource):
    """The same columns with the settings that the library has where nothing is said."""

    indicator = Field("indicator", "indicator", ForeignKeyWidget(Indicator, "code"))
    year = Field("period", "year", ForeignKeyWidget(ReportingPeriod, "year"))
    member_state = Field("member_state", "member_state", ForeignKeyWidget(MemberState, "code"))

    class Meta:
        model = Measurement
        import_id_fields = ("indicator", "year", "member_state", "revision")
        fields = (
            *import_id_fields,
            "value",
            "not_applicable",
            "as_of",
            "is_provisional",
            "note",
            "evidence_link",
            "replacement_reason",
        )

    def after_init_instance(self, instance, new, row, **kwargs) -> None:
        """Say who enters a new row, without whom there is none."""
        instance.recorded_by = kwargs["user"]


class UncheckedResource(DefaultResource):
    """The same, past all rules."""

    def do_instance_save(self, instance, is_create) -> None:
        """Write the row with its history, and check nothing."""
        models.Model.save(instance, force_insert=is_create)


def file_of(many: int) -> bytes:
    """Make the places for so many values, and return a file that fills them."""
    output, period = make_output(), make_period(year=YEAR)
    states = [make_member_state() for _state in range(STATES)]
    indicators = [
        make_indicator(output=output, by_member_state=True, state_total="separate")
        for _place in range(-(-many // STATES))
    ]
    headers = MeasurementResource().get_export_headers()
    rows = [
        {
            "plan": indicator.plan.slug,
            "indicator": indicator.code,
            "year": period.year,
            "member_state": state.code,
            "revision": 1,
            "value": number,
            "not_applicable": False,
            "as_of": date(YEAR, 6, 30),
            "is_provisional": False,
        }
        for number, indicator in enumerate(indicators)
        for state in states
    ]
    return csv_bytes(headers, [[row.get(header) for header in headers] for row in rows[:many]])


def timed(resource: type, content: bytes, many: int, user) -> tuple[float, float]:
    """Return the seconds of the preview and of the import, and leave nothing behind."""
    times = []
    with transaction.atomic():
        for is_preview in (True, False):
            begun = perf_counter()
            dataset = SafeCSV().create_dataset(content)
            result = resource().import_data(
                dataset, dry_run=is_preview, user=user, file_name="values.csv"
            )
            times.append(perf_counter() - begun)
            if result.totals["new"] != many or result.has_errors():
                sys.exit(f"{resource.__name__} did not import the file.")
        if Measurement.history.count() != many:
            sys.exit(f"{resource.__name__} wrote no history.")
        transaction.set_rollback(True)
    return times[0], times[1]


def main(many: int) -> None:
    """Import the file in the three ways, and print how long each took."""
    call_command("migrate", verbosity=0)
    content, user = file_of(many), make_user("manager")
    ways = {
        "this site": MeasurementResource,
        "the library": DefaultResource,
        "and no rules": UncheckedResource,
    }
    ours = None
    for name, resource in ways.items():
        preview, written = timed(resource, content, many, user)
        ours = ours or preview + written
        sys.stdout.write(
            f"{name:12}  preview {preview:6.1f} s  import {written:6.1f} s"
            f"  x {(preview + written) / ours:.1f}\n"
        )


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 10_000)
