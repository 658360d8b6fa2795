"""The rows of a plan, as the scorecard reads them: of all of it, or of a part."""

from collections.abc import Iterable
from datetime import datetime

from django.contrib.auth.models import User
from django.db.models import DateTimeField, Q, QuerySet

from logframe.models import (
    Indicator,
    Measurement,
    MemberState,
    Objective,
    Output,
    ProgressReport,
    ReportingPeriod,
    ThematicArea,
)
from logframe.prepared import (
    Among,
    Numbers,
    Of,
    Place,
    Prepared,
    PreparedRecords,
    Rows,
    fields_of,
    records_of,
)


class People(dict):
    """Those who recorded and verified rows, by their number: few, so each is read once."""

    def read(self, numbers: Iterable[int | None]) -> None:
        """Read those who are not known yet."""
        unknown = set(numbers) - self.keys() - {None}
        self.update((person.pk, person) for person in PEOPLE.read(("pk", list(unknown))))


def areas(of: Of) -> list[ThematicArea]:
    """Return areas in their order, each with its objective, where it has one."""
    rows = AREAS.read(of)
    found = records_of(ThematicArea, (row[:WIDTH] for row in rows))
    objectives = records_of(Objective, (row[WIDTH:] for row in rows))
    for area, objective in zip(found, objectives, strict=True):
        there = objective if objective.pk else None
        ThematicArea._meta.get_field("objective").set_cached_value(area, there)
        if there:
            there.area = area
    return found


def _areas(of: Q) -> QuerySet:
    of_objective = (f"objective__{name}" for name in fields_of(Objective))
    rows = ThematicArea.objects.filter(of).order_by("order")
    return rows.values_list(*fields_of(ThematicArea), *of_objective)


def _in_hand(of: Q, until: datetime) -> QuerySet:
    unverified = Q(verified_at=None) | Q(verified_at__gte=until)
    rows = Measurement.objects.filter(of, unverified, recorded_at__lt=until)
    return rows.order_by("revision")


def _reports(of: Q, until: datetime) -> QuerySet:
    return ProgressReport.objects.filter(of, recorded_at__lt=until).order_by("revision")


def _reported(of: Q, since: datetime, until: datetime) -> QuerySet:
    verified = ProgressReport.objects.verified().filter(of, verified_at__gte=since)
    return verified.filter(verified_at__lt=until).order_by().values_list("output")


def _of_areas(areas: Place) -> QuerySet:
    # Each way on its own: to join both would walk through all indicators.
    outputs = Output.objects.filter(Among("objective__area", areas))
    objectives = Objective.objects.filter(Among("area", areas))
    of_areas = Q(output__in=outputs) | Q(objective__in=objectives)
    return Indicator.objects.filter(of_areas).order_by("order", "code")


WIDTH = len(fields_of(ThematicArea))
AREAS = Rows(_areas, Prepared)
STATES = PreparedRecords(lambda: MemberState.objects.order_by("order", "code"))
PEOPLE = Rows(lambda of: User.objects.filter(of))
PERIODS = Rows(lambda of: ReportingPeriod.objects.filter(of).order_by("year"))
OUTPUTS = Rows(lambda of: Output.objects.filter(of).order_by("letter"))
INDICATORS = Rows(lambda of: Indicator.objects.filter(of).order_by("order", "code"))
INDICATORS_OF_AREAS = PreparedRecords(_of_areas, areas=Numbers())
IN_HAND = Rows(_in_hand, until=DateTimeField())
REPORTS = Rows(_reports, until=DateTimeField())
REPORTED = Rows(_reported, Prepared, since=DateTimeField(), until=DateTimeField())
