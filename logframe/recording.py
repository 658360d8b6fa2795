"""What is to be recorded for a year: a place for each value, with what stands there already."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

from django.db.models import prefetch_related_objects
from django.utils import timezone
from django.utils.translation import gettext as _

from logframe.models import (
    Indicator,
    Measurement,
    MemberState,
    ReportingPeriod,
    ReviewReturn,
    ReviewState,
)
from logframe.scorecard import Scorecard
from logframe.scores import IndicatorScore, YearScore
from logframe.values import VerifiedValue

EDITABLE = (ReviewState.DRAFT, ReviewState.RETURNED)
COPIED = ("value", "not_applicable", "is_provisional", "note", "evidence_link")


@dataclass
class Place:
    """Where one value of a year stands or is missing: an indicator, and a State or all together.

    `correcting` makes a new row of it that replaces the verified one.
    """

    score: IndicatorScore
    year: YearScore
    member_state: MemberState | None = None
    correcting: bool = False
    form: object = None
    return_reason: str = ""

    @property
    def indicator(self) -> Indicator:
        """The indicator whose value it is."""
        return self.score.indicator

    @property
    def key(self) -> str:
        """The name of the place on a form: 4.1a-1, or 4.1a-1.MNG for a State."""
        state = f".{self.member_state.code}" if self.member_state else ""
        return f"{self.indicator.slug}{state}"

    @property
    def name(self) -> str:
        """The name of the place in a message: 4.1(a)-1, with the State where States report."""
        return (
            f"{self.indicator.code} {self.member_state.name}"
            if self.member_state
            else self.indicator.code
        )

    def is_sent_otherwise(self, sent: dict) -> bool:
        """Whether a page sent another value than the one that stands."""
        value = sent.get(f"{self.key}-value", "")
        return bool(value) and value != (str(self.row) if self.row else "")

    @property
    def query(self) -> str:
        """The place among those of its indicator, as its address says it."""
        if not self.indicator.by_member_state:
            return ""
        return f"?state={self.member_state.code if self.member_state else ''}"

    @property
    def in_force(self) -> VerifiedValue | None:
        """The verified value."""
        return self.year.rows.get(self.member_state and self.member_state.code)

    @property
    def in_hand(self) -> Measurement | None:
        """The value that nobody has verified yet."""
        return next(
            (row for row in self.year.pending if row.member_state == self.member_state), None
        )

    @property
    def row(self) -> Measurement | VerifiedValue | None:
        """What stands there, the newest first."""
        return self.in_hand or self.in_force

    @property
    def locked(self) -> str:
        """Why no value can be typed there; empty where one can."""
        if self.year.period.is_closed:
            return _("The year is closed.")
        if self.in_hand:
            waits = self.in_hand.state not in EDITABLE
            return _("It waits to be verified.") if waits else ""
        verified = self.in_force and not self.correcting
        return _("It is verified: a correction replaces it.") if verified else ""

    @property
    def is_open(self) -> bool:
        """Whether a value can be typed there."""
        return not self.locked

    @property
    def can_be_corrected(self) -> bool:
        """Whether a new row may replace the verified one."""
        return bool(self.in_force) and not self.in_hand and not self.year.period.is_closed

    @cached_property
    def last(self) -> Decimal | None:
        """The verified value of the last earlier year that has one."""
        return self.last_year and self._value_in(self.last_year)

    @cached_property
    def last_year(self) -> YearScore | None:
        """The last earlier year with a verified value of the place."""
        earlier = [year for year in self.score.years if year.year < self.year.year]
        return next((y for y in reversed(earlier) if self._value_in(y) is not None), None)

    def _value_in(self, year: YearScore) -> Decimal | None:
        row = year.rows.get(self.member_state and self.member_state.code)
        return row and row.value

    @property
    def instance(self) -> Measurement:
        """The row that a form on the place edits: the one in hand, or a new one."""
        if self.in_hand:
            return self.in_hand
        row = Measurement(
            indicator=self.indicator, period=self.year.period, member_state=self.member_state
        )
        if self.correcting:
            row.replaces_id = self.in_force.pk
        return row

    @property
    def initial(self) -> dict:
        """What a form on a new row begins with: today, or what is corrected."""
        if self.in_hand:
            return {}
        if self.correcting:
            return {name: getattr(self.in_force, name) for name in (*COPIED, "as_of")}
        return {"as_of": timezone.localdate()}


def places_of(score: IndicatorScore, year: YearScore, states: list[MemberState]) -> list[Place]:
    """Return where the values of an indicator stand: each State, all together, or both."""
    indicator = score.indicator
    if not indicator.by_member_state:
        return [Place(score, year)]
    places = [Place(score, year, state) for state in states]
    return places if indicator.adds_up_from_states else [Place(score, year), *places]


def prepare(places: list[Place]) -> None:
    """Read what the forms of the places need besides: levels of scales and reasons of returns."""
    prefetch_related_objects(
        [p.indicator for p in places if p.indicator.measure == Indicator.Measure.SCALE],
        "scale_levels",
    )
    returned = [p for p in places if p.in_hand and p.in_hand.state == ReviewState.RETURNED]
    reasons = ReviewReturn.objects.filter(measurement__in=[place.in_hand for place in returned])
    newest = dict(reasons.order_by("returned_at").values_list("measurement_id", "reason"))
    for place in returned:
        place.return_reason = newest.get(place.in_hand.pk, "")


@dataclass
class Entry:
    """An indicator in the recording grid, with the places of its values."""

    score: IndicatorScore
    year: YearScore
    places: list[Place]

    @property
    def by_state(self) -> bool:
        """Whether it has more than one place, which the grid opens on request."""
        return self.score.indicator.by_member_state

    @property
    def last_year(self) -> YearScore | None:
        """The last earlier year that has a value."""
        earlier = [year for year in self.score.years if year.year < self.year.year]
        return next((year for year in reversed(earlier) if year.value is not None), None)

    @property
    def reported(self) -> int:
        """How many of its places have a value, verified or not."""
        return sum(1 for place in self.places if place.row)


@dataclass
class Section:
    """An output or objective in the recording grid, with its indicators."""

    parent: object
    entries: list[Entry]


def sections(scorecard: Scorecard, period: ReportingPeriod) -> Iterator[tuple]:
    """Return the areas with what is to be recorded for the year, in the order of the plan.

    A discontinued indicator is reported no more.
    """
    for area in scorecard.areas:
        parts = [(area.objective, area.objective_indicators)]
        parts += [(score.output, score.indicators) for score in area.outputs]
        found = [
            Section(parent, [_entry(score, period, scorecard.states) for score in active])
            for parent, scores in parts
            if (active := [score for score in scores if not score.facts.discontinued])
        ]
        if found:
            yield area.area, found


def _entry(score: IndicatorScore, period: ReportingPeriod, states: list[MemberState]) -> Entry:
    year = score.in_year(period.year)
    return Entry(score, year, places_of(score, year, states))
