"""The rows of a plan, as the scorecard reads them: of all of it, or of a part."""

from collections.abc import Iterable
from datetime import datetime

from django.contrib.auth.models import User
from django.db.models import DateTimeField, Q, QuerySet

from logframe.models import (
    Indicator,
    Measurement,
    MemberState,
    Output,
    ProgressReport,
    ReportingPeriod,
)
from logframe.prepared import Prepared, PreparedRecords, Rows


class People(dict):
    """Those who recorded and verified rows, by their number: few, so each is read once."""

    def read(self, numbers: Iterable[int | None]) -> None:
        """Read those who are not known yet."""
        unknown = set(numbers) - self.keys() - {None}
        self.update((person.pk, person) for person in PEOPLE.read(("pk", list(unknown))))


def _in_hand(of: Q, until: datetime) -> QuerySet:
    unverified = Q(verified_at=None) | Q(verified_at__gte=until)
    rows = Measurement.objects.filter(of, unverified, recorded_at__lt=until)
    return rows.order_by("revision")


def _reports(of: Q, until: datetime) -> QuerySet:
    return ProgressReport.objects.filter(of, recorded_at__lt=until).order_by("revision")


def _reported(of: Q, since: datetime, until: datetime) -> QuerySet:
    verified = ProgressReport.objects.verified().filter(of, verified_at__gte=since)
    return verified.filter(verified_at__lt=until).order_by().values_list("output")


STATES = PreparedRecords(lambda: MemberState.objects.order_by("order", "code"))
PEOPLE = Rows(lambda of: User.objects.filter(of))
PERIODS = Rows(lambda of: ReportingPeriod.objects.filter(of).order_by("year"))
OUTPUTS = Rows(lambda of: Output.objects.filter(of).order_by("letter"))
INDICATORS = Rows(lambda of: Indicator.objects.filter(of).order_by("order", "code"))
IN_HAND = Rows(_in_hand, until=DateTimeField())
REPORTS = Rows(_reports, until=DateTimeField())
REPORTED = Rows(_reported, Prepared, since=DateTimeField(), until=DateTimeField())
