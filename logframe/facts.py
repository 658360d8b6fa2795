"""What is known about one indicator: the facts from which its progress is worked out."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from itertools import product
from typing import Literal, NamedTuple, get_args

Measure = Literal["number", "percentage", "yes_no", "scale"]
Direction = Literal["increase", "decrease", "at_least", "at_most", "within"]
Accumulation = Literal["level", "cumulative", "annual"]
ACCEPTED = {
    "measure": get_args(Measure),
    "direction": get_args(Direction),
    "accumulation": get_args(Accumulation),
}
COMBINED = frozenset(product(*ACCEPTED.values()))


class Milestone(NamedTuple):
    """What an indicator is to reach in a year, and by when; the last one is the target.

    `value` is in the indicator's own unit: the level to stand at, the running total since the
    start of the plan (cumulative), or the amount of that year alone (annual).
    """

    year: int
    due: date
    value: Decimal


@dataclass(frozen=True, kw_only=True, slots=True)
class Facts:
    """All that decides where one indicator stands; numbers are finite, in the indicator's unit.

    measure: number, percentage (45 is 45 %), yes_no (0 or 1) or scale (levels 1 to k).
    direction: increase and decrease change something; at_least, at_most and within maintain it.
    accumulation: level, the latest value counts; cumulative, each year's own value is added up
    from the start of the plan; annual, each year stands for itself.
    baseline: where a level started, None if unknown; the other two start from 0.
    milestones: those in force, in any order.
    values: verified values by the year they report (1 to 9999); None is no value.
    reported_on: the day a year's value describes, where that is not 31 December.
    tolerance: how far off counts as within, or how far below its baseline is not yet a decline.

    Raises ValueError for a word not listed here and for a number that is not finite.
    """

    measure: Measure
    direction: Direction
    accumulation: Accumulation
    baseline: Decimal | None = None
    milestones: tuple[Milestone, ...] = ()
    values: Mapping[int, Decimal | None] = field(default_factory=dict)
    reported_on: Mapping[int, date] = field(default_factory=dict)
    tolerance: Decimal = Decimal(0)
    discontinued: bool = False

    def __post_init__(self):
        if (self.measure, self.direction, self.accumulation) not in COMBINED:
            for name, accepted in ACCEPTED.items():
                if getattr(self, name) not in accepted:
                    raise ValueError(f"{name} {getattr(self, name)!r} is none of {accepted}")
        planned = [milestone.value for milestone in self.milestones]
        for number in (self.baseline, self.tolerance, *planned, *self.values.values()):
            if number is not None and not Decimal(number).is_finite():
                raise ValueError(f"{number} is not a finite number")

    @property
    def is_level(self) -> bool:
        """Whether this is a stock, whose latest value alone counts."""
        return self.accumulation == "level"

    @property
    def is_maintained(self) -> bool:
        """Whether something is to be kept as it is, so that there is no way to cover."""
        return self.direction in ("at_least", "at_most", "within")

    @property
    def changes_level(self) -> bool:
        """Whether a level is to rise or fall from its baseline."""
        return self.is_level and not self.is_maintained
