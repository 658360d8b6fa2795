"""The one reader of a plan's progress: every page, table, file and paper takes its numbers here.

`Scorecard.load` reads a plan, or a part of it, as of a date in a constant number of queries and
asks `logframe.progress` what the numbers mean. Only what was verified by that date counts.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from django.db.models import Q
from django.utils import timezone

from logframe.models import (
    Indicator,
    Measurement,
    MemberState,
    Milestone,
    Objective,
    Output,
    Plan,
    ProgressReport,
    ReportingPeriod,
    ReviewState,
    ThematicArea,
)
from logframe.models.periods import newest_open
from logframe.models.review import end_of
from logframe.progress import Summary, summarise
from logframe.scores import (
    AreaScore,
    IndicatorScore,
    OutputScore,
    Reporting,
    YearScore,
    value_of_year,
)

Scope = ThematicArea | Output | Indicator | None


@dataclass
class Scorecard:
    """A plan, or the part of it that was asked for, as of a date."""

    plan: Plan
    on: date
    periods: list[ReportingPeriod]
    states: list[MemberState]
    areas: list[AreaScore]

    @classmethod
    def load(cls, plan: Plan, on: date | None = None, include: Scope = None) -> "Scorecard":
        """Read the plan, or only one area, output or indicator of it, in eight queries.

        `on` is the day of which it speaks, today when empty: what was verified or set later is
        not there yet.
        """
        return _Reader(plan, on or timezone.localdate(), include).read()

    @property
    def year(self) -> int:
        """The year of the plan that the day is in, or that is nearest to it."""
        return min(max(self.on.year, self.plan.start_year), self.plan.end_year)

    @property
    def period_to_report(self) -> ReportingPeriod | None:
        """The year that people report on: the newest open one that has begun, or the next."""
        return newest_open(self.periods, self.on)

    @property
    def outputs(self) -> Iterator[OutputScore]:
        """All outputs in the order of the plan."""
        for area in self.areas:
            yield from area.outputs

    @property
    def indicators(self) -> Iterator[IndicatorScore]:
        """All indicators in the order of the plan."""
        for area in self.areas:
            yield from area.indicators

    @cached_property
    def by_pk(self) -> dict[int, IndicatorScore]:
        """The indicators by their number in the database."""
        return {score.indicator.pk: score for score in self.indicators}

    @cached_property
    def summary(self) -> Summary:
        """Counts by status and group over all indicators."""
        return summarise(self.indicators)


class _Reader:
    """Reads the rows of a scorecard, one query a table, and puts them together."""

    def __init__(self, plan: Plan, on: date, include: Scope):
        self.plan, self.on, self.include = plan, on, include

    def read(self) -> Scorecard:
        self.periods = list(self.plan.periods.order_by("year"))
        states = list(MemberState.objects.order_by("order", "code"))
        self.state_codes = {state.pk: state for state in states}
        areas = list(self._areas())
        outputs = _group(self._outputs(), "objective_id")
        indicators = list(self._indicators())
        self.milestones = _group(self._milestones(), "indicator_id")
        self.measurements = _group(self._measurements(), "indicator_id")
        self.reports = _group(self._reports(), "output_id")
        scores = [self._score(indicator) for indicator in indicators]
        self.of_output = _group(scores, "indicator.output_id")
        self.of_objective = _group(scores, "indicator.objective_id")
        return Scorecard(
            plan=self.plan,
            on=self.on,
            periods=self.periods,
            states=states,
            areas=[self._area(area, outputs) for area in areas],
        )

    def _areas(self):
        areas = self.plan.areas.select_related("objective").order_by("order")
        match self.include:
            case ThematicArea():
                return areas.filter(pk=self.include.pk)
            case Output():
                return areas.filter(objective=self.include.objective_id)
            case Indicator(output_id=None):
                return areas.filter(objective=self.include.objective_id)
            case Indicator():
                return areas.filter(objective__outputs=self.include.output_id)
        return areas

    def _outputs(self):
        outputs = self.plan.outputs.order_by("letter")
        match self.include:
            case ThematicArea():
                return outputs.filter(objective__area=self.include)
            case Output():
                return outputs.filter(pk=self.include.pk)
            case Indicator():
                return outputs.filter(pk=self.include.output_id)
        return outputs

    def _indicators(self):
        indicators = self.plan.indicators.order_by("order", "code")
        match self.include:
            case ThematicArea():
                of_area = Q(output__objective__area=self.include) | Q(objective__area=self.include)
                return indicators.filter(of_area)
            case Output():
                return indicators.filter(output=self.include)
            case Indicator():
                return indicators.filter(pk=self.include.pk)
        return indicators

    def _milestones(self):
        rows = Milestone.objects.filter(indicator__in=self._indicators(), set_on__lte=self.on)
        return rows.order_by("year", "set_on")

    def _measurements(self):
        rows = Measurement.objects.filter(
            indicator__in=self._indicators(), recorded_at__lt=end_of(self.on)
        )
        return rows.select_related("verified_by", "recorded_by").order_by("revision")

    def _reports(self):
        rows = ProgressReport.objects.filter(
            output__in=self._outputs(), recorded_at__lt=end_of(self.on)
        )
        return rows.select_related("verified_by", "recorded_by").order_by("revision")

    def _area(self, area: ThematicArea, outputs: dict) -> AreaScore:
        area.plan = self.plan
        objective = getattr(area, "objective", None)
        key = objective.pk if objective else None
        return AreaScore(
            area=area,
            objective=objective,
            objective_indicators=self._with_parents(self.of_objective[key], objective=objective),
            outputs=[self._output(output, objective) for output in outputs[key]],
        )

    def _output(self, output: Output, objective: Objective) -> OutputScore:
        output.plan, output.objective = self.plan, objective
        periods = {period.pk: period for period in self.periods}
        for report in self.reports[output.pk]:
            report.period = periods[report.period_id]
        in_force, pending = self._sort_out(
            self.reports[output.pk], key=lambda report: report.period.year
        )
        return OutputScore(
            output=output,
            indicators=self._with_parents(self.of_output[output.pk], output=output),
            reports=in_force,
            pending_reports=pending,
        )

    def _with_parents(self, scores: list[IndicatorScore], **parent) -> list[IndicatorScore]:
        for score in scores:
            for name, record in parent.items():
                setattr(score.indicator, name, record)
        return scores

    def _score(self, indicator: Indicator) -> IndicatorScore:
        indicator.plan = self.plan
        milestones = _group(self.milestones[indicator.pk], "year")
        measurements = _group(self.measurements[indicator.pk], "period_id")
        years = [
            self._year(indicator, period, milestones[period.year], measurements[period.pk])
            for period in self.periods
        ]
        return IndicatorScore(indicator=indicator, on=self.on, years=years)

    def _year(self, indicator, period, milestones, measurements) -> YearScore:
        for row in measurements:
            row.indicator, row.period = indicator, period
            row.member_state = self.state_codes.get(row.member_state_id)
        in_force, pending = self._sort_out(
            measurements, key=lambda row: row.member_state and row.member_state.code
        )
        score = YearScore(
            period=period,
            milestone=milestones[-1] if milestones else None,
            replaced_milestones=milestones[:-1],
            rows=in_force,
            pending=pending,
            value=value_of_year(indicator, in_force),
        )
        score.reporting = self._reporting(score)
        return score

    def _reporting(self, score: YearScore) -> Reporting:
        if score.value is not None:
            return Reporting.REPORTED
        if score.rows and all(row.not_applicable for row in score.rows.values()):
            return Reporting.NOT_APPLICABLE
        return Reporting.NOT_REPORTED if score.due_on <= self.on else Reporting.NOT_YET_DUE

    def _sort_out(self, rows: list, key) -> tuple[dict, list]:
        """Tell the rows that count on the date, the newest revision of each, from the pending.

        A correction knows the row that it replaces.
        """
        until, by_pk = end_of(self.on), {row.pk: row for row in rows}
        in_force, pending = {}, []
        for row in rows:
            if row.replaces_id in by_pk:
                row.replaces = by_pk[row.replaces_id]
            if row.state == ReviewState.VERIFIED and row.verified_at < until:
                in_force[key(row)] = row
            else:
                pending.append(row)
        return in_force, pending


def _group(rows: Iterable, path: str) -> dict:
    grouped = defaultdict(list)
    for row in rows:
        key = row
        for name in path.split("."):
            key = getattr(key, name)
        grouped[key].append(row)
    return grouped
