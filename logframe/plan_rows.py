"""The rows of a plan, as the scorecard reads them: of all of it, or of a part."""

from collections.abc import Callable
from datetime import datetime

from django.db.models import BigIntegerField, DateTimeField, Field, Q, QuerySet

from logframe.models import (
    Indicator,
    Measurement,
    MemberState,
    Output,
    Plan,
    ProgressReport,
    ReportingPeriod,
)
from logframe.prepared import Prepared, PreparedRecords


class RowsOfPlan:
    """A query of rows that belong to a plan; `plan` is the way from a row to it.

    `build` takes what the rows belong to, and whatever else is in `places`.
    """

    def __init__(
        self,
        build: Callable[..., QuerySet],
        plan: str,
        kind: type[Prepared] = PreparedRecords,
        **places: Field,
    ):
        self.build = build
        self.of_all = kind(
            lambda plan_pk, **values: build(Q(**{plan: plan_pk}), **values),
            plan_pk=BigIntegerField(),
            **places,
        )

    def read(self, plan: Plan, part: Q | None = None, **values) -> list:
        """Return the rows of the plan, or of the part of it to which they belong."""
        if part is None:
            return self.of_all(plan_pk=plan.pk, **values)
        return list(self.build(part, **values))


def _in_hand(of: Q, until: datetime) -> QuerySet:
    return Measurement.objects.pending().filter(of, recorded_at__lt=until).order_by("revision")


def _reports(of: Q, until: datetime) -> QuerySet:
    return ProgressReport.objects.filter(of, recorded_at__lt=until).order_by("revision")


STATES = PreparedRecords(lambda: MemberState.objects.order_by("order", "code"))
PERIODS = RowsOfPlan(lambda of: ReportingPeriod.objects.filter(of).order_by("year"), "plan")
OUTPUTS = RowsOfPlan(lambda of: Output.objects.filter(of).order_by("letter"), "plan")
INDICATORS = RowsOfPlan(lambda of: Indicator.objects.filter(of).order_by("order", "code"), "plan")
IN_HAND = RowsOfPlan(_in_hand, "indicator__plan", until=DateTimeField())
REPORTS = RowsOfPlan(_reports, "output__plan", until=DateTimeField())
