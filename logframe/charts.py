"""The geometry of the charts; templates/components/charts/ and the pieces draw it as SVG.

Every chart carries a sentence with its numbers, and stands beside a table of them.
"""

import math
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.utils import timezone
from django.utils.translation import gettext_noop

from logframe.dates import day
from logframe.progress import Facts, Group, Summary
from logframe.scores import IndicatorScore
from logframe.shown import said as _
from logframe.shown import value_in_unit

# What a reader in a hurry takes from a group of statuses.
GROUP_WORDS = {
    Group.GOOD: gettext_noop("on track or achieved"),
    Group.WATCH: gettext_noop("at risk"),
    Group.POOR: gettext_noop("off track"),
    Group.NOT_ASSESSABLE: gettext_noop("not assessable"),
    Group.NOT_YET_DUE: gettext_noop("not yet due"),
    Group.CLOSED: gettext_noop("discontinued"),
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
    """Return an axis that holds all numbers."""
    low, high = min(numbers), max(numbers)
    return Axis(low, high if high > low else low + 1, start, end)


@dataclass(frozen=True, slots=True)
class Segment:
    """One group's share of a bar, and what the group means."""

    group: Group
    word: str
    count: int
    x: str
    width: str


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
            word, drawn = _(GROUP_WORDS[group]), max(width - 0.6, 0.4)
            segments.append(Segment(group, word, count, f"{x:.2f}", f"{drawn:.2f}"))
            x += width
    return Bar(segments)


@dataclass(frozen=True, slots=True)
class Bullet:
    """Where one indicator stands between its baseline and its target, on one line.

    The bar and the diamond at its end are the value, the ring the baseline, the line the milestone
    due, the dashes the target. An arrow shows the side that is wanted; where something is to be
    kept, a band shows how far.
    """

    status_group: Group
    value_x: str | None
    bar_x: str | None
    bar_width: str | None
    baseline_x: str | None
    milestone_x: str | None
    target_x: str | None
    band_x: str | None
    band_width: str | None
    arrow: str
    sentence: str


BULLET_ENDS = (12, 188)
ARROWS = {"increase": "M193 7l5 4-5 4", "decrease": "M7 7l-5 4 5 4"}


def bullet(score: IndicatorScore) -> Bullet | None:
    """Return the bullet of an indicator, or None while there is nothing to draw."""
    facts, assessment = score.facts, score.assessment
    due, target = assessment.milestone, score.target.milestone if score.target else None
    known = {}
    if facts.baseline is not None:
        known[_("baseline")] = facts.baseline
    if assessment.value is not None:
        known[_("value")] = assessment.value
    if due:
        known[_("milestone of %(year)s") % {"year": due.year}] = due.value
    if target:
        known[_("target of %(year)s") % {"year": target.year}] = target.value
    if not known:
        return None
    start, kept = _start(facts), _kept(score, due or target)
    place = axis([*known.values(), start, *kept], *BULLET_ENDS)
    bar_x, bar_width = _span(place, start, assessment.value)
    band_x, band_width = _band(place, kept)
    return Bullet(
        status_group=assessment.status.group,
        value_x=_at(place, assessment.value),
        bar_x=bar_x,
        bar_width=bar_width,
        baseline_x=_at(place, facts.baseline),
        milestone_x=_at(place, due and due.value),
        target_x=_at(place, target and target.value),
        band_x=band_x,
        band_width=band_width,
        arrow=ARROWS.get(facts.direction, ""),
        sentence=_("Wanted: %(direction)s; %(numbers)s")
        % {
            "direction": score.indicator.get_direction_display(),
            "numbers": ", ".join(f"{name}: {_shown(score, n)}" for name, n in known.items()),
        },
    )


def _shown(score: IndicatorScore, number: Decimal) -> str:
    return value_in_unit(score.indicator.measure, number)


def _at(place: Axis, number: Decimal | None) -> str | None:
    return None if number is None else place(number)


def _start(facts: Facts) -> Decimal:
    """Return where the bar of the value begins: at the baseline where that is to change."""
    return facts.baseline if facts.changes_level and facts.baseline is not None else Decimal(0)


def _span(place: Axis, start: Decimal, end: Decimal | None) -> tuple[str | None, str | None]:
    if end is None:
        return None, None
    left, right = sorted((float(place(start)), float(place(end))))
    return f"{left:.1f}", f"{right - left:.1f}"


def _kept(score: IndicatorScore, milestone) -> tuple[Decimal, ...]:
    """Return from where to where what is to be kept may be; empty where it is to change.

    What may rise or fall without end is drawn to the last number, or some way past the milestone.
    """
    facts = score.facts
    if milestone is None or not facts.is_maintained:
        return ()
    if facts.direction == "within":
        return milestone.value - facts.tolerance, milestone.value + facts.tolerance
    values = [Decimal(0), milestone.value, *facts.values.values()]
    room = (max(values) - min(values) or Decimal(1)) / 8
    if facts.direction == "at_least":
        return milestone.value, max(*values, milestone.value + room)
    return min(*values, milestone.value - room), milestone.value


def _band(place: Axis, kept: tuple[Decimal, ...]) -> tuple[str | None, str | None]:
    return _span(place, *kept) if kept else (None, None)


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


def marks_of(measure: str, numbers: list[Decimal]) -> list[Decimal]:
    """Return the marks of an axis that holds 0 and all numbers: yes and no, levels, or round."""
    low, high = min(*numbers, Decimal(0)), max(*numbers, Decimal(0))
    if measure == "yes_no":
        return [Decimal(0), Decimal(1)]
    if measure == "scale":
        return [Decimal(level) for level in range(math.floor(low), max(math.ceil(high), 1) + 1)]
    return ticks(low, high)


def line(score: IndicatorScore) -> Line | None:
    """Return the line chart of an indicator, or None while it has no number at all.

    What adds up over the years is drawn as running totals, as its milestones are.
    """
    values = dict(_running_values(score))
    milestones = {s.year: s.milestone.value for s in score.years if s.milestone}
    baseline = score.indicator.baseline_value if score.facts.is_level else None
    if not values and not milestones:
        return None
    sentence = _line_told(score, baseline, values, milestones)
    years = [s.year for s in score.years]
    labels = {}
    if baseline is not None:
        years = [years[0] - 1, *years]
        labels[years[0]] = str(score.indicator.baseline_year)
        values = {years[0]: baseline} | values
        milestones = {years[0]: baseline} | milestones
    marks = marks_of(score.indicator.measure, [*values.values(), *milestones.values()])
    rising = Axis(marks[0], marks[-1], 170, 20)

    def x(year: int) -> str:
        return f"{64 + 480 * (year - years[0]) / max(len(years) - 1, 1):.1f}"

    def points(series: dict[int, Decimal]) -> list[Point]:
        return [Point(y, _shown(score, n), x(y), rising(n)) for y, n in sorted(series.items())]

    return Line(
        title=_("%(title)s, by year") % {"title": score.indicator.title},
        sentence=sentence,
        years=[Point(year, labels.get(year, str(year)), x(year), "190") for year in years],
        ticks=[Point(0, _shown(score, mark), "38", rising(mark)) for mark in marks],
        values=points(values),
        milestones=points(milestones),
    )


def _line_told(score: IndicatorScore, baseline: Decimal | None, values, milestones) -> str:
    told = [_("Wanted: %(direction)s") % {"direction": score.indicator.get_direction_display()}]
    if baseline is not None:
        told.append(f"{_('baseline')} {_shown(score, baseline)} ({score.indicator.baseline_year})")
    for word, series in ((_("values"), values), (_("milestones"), milestones)):
        if series:
            numbers = (f"{_shown(score, n)} ({year})" for year, n in sorted(series.items()))
            told.append(f"{word} {', '.join(numbers)}")
    return "; ".join(told)


def _running_values(score: IndicatorScore):
    total = Decimal(0)
    for year in score.years:
        if year.value is not None:
            total += year.value
            adds_up = score.facts.accumulation == "cumulative"
            yield year.year, total if adds_up else year.value


TIME_LINE_WIDTH = 480
TIME_LINE_EDGE = 70  # about half a label


@dataclass(frozen=True, slots=True)
class Mark:
    """A day on the time line of a plan."""

    label: str
    x: str

    @property
    def side(self) -> str:
        """The end of the line that it is near to, so that its label stays within the picture."""
        if float(self.x) < TIME_LINE_EDGE:
            return "first"
        return "last" if float(self.x) > TIME_LINE_WIDTH - TIME_LINE_EDGE else ""


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
