"""What the indicators of a load are, and how they fare: every kind meets every course in time."""

from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal

from logframe.models import Indicator

Measure, Direction = Indicator.Measure, Indicator.Direction
Accumulation, StateTotal = Indicator.Accumulation, Indicator.StateTotal

# What a value may be for a maintained milestone: below it is worse, above it, or both.
MISSES_BELOW = (Direction.AT_LEAST, Direction.WITHIN)


@dataclass(frozen=True)
class Kind:
    """One kind of indicator: what it counts, its baseline and its milestones year by year."""

    title: str
    unit: str
    milestones: tuple[int, ...]
    measure: str = Measure.NUMBER
    direction: str = Direction.INCREASE
    accumulation: str = Accumulation.LEVEL
    baseline: int | None = None
    tolerance: int = 0
    state_total: str = ""
    levels: tuple[str, ...] = ()

    @property
    def changes_level(self) -> bool:
        """Whether it moves a stock, so that it needs a baseline."""
        moves = self.direction in (Direction.INCREASE, Direction.DECREASE)
        return moves and self.accumulation == Accumulation.LEVEL

    def value(self, index: int, share: Decimal) -> Decimal:
        """Return what a year reports that came so far on the way to its milestone, 1 all of it."""
        before = Decimal(self.milestones[index - 1] if index else 0)
        milestone = Decimal(self.milestones[index])
        if self.accumulation == Accumulation.CUMULATIVE:
            value = share * (milestone - before)
        elif self.direction in (Direction.INCREASE, Direction.DECREASE):
            start = Decimal(self.baseline or 0)
            value = start + share * (milestone - start)
        elif self.direction in MISSES_BELOW:
            value = share * (milestone + self.tolerance) if share == 1 else share * milestone
        else:
            value = (2 - share) * milestone
        return self._possible(value)

    def _possible(self, value: Decimal) -> Decimal:
        if self.measure == Measure.NUMBER:
            return max(value, Decimal(0)).quantize(Decimal("0.1"), ROUND_HALF_UP)
        first, last = {
            Measure.YES_NO: (0, 1),
            Measure.SCALE: (1, len(self.levels)),
            Measure.PERCENTAGE: (0, 100),
        }[self.measure]
        return min(max(value.quantize(Decimal(1), ROUND_HALF_UP), Decimal(first)), Decimal(last))


KINDS = (
    Kind("Stations that send data every day", "stations", (30, 40, 50, 60, 70), baseline=20),
    Kind(
        "Days above the limit",
        "days a year",
        (90, 80, 70, 60, 50),
        direction=Direction.DECREASE,
        baseline=100,
    ),
    Kind(
        "Experts on the roster",
        "experts",
        (40, 40, 40, 40, 40),
        direction=Direction.AT_LEAST,
    ),
    Kind(
        "Weeks until a report is published",
        "weeks",
        (12, 12, 12, 12, 12),
        direction=Direction.AT_MOST,
    ),
    Kind(
        "Projects under way at once",
        "projects",
        (20, 20, 20, 20, 20),
        direction=Direction.WITHIN,
        tolerance=2,
    ),
    Kind(
        "People trained",
        "people",
        (60, 120, 180, 240, 300),
        accumulation=Accumulation.CUMULATIVE,
        state_total=StateTotal.SUM,
    ),
    Kind("Joint surveys of the year", "surveys", (5, 6, 7, 8, 9), accumulation=Accumulation.ANNUAL),
    Kind(
        "States that send national data",
        "member States",
        (5, 5, 6, 6, 6),
        direction=Direction.AT_LEAST,
        accumulation=Accumulation.ANNUAL,
        state_total=StateTotal.COUNT,
    ),
    Kind(
        "Protected sites with a plan of management",
        "% of the sites",
        (30, 40, 50, 60, 70),
        measure=Measure.PERCENTAGE,
        baseline=20,
        state_total=StateTotal.SEPARATE,
    ),
    Kind(
        "Data that arrive late",
        "% of the data",
        (20, 20, 20, 20, 20),
        measure=Measure.PERCENTAGE,
        direction=Direction.AT_MOST,
        accumulation=Accumulation.ANNUAL,
    ),
    Kind(
        "Work plan of the year adopted",
        "yes or no",
        (1, 1, 1, 1, 1),
        measure=Measure.YES_NO,
        accumulation=Accumulation.ANNUAL,
    ),
    Kind(
        "National desk staffed",
        "yes or no",
        (1, 1, 1, 1, 1),
        measure=Measure.YES_NO,
        direction=Direction.AT_LEAST,
    ),
    Kind(
        "Readiness to share data",
        "level",
        (2, 2, 3, 3, 4),
        measure=Measure.SCALE,
        baseline=1,
        levels=("none", "agreed", "in trial", "in use"),
    ),
)


@dataclass(frozen=True)
class Course:
    """How an indicator fares: how far it comes each year, None for a year that reports nothing."""

    shares: tuple[str | None, ...]
    milestones: tuple[int, ...] = (0, 1, 2, 3, 4)
    has_baseline: bool = True
    adoption: str = Indicator.Adoption.ADOPTED
    # The last milestone falls due in November instead of December.
    is_due_early: bool = False
    values: tuple[Decimal | None, ...] = field(init=False)

    def __post_init__(self):
        shares = tuple(None if share is None else Decimal(share) for share in self.shares)
        object.__setattr__(self, "values", shares)


Adoption = Indicator.Adoption
BUT_THE_LAST = (0, 1, 2, 3)
# In turn, beside the thirteen kinds: fourteen, so that each course meets each kind.
COURSES = (
    Course(("1", "1", "1", "1", "1")),
    Course(("0.9", "0.8", "0.8", "0.8", "0.9"), adoption=Adoption.PROPOSED),
    Course(("0.5", "0.4", "0.3", "0.3", "0.3")),
    Course(("1", "1", "1", "2", "2")),
    Course(("0.8", "0.8", "0.8", "0.8", "2"), milestones=BUT_THE_LAST),
    Course(("0.9", "0.8", "0.8", "0.8", "0.8"), milestones=BUT_THE_LAST),
    Course(("0.5", "0.4", "0.3", "0.3", "0.3"), milestones=BUT_THE_LAST),
    Course(("0.5", "0.2", "-0.1", "-0.2", "-0.3")),
    Course(("1", "1", "1", "1", None), is_due_early=True),
    Course(("1", "0.9", "0.9", None, None)),
    Course(("1", "1", "1", "1", "1"), has_baseline=False, adoption=Adoption.PROPOSED),
    Course(("1", "1", "1", "1", "1"), milestones=(), adoption=Adoption.PROPOSED),
    Course(("0.2", "0.4", "0.6", "0.8", "0.9"), milestones=(4,)),
    Course(("0.8", "0.8", "0.8", None, None), adoption=Adoption.DISCONTINUED),
)
