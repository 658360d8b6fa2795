"""The geometry of the charts; templates/components/charts/ draws it as SVG.

Every chart carries a sentence with its numbers, and stands beside a table of them.
"""

import math
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from logframe.dates import day
from logframe.figures import show
from logframe.progress import Group, Summary
from logframe.scores import IndicatorScore

# What a reader in a hurry takes from a group of statuses.
GROUP_WORDS = {
    Group.GOOD: gettext_lazy("on track or achieved"),
    Group.WATCH: gettext_lazy("at risk"),
    Group.POOR: gettext_lazy("off track"),
    Group.NOT_ASSESSABLE: gettext_lazy("not assessable"),
    Group.NOT_YET_DUE: gettext_lazy("not yet due"),
    Group.CLOSED: gettext_lazy("discontinued"),
}


@dataclass(frozen=True, slots=True)
class Axis:
    """Places numbers between two pixels."""

    low: Decimal
    high: Decimal
    start: int
    end: int

    def __call__(self, number: Decimal) -> str:
        """Return the pixel at which the number stands."""
        share = (number - self.low) / (self.high - self.low)
        return f"{self.start + (self.end - self.start) * float(share):.1f}"


def axis(numbers: list[Decimal], start: int, end: int) -> Axis:
    """Return an axis that holds all numbers and 0, or starts below 0 where they do."""
    low, high = min(*numbers, Decimal(0)), max(*numbers, Decimal(0))
    return Axis(low, high if high > low else low + 1, start, end)


@dataclass(frozen=True, slots=True)
class Segment:
    """One group's share of a bar."""

    group: Group
    count: int
    x: str
    width: str

    @property
    def word(self) -> str:
        """What the group means."""
        return str(GROUP_WORDS[self.group])


@dataclass(frozen=True, slots=True)
class Bar:
    """How many indicators stand in each group, as one stacked bar of width 100."""

    segments: list[Segment]

    @property
    def sentence(self) -> str:
        """The bar in words."""
        return ", ".join(f"{segment.count} {segment.word}" for segment in self.segments)


def bar(summary: Summary) -> Bar:
    """Return the stacked bar of a summary; groups without an indicator take no room."""
    total = sum(summary.groups.values())
    segments, x = [], 0.0
    for group, count in summary.groups.items():
        if count:
            width = 100 * count / total
            segments.append(Segment(group, count, f"{x:.2f}", f"{max(width - 0.6, 0.4):.2f}"))
            x += width
    return Bar(segments)


@dataclass(frozen=True, slots=True)
class Bullet:
    """Where one indicator stands between its baseline and its target, on one line."""

    status_group: Group
    bar_x: str | None
    bar_width: str | None
    baseline_x: str | None
    milestone_x: str | None
    target_x: str | None
    sentence: str


def bullet(score: IndicatorScore) -> Bullet | None:
    """Return the bullet of an indicator, or None while there is nothing to draw."""
    facts, assessment = score.facts, score.assessment
    target = score.target.milestone.value if score.target else None
    milestone = assessment.milestone.value if assessment.milestone else None
    named = {
        _("Baseline"): facts.baseline,
        _("value"): assessment.value,
        _("milestone due"): milestone,
        _("target"): target,
    }
    numbers = [number for number in named.values() if number is not None]
    if not numbers:
        return None
    place = axis(numbers, 4, 196)
    start = facts.baseline if facts.changes_level and facts.baseline is not None else Decimal(0)
    bar_x = bar_width = None
    if assessment.value is not None:
        ends = sorted((float(place(start)), float(place(assessment.value))))
        bar_x, bar_width = f"{ends[0]:.1f}", f"{max(ends[1] - ends[0], 2):.1f}"
    return Bullet(
        status_group=assessment.status.group,
        bar_x=bar_x,
        bar_width=bar_width,
        baseline_x=place(facts.baseline) if facts.baseline is not None else None,
        milestone_x=place(milestone) if milestone is not None else None,
        target_x=place(target) if target is not None else None,
        sentence=", ".join(
            f"{name} {show(number, 4)}" for name, number in named.items() if number is not None
        ),
    )


def ticks(low: Decimal, high: Decimal) -> list[Decimal]:
    """Return round numbers from below the lowest to above the highest, four to eight steps."""
    rough = (high - low or Decimal(1)) / 4
    power = Decimal(10) ** rough.adjusted()
    step = next(power * digit for digit in (5, 2, 1) if power * digit <= rough)
    first, last = math.floor(low / step), math.ceil(high / step)
    return [step * number for number in range(first, max(last, first + 1) + 1)]


@dataclass(frozen=True, slots=True)
class Point:
    """A number of one year in a line chart."""

    year: int
    label: str
    x: str
    y: str


@dataclass(frozen=True, slots=True)
class Line:
    """All values of an indicator and its milestones over the years of the plan."""

    title: str
    sentence: str
    years: list[Point]
    ticks: list[Point]
    values: list[Point]
    milestones: list[Point]

    @property
    def values_path(self) -> str:
        """The points of the line of values."""
        return " ".join(f"{point.x},{point.y}" for point in self.values)

    @property
    def milestones_path(self) -> str:
        """The points of the line of milestones."""
        return " ".join(f"{point.x},{point.y}" for point in self.milestones)


def line(score: IndicatorScore) -> Line | None:
    """Return the line chart of an indicator, or None while it has no number at all.

    What adds up over the years is drawn as running totals, as its milestones are.
    """
    values = dict(_running_values(score))
    milestones = {s.year: s.milestone.value for s in score.years if s.milestone}
    baseline = score.indicator.baseline_value if score.facts.is_level else None
    if not values and not milestones:
        return None
    years = [s.year for s in score.years]
    labels = {}
    if baseline is not None:
        years = [years[0] - 1, *years]
        labels[years[0]] = str(score.indicator.baseline_year)
        values = {years[0]: baseline} | values
        milestones = {years[0]: baseline} | milestones
    numbers = [*values.values(), *milestones.values()]
    marks = ticks(min(*numbers, Decimal(0)), max(*numbers, Decimal(0)))
    rising = Axis(marks[0], marks[-1], 170, 20)

    def x(year: int) -> str:
        return f"{64 + 480 * (year - years[0]) / (len(years) - 1):.1f}"

    def points(series: dict[int, Decimal]) -> list[Point]:
        return [Point(y, show(n, 4), x(y), rising(n)) for y, n in sorted(series.items())]

    return Line(
        title=_("%(title)s, by year") % {"title": score.indicator.title},
        sentence="; ".join(
            f"{word} {', '.join(f'{show(n, 4)} ({y})' for y, n in sorted(series.items()))}"
            for word, series in ((_("values"), values), (_("milestones"), milestones))
            if series
        ),
        years=[Point(year, labels.get(year, str(year)), x(year), "190") for year in years],
        ticks=[Point(0, show(mark, 4), "38", rising(mark)) for mark in marks],
        values=points(values),
        milestones=points(milestones),
    )


def _running_values(score: IndicatorScore):
    total = Decimal(0)
    for year in score.years:
        if year.value is not None:
            total += year.value
            adds_up = score.facts.accumulation == "cumulative"
            yield year.year, total if adds_up else year.value


TIME_LINE_WIDTH = 480


@dataclass(frozen=True, slots=True)
class Mark:
    """A day on the time line of a plan."""

    label: str
    x: str


@dataclass(frozen=True, slots=True)
class TimeLine:
    """The years of a plan, and the day of which the page speaks."""

    years: list[Mark]
    ticks: list[str]
    today: Mark
    sentence: str


def time_line(years: range, on: date) -> TimeLine:
    """Return the time line of a plan as of a day, which is drawn at an end when outside."""
    step = TIME_LINE_WIDTH / len(years)
    return TimeLine(
        years=[Mark(str(y), f"{10 + step * i + step / 2:.1f}") for i, y in enumerate(years)],
        ticks=[f"{10 + step * i:.1f}" for i in range(len(years) + 1)],
        today=Mark(_("today") if on == timezone.localdate() else day(on), _place(years, on)),
        sentence=_("The plan runs from %(first)s to %(last)s; the page speaks of %(day)s.")
        % {"first": years[0], "last": years[-1], "day": day(on)},
    )


def marks_on_time_line(years: range, days: Iterable[tuple[str, date]]) -> list[Mark]:
    """Return where named days stand on the time line of a plan."""
    return [Mark(f"{name}, {day(on)}", _place(years, on)) for name, on in days]


def _place(years: range, on: date) -> str:
    begin, end = date(years[0], 1, 1), date(years[-1], 12, 31)
    share = ((on - begin).days + 1) / ((end - begin).days + 1)
    return f"{10 + TIME_LINE_WIDTH * min(max(share, 0), 1):.1f}"
