"""The closing of a year: what is still missing before it, and by whom and why it was done."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum
from itertools import pairwise

from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from logframe.models import Indicator, Output, ProgressReport, ReportingPeriod, Reviewed
from logframe.ratings import is_unexplained
from logframe.scorecard import Scorecard
from logframe.scores import IndicatorScore, OutputScore

REPORTED_ON = (Output.Status.ACTIVE, Output.Status.INTRODUCED)


class Lack(Enum):
    """What can be missing before a year is closed, in the order in which it is mended."""

    END = _("The year is not over")
    VALUE = _("No value")
    NARRATIVE = _("No narrative")
    VERIFICATION = _("Not verified yet")
    EVIDENCE = _("No evidence")
    REASON = _("The rating differs from the figures, and no reason is given")

    def __str__(self) -> str:
        return str(self.value)


@dataclass(frozen=True)
class OpenPoint:
    """One thing that is missing: of what, and the form in which it is mended."""

    lack: Lack
    code: str
    words: str
    url: str = ""


def open_points(scorecard: Scorecard, period: ReportingPeriod) -> list[OpenPoint]:
    """Return what is missing for the year, in the order of the plan, without a further query."""
    check = _Check(scorecard, period)
    return [*check.end(), *check.values(), *check.narratives()]


def by_lack(points: list[OpenPoint]) -> dict[Lack, list[OpenPoint]]:
    """Return the points grouped by what is missing; what is not missing has no group."""
    groups = {lack: [point for point in points if point.lack is lack] for lack in Lack}
    return {lack: found for lack, found in groups.items() if found}


def acts_of(period: ReportingPeriod) -> list:
    """Return the entries of the history with which the year was closed or reopened, in order."""
    history = period.history.select_related("history_user").order_by("history_date", "history_id")
    days = [None, *history]
    return [
        entry
        for before, entry in pairwise(days)
        if entry.closed_on != (before and before.closed_on)
    ]


@dataclass
class _Check:
    scorecard: Scorecard
    period: ReportingPeriod

    def end(self) -> Iterator[OpenPoint]:
        if not self.period.is_over:
            words = gettext("It runs until 31 December.")
            yield OpenPoint(Lack.END, str(self.period.year), words)

    def values(self) -> Iterator[OpenPoint]:
        for score in self.scorecard.indicators:
            if self._is_reported_on(score):
                yield from self._of_indicator(score)

    def narratives(self) -> Iterator[OpenPoint]:
        for score in self.scorecard.outputs:
            if score.output.status in REPORTED_ON:
                yield from self._of_output(score)

    def _is_reported_on(self, score: IndicatorScore) -> bool:
        output = score.indicator.output
        return score.indicator.adoption != Indicator.Adoption.DISCONTINUED and (
            output is None or output.status in REPORTED_ON
        )

    def _of_indicator(self, score: IndicatorScore) -> Iterator[OpenPoint]:
        indicator, year = score.indicator, score.in_year(self.period.year)
        if missing := self._missing(score):
            words = f"{indicator.title}: {', '.join(missing)}" if missing[0] else indicator.title
            yield OpenPoint(Lack.VALUE, indicator.code, words, self._value_form(indicator))
        for row in year.pending:
            words = f"{indicator.title}: {row} ({row.get_state_display()})"
            yield OpenPoint(Lack.VERIFICATION, _place(row), words, _page_of(row))
        for row in [*year.rows.values(), *year.pending]:
            if row.value is not None and not (row.evidence_link or row.evidence_file):
                words = f"{indicator.title}: {row}"
                yield OpenPoint(Lack.EVIDENCE, _place(row), words, _page_of(row))

    def _missing(self, score: IndicatorScore) -> list[str]:
        """Return the States that have not reported; [""] where the value for all is missing."""
        year = score.in_year(self.period.year)
        pending = {row.member_state and row.member_state.code for row in year.pending}
        reported = pending.union(year.rows)
        if score.indicator.adds_up_from_states:
            return [state.code for state in self.scorecard.states if state.code not in reported]
        return [] if None in reported else [""]

    def _of_output(self, score: OutputScore) -> Iterator[OpenPoint]:
        output, year = score.output, self.period.year
        pending = [row for row in score.pending_reports if row.period_id == self.period.pk]
        verified = [score.reports[year]] if year in score.reports else []
        if not pending and not verified:
            form = self._narrative_form(output)
            yield OpenPoint(Lack.NARRATIVE, output.code, output.short_title, form)
        for report in pending:
            words = f"{output.short_title} ({report.get_state_display()})"
            yield OpenPoint(Lack.VERIFICATION, output.code, words, _page_of(report))
        for report in pending or verified:
            if is_unexplained(report, score, year):
                words = f"{output.short_title}: {report.get_rating_display()}"
                yield OpenPoint(Lack.REASON, output.code, words, _page_of(report))

    def _value_form(self, indicator: Indicator) -> str:
        place = (self.scorecard.plan.slug, self.period.year, indicator.slug)
        return reverse("record_indicator", args=place)

    def _narrative_form(self, output: Output) -> str:
        place = (self.scorecard.plan.slug, output.slug, self.period.year)
        return reverse("narrative", args=place)


def _place(row: Reviewed) -> str:
    state = row.member_state
    return f"{row.indicator.code} {state.code}" if state else row.indicator.code


def _page_of(row: Reviewed) -> str:
    kind = "progressreport" if isinstance(row, ProgressReport) else "measurement"
    return reverse(f"admin:logframe_{kind}_change", args=[row.pk])
