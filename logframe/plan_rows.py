"""The rows of a plan, as the scorecard reads them: of all of it, or of a part."""

from collections.abc import Callable
from datetime import datetime
from functools import reduce
from operator import or_

from django.contrib.auth.models import User
from django.db.models import BigIntegerField, DateTimeField, Field, Q, QuerySet

from logframe.models import (
    Indicator,
    Measurement,
    MemberState,
    Output,
    ProgressReport,
    ReportingPeriod,
)
from logframe.prepared import Among, Numbers, Prepared, PreparedRecords

# What rows belong to: the way from a row to it, or several ways, and its number in the database, or
# the numbers of many.
Of = tuple[str | tuple[str, ...], int | list[int]]


class Rows:
    """A query of rows that belong to something, which is prepared for each way to it.

    `build` takes what they belong to, and whatever else is in `places`.
    """

    def __init__(self, build: Callable[..., QuerySet], kind=PreparedRecords, **places: Field):
        self.build, self.kind, self.places = build, kind, places
        self.prepared: dict[tuple, Prepared] = {}

    def read(self, of: Of, **values) -> list:
        """Return the rows that belong to it."""
        ways, number = of
        if number == []:
            return []
        for_one = isinstance(number, int)
        if (ways, for_one) not in self.prepared:
            self.prepared[ways, for_one] = self._prepare(ways, for_one=for_one)
        return self.prepared[ways, for_one](number=number, **values)

    def _prepare(self, ways: str | tuple[str, ...], *, for_one: bool) -> Prepared:
        ways = (ways,) if isinstance(ways, str) else ways

        def build(number, **values) -> QuerySet:
            belongs = (Q(**{way: number}) if for_one else Q(Among(way, number)) for way in ways)
            return self.build(reduce(or_, belongs), **values)

        kind = BigIntegerField() if for_one else Numbers()
        return self.kind(build, number=kind, **self.places)


def _in_hand(of: Q, until: datetime) -> QuerySet:
    return Measurement.objects.pending().filter(of, recorded_at__lt=until).order_by("revision")


def _reports(of: Q, until: datetime) -> QuerySet:
    return ProgressReport.objects.filter(of, recorded_at__lt=until).order_by("revision")


STATES = PreparedRecords(lambda: MemberState.objects.order_by("order", "code"))
PEOPLE = Rows(lambda of: User.objects.filter(of))
PERIODS = Rows(lambda of: ReportingPeriod.objects.filter(of).order_by("year"))
OUTPUTS = Rows(lambda of: Output.objects.filter(of).order_by("letter"))
INDICATORS = Rows(lambda of: Indicator.objects.filter(of).order_by("order", "code"))
IN_HAND = Rows(_in_hand, until=DateTimeField())
REPORTS = Rows(_reports, until=DateTimeField())
