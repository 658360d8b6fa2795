"""The rows of a plan, as the scorecard reads them: of all of it, or of a part."""

from collections.abc import Callable
from datetime import datetime

from django.db.models import BigIntegerField, DateTimeField, Field, Q, QuerySet

from logframe.models import (
    Indicator,
    Measurement,
    MemberState,
    Output,
    ProgressReport,
    ReportingPeriod,
)
from logframe.prepared import Prepared, PreparedRecords

# What rows belong to: the way from a row to a record, with its number in the database; or many.
Of = tuple[str, int] | Q


class Rows:
    """A query of rows that belong to something: of one record, its SQL stays.

    `build` takes what they belong to, and whatever else is in `places`.
    """

    def __init__(
        self,
        build: Callable[..., QuerySet],
        kind: type[Prepared] = PreparedRecords,
        **places: Field,
    ):
        self.build, self.kind, self.places = build, kind, places
        self.by_way: dict[str, Prepared] = {}

    def read(self, of: Of, **values) -> list:
        """Return the rows that belong to it."""
        if isinstance(of, Q):
            return list(self.build(of, **values))
        way, number = of
        if way not in self.by_way:
            self.by_way[way] = self.kind(
                lambda number, **values: self.build(Q(**{way: number}), **values),
                number=BigIntegerField(),
                **self.places,
            )
        return self.by_way[way](number=number, **values)


def _in_hand(of: Q, until: datetime) -> QuerySet:
    return Measurement.objects.pending().filter(of, recorded_at__lt=until).order_by("revision")


def _reports(of: Q, until: datetime) -> QuerySet:
    return ProgressReport.objects.filter(of, recorded_at__lt=until).order_by("revision")


STATES = PreparedRecords(lambda: MemberState.objects.order_by("order", "code"))
PERIODS = Rows(lambda of: ReportingPeriod.objects.filter(of).order_by("year"))
OUTPUTS = Rows(lambda of: Output.objects.filter(of).order_by("letter"))
INDICATORS = Rows(lambda of: Indicator.objects.filter(of).order_by("order", "code"))
IN_HAND = Rows(_in_hand, until=DateTimeField())
REPORTS = Rows(_reports, until=DateTimeField())
