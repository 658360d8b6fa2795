"""What is reported in a load: values, by State too, with corrections and returns; narratives."""

from collections.abc import Iterator
from copy import copy
from datetime import date, timedelta
from decimal import Decimal
from random import Random

from django.contrib.auth.models import User

from config.load.plan import PlanPart
from config.load.rows import Rows, moment
from logframe.models import (
    Indicator,
    Measurement,
    MemberState,
    ProgressReport,
    ReportingPeriod,
    ReviewReturn,
    ReviewState,
)

# Of the last year not all is verified yet; of what is, one value in so many was corrected.
STEPS = (ReviewState.VERIFIED,) * 8 + (
    ReviewState.DRAFT,
    ReviewState.SUBMITTED,
    ReviewState.RETURNED,
)
CORRECTED_EVERY = 40
VERSIONS = {
    ReviewState.DRAFT: 1,
    ReviewState.SUBMITTED: 2,
    ReviewState.RETURNED: 3,
    ReviewState.VERIFIED: 3,
}


class ReportsPart:
    """What is reported for the indicators and outputs of one part of the plan."""

    def __init__(self, plan: PlanPart, rows: Rows, verifier: User):
        self.plan, self.rows, self.verifier = plan, rows, verifier
        self.random = Random(f"reports {plan.number}")  # noqa: S311  the same load every time
        self.last = plan.periods[-1]

    def write(self) -> None:
        """Write all rows of the part."""
        values = [value for row in self.plan.indicators for value in self._values(row)]
        self._write(values)
        verified = [value for value in values if value.state == ReviewState.VERIFIED]
        self._write([self._correction(value) for value in verified[::CORRECTED_EVERY]])
        returned = [value for value in values if value.state == ReviewState.RETURNED]
        self.rows.add([self._return(value) for value in returned], self.plan.begun)
        self._write(list(self._narratives()))

    def _write(self, rows: list) -> None:
        """Write rows and what the history tells of them: entered, submitted, then as they are."""
        self.rows.add_untold(rows)
        for step in (ReviewState.DRAFT, ReviewState.SUBMITTED):
            version = VERSIONS[step]
            earlier = [self._as_it_was(row, step) for row in rows if row.version > version]
            self.rows.tell(earlier, self.plan.begun, changed=version > 1)
        for changed in (False, True):
            now = [row for row in rows if (row.version > 1) is changed]
            self.rows.tell(now, self.plan.begun, changed=changed)

    def _as_it_was(self, row, step: str):
        earlier = copy(row)
        self._handle(earlier, row.recorded_at.date(), step)
        return earlier

    def _handle(self, row, day: date, step: str) -> None:
        """Let a row have come so far in its review, all on one day."""
        is_submitted, is_verified = step != ReviewState.DRAFT, step == ReviewState.VERIFIED
        row.state, row.version = step, VERSIONS[step]
        row.recorded_by, row.recorded_at = self.rows.author, moment(day, 9)
        row.submitted_by = self.rows.author if is_submitted else None
        row.submitted_at = moment(day, 11) if is_submitted else None
        row.verified_by = self.verifier if is_verified else None
        row.verified_at = moment(day, 15) if is_verified else None

    # Values

    def _values(self, indicator: Indicator) -> Iterator[Measurement]:
        for index, share in enumerate(indicator.course.values):
            if share is not None:
                value = indicator.kind.value(index, share)
                for state in self._reporters(indicator):
                    part = self._part_of(value, share, indicator)
                    yield self._value(indicator, self.plan.periods[index], state, part)

    def _reporters(self, indicator: Indicator) -> list[MemberState | None]:
        if not indicator.by_member_state:
            return [None]
        states = self.plan.states
        return states if indicator.adds_up_from_states else [None, *states]

    def _part_of(self, value: Decimal, share: Decimal, indicator: Indicator) -> Decimal:
        if indicator.state_total == Indicator.StateTotal.SUM:
            return (value / len(self.plan.states)).quantize(Decimal("0.1"))
        if indicator.state_total == Indicator.StateTotal.COUNT:
            return Decimal(self.random.random() < share)
        return value

    def _value(self, indicator, period: ReportingPeriod, state, value: Decimal) -> Measurement:
        is_last = period is self.last
        day = self._day_of_report(period)
        row = Measurement(
            indicator=indicator,
            period=period,
            member_state=state,
            value=value,
            as_of=day if is_last else date(period.year, 12, 31),
            is_provisional=is_last,
            note="Counted from the reports of the year.",
            evidence_link=f"https://example.org/evidence/{indicator.slug}/{period.year}",
        )
        self._handle(row, day, self.random.choice(STEPS) if is_last else ReviewState.VERIFIED)
        return row

    def _day_of_report(self, period: ReportingPeriod) -> date:
        """Return a day in the two months after the year; of the last one a day before November."""
        if period is self.last:
            return date(period.year, 3, 1) + timedelta(days=self.random.randrange(240))
        return date(period.year + 1, 1, 2) + timedelta(days=self.random.randrange(57))

    def _correction(self, value: Measurement) -> Measurement:
        correction = copy(value)
        correction.pk, correction._state.adding = None, True
        correction.replaces, correction.revision = value, value.revision + 1
        correction.replacement_reason = "One report was counted twice."
        return correction

    def _return(self, value: Measurement) -> ReviewReturn:
        return ReviewReturn(
            measurement=value,
            reason="Name the source of the value.",
            returned_by=self.verifier,
            returned_at=value.submitted_at,
        )

    # Narratives

    def _narratives(self) -> Iterator[ProgressReport]:
        for output in self.plan.outputs:
            for period in self.plan.periods[:-1]:
                report = ProgressReport(
                    output=output,
                    period=period,
                    rating=self.random.choice(ProgressReport.Rating.values),
                    rating_reason="What was agreed late is not in the figures yet.",
                    achievements=f"- {output.short_title}: two of three steps were done.",
                    challenges="- Travel was short.",
                    next_steps="1. Go on as planned.",
                )
                self._handle(report, self._day_of_report(period), ReviewState.VERIFIED)
                yield report
