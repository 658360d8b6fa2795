"""What an indicator's numbers mean: how far it has come, and where it stands on a date.

The only module with a formula, in exact decimals and without Django. Each rule of the table of
statuses is one function; RULES lists them in order, and the first that fits decides.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import MAX_EMAX, MIN_EMIN, ROUND_DOWN, Context, Decimal, localcontext
from functools import cached_property
from operator import attrgetter

from logframe import wording
from logframe.facts import Facts, Milestone
from logframe.figures import percent, show
from logframe.sentences import Sentence
from logframe.statuses import Group, Status
from logframe.summary import Summary, summarise

__all__ = [
    "AT_RISK_RATIO",
    "NEAR_MISS_PERCENT",
    "ON_TRACK_RATIO",
    "PARTLY_ACHIEVED_PERCENT",
    "REPORT_GRACE_DAYS",
    "Assessment",
    "Facts",
    "Group",
    "Milestone",
    "Status",
    "Summary",
    "assess",
    "percent",
    "show",
    "summarise",
]

# The judgements in the arithmetic. Every explanation, the help page and each paper shows them,
# and those who are judged by them agreed to them: a change here is a decision, not a tweak.

# On track from this share of the way to the milestone due; less than a twentieth short is more
# often a late figure than a late programme.
ON_TRACK_RATIO = Decimal("0.95")
# At risk from this share, off track below it: what is missing can still be made up.
AT_RISK_RATIO = Decimal("0.60")
# Partly achieved from this much of the way to the target once the last due date has passed: the
# same mark as AT_RISK_RATIO, so that the verdict does not jump on the day after.
PARTLY_ACHIEVED_PERCENT = Decimal(60)
# Days to report in after a milestone falls due, before silence counts as overdue.
REPORT_GRACE_DAYS = 30
# At risk where something to be maintained misses its milestone by this much of it: with no way
# to cover, the milestone itself is the only measure of a miss.
NEAR_MISS_PERCENT = Decimal(5)

# Sums of what people enter stay exact in 60 digits. Quotients are cut rather than rounded, so
# that none is lifted up to a mark that it misses.
EXACT = Context(prec=60, rounding=ROUND_DOWN, Emax=MAX_EMAX, Emin=MIN_EMIN)


@dataclass(frozen=True, slots=True)
class Assessment:
    """Where one indicator stands on one date, and why.

    value: what the reported values come to, None if nothing counts.
    milestone: the last one due, None while nothing is due.
    standing: the numbers behind it; None while the year that it speaks of is to come.
    tell: says the explanation. Of a hundred that are assessed a page tells a few, and shows how far
    few have come: both are worked out when somebody asks.
    """

    status: Status
    value: Decimal | None
    milestone: Milestone | None
    standing: "Standing | None" = field(repr=False, compare=False)
    tell: Callable[[], Sentence] = field(repr=False, compare=False)

    @property
    def progress(self) -> Decimal | None:
        """Per cent of the way to the target (annual: of the year's milestone), not capped.

        None where it has no meaning; to be rounded by whoever shows it, like the ratio.
        """
        with localcontext(EXACT):
            return self.standing.progress if self.standing else None

    @property
    def ratio(self) -> Decimal | None:
        """Share of the way to the milestone due; 1 is all of it."""
        with localcontext(EXACT):
            return self.standing.ratio if self.standing else None

    @property
    def explanation(self) -> Sentence:
        """One sentence with the rule, the numbers, the constants and the date."""
        with localcontext(EXACT):
            return self.tell()


def assess(facts: Facts, on: date) -> Assessment:
    """Where an indicator stands on a date; values that report a later year are left aside."""
    with localcontext(EXACT):
        standing = Standing(facts, on)
        number, (status, say, *details) = first_that_fits(standing)
        return Assessment(
            status=status,
            value=standing.value,
            milestone=standing.due,
            standing=standing,
            tell=lambda: wording.explanation(on, status, number, say(standing, *details)),
        )


def first_that_fits(standing: "Standing") -> tuple[int, "Verdict"]:
    """The number of the rule that decides, and its verdict; the last rule fits all that is left."""
    for number, rule in enumerate(RULES, start=1):
        if verdict := rule(standing):
            return number, verdict


# Effective numbers: what milestones and values come to on a date.


class Standing:
    """An indicator's effective numbers on a date, as the rules read them.

    target is the last milestone (t) and due the last one due (k); value, baseline, progress and
    ratio are the a, b, P and R of the formulas; values are those of the years that count, and
    year is the one whose value counts where each year stands for itself.
    """

    def __init__(self, facts: Facts, on: date):
        self.facts = facts
        self.on = on
        self.milestones = sorted(facts.milestones, key=attrgetter("due", "year"))
        self.target = self.milestones[-1] if self.milestones else None
        self.due = milestone_due(self.milestones, on)
        self.counted = self.due or milestone_to_come(self.milestones, on)
        self.year = self.counted.year if self.counted else on.year
        self.values = values_until(facts, on)
        self.value = self.value_from(self.values)
        self.baseline = facts.baseline if facts.is_level else Decimal(0)
        self.gap = setup_gap(self)

    @cached_property
    def progress(self) -> Decimal | None:
        """Per cent of the way to the target, or to the milestone of an annual value."""
        is_annual = self.facts.accumulation == "annual"
        way = self.share_of_way(self.counted if is_annual else self.target)
        return None if way is None else 100 * way

    @cached_property
    def ratio(self) -> Decimal | None:
        """Share of the way to the milestone due."""
        return self.share_of_way(self.due)

    def value_from(self, values: Mapping[int, Decimal]) -> Decimal | None:
        """What yearly values come to: the latest, their sum, or that of the year that counts."""
        if self.facts.accumulation == "annual":
            return values.get(self.year)
        if not values:
            return None
        return values[max(values)] if self.facts.is_level else sum(values.values())

    def ahead(self, value: Decimal, mark: Decimal) -> Decimal:
        """How far a value is on the wanted side of a mark; negative on the other side."""
        if self.facts.direction == "within":
            return self.facts.tolerance - abs(value - mark)
        return mark - value if self.facts.direction in ("decrease", "at_most") else value - mark

    def share_of_way(self, milestone: Milestone | None) -> Decimal | None:
        """How much of the way from the baseline to a milestone is done; 1 is all of it.

        A way of 0 has no share. Nor has a flow that is planned below 0: the share would fall
        as the value gets better.
        """
        if self.facts.is_maintained or self.gap or None in (milestone, self.value, self.baseline):
            return None
        way = self.ahead(milestone.value, self.baseline)
        return self.ahead(self.value, self.baseline) / way if way > 0 else None

    @property
    def is_over(self) -> bool:
        """Whether the last due date has passed."""
        return self.on > self.target.due

    @property
    def ends_where_it_began(self) -> bool:
        """Whether a level is to change, but back to its baseline: then it is to be held."""
        return self.facts.changes_level and self.target.value == self.baseline

    @property
    def is_done_once_reached(self) -> bool:
        """Whether reaching the target settles the matter before the last due date."""
        changes = not self.facts.is_maintained and self.facts.accumulation != "annual"
        return changes and not self.ends_where_it_began

    def reached(self, milestone: Milestone) -> bool:
        """Whether the value does what a milestone asks."""
        return self.value is not None and self.ahead(self.value, milestone.value) >= 0

    def target_reached_in_time(self) -> bool:
        """Whether the target, reached today, was reached by its due date."""
        if not self.is_over:
            return True
        value = self.value_from(
            {
                year: value
                for year, value in self.values.items()
                if day_described(self.facts, year) <= self.target.due
            }
        )
        return value is not None and self.ahead(value, self.target.value) >= 0


def milestone_due(milestones: Sequence[Milestone], on: date) -> Milestone | None:
    """The last of milestones in order that is due on or before a date."""
    return next((m for m in reversed(milestones) if m.due <= on), None)


def milestone_to_come(milestones: Sequence[Milestone], on: date) -> Milestone | None:
    """The milestone whose year an annual value belongs to before any is due: the current one."""
    this_year = [m for m in milestones if m.year == on.year]
    return next(iter(this_year or milestones), None)


def values_until(facts: Facts, on: date) -> dict[int, Decimal]:
    """The values of the years up to that of a date."""
    return {y: value for y, value in facts.values.items() if value is not None and y <= on.year}


def day_described(facts: Facts, year: int) -> date:
    """The day that the value of a year describes."""
    return facts.reported_on.get(year) or date(year, 12, 31)


def setup_gap(standing: Standing) -> Sentence | None:
    """What is wrong with the way an indicator is set up, as a clause; None if nothing is."""
    facts, milestones = standing.facts, standing.milestones
    if not milestones:
        return wording.NO_MILESTONE
    if facts.changes_level and facts.baseline is not None:
        for milestone in milestones:
            if standing.ahead(milestone.value, facts.baseline) < 0:
                return wording.wrong_side(standing, milestone)
    if facts.accumulation == "cumulative":
        if facts.direction != "increase":
            return wording.MUST_INCREASE
        if standing.target.value <= 0:
            return wording.not_above_zero(standing)
    if facts.accumulation == "annual":
        if facts.direction == "decrease":
            return wording.MUST_STAY_AT_MOST
        if facts.direction == "increase" and all(m.value == 0 for m in milestones):
            return wording.NOTHING_ASKED
    return None


# The rules, in the order of the table. Each returns None, or a status and what says the reason:
# a function of `wording`, with what it is to be told beside the standing.

Verdict = tuple[Status, Callable[..., Sentence], *tuple[Decimal | int, ...]] | None


def discontinued(standing: Standing) -> Verdict:
    """Rule 1: work on it has ended, and so has any judgement."""
    return (Status.DISCONTINUED, wording.discontinued) if standing.facts.discontinued else None


def setup_incomplete(standing: Standing) -> Verdict:
    """Rule 2: as planned, no value could mean anything."""
    return (Status.SETUP_INCOMPLETE, wording.not_set_up) if standing.gap else None


def nothing_due(standing: Standing) -> Verdict:
    """Rule 3: too early to tell, unless it is already done for good."""
    early = standing.is_done_once_reached and standing.reached(standing.target)
    if standing.due or early:
        return None
    return Status.NOT_YET_DUE, wording.first_to_come


def report_missing(standing: Standing) -> Verdict:
    """Rule 4: silence; a later level speaks for an earlier year, a later flow does not."""
    if not standing.due:
        return None
    year = standing.due.year
    later = standing.facts.is_level and max(standing.values, default=year) > year
    if year in standing.values or later:
        return None
    days = (standing.on - standing.due.due).days
    status = Status.REPORT_DUE if days <= REPORT_GRACE_DAYS else Status.REPORT_OVERDUE
    return status, wording.silence, days, REPORT_GRACE_DAYS


def target_reached(standing: Standing) -> Verdict:
    """Rule 5: done; what must hold to the end or starts afresh each year is judged at the end."""
    settled = standing.is_done_once_reached or standing.due == standing.target
    if not (settled and standing.reached(standing.target)):
        return None
    if standing.target_reached_in_time():
        return Status.ACHIEVED, wording.reached_in_time
    return Status.ACHIEVED_LATE, wording.reached_late


def baseline_missing(standing: Standing) -> Verdict:
    """Rule 6: the target is not reached, and the way to it is not known."""
    if not standing.facts.changes_level or standing.baseline is not None:
        return None
    return Status.BASELINE_MISSING, wording.start_unknown


def target_missed(standing: Standing) -> Verdict:
    """Rule 7: the time is over, and rule 5 has not found the target reached."""
    if not standing.is_over:
        return None
    if standing.progress is None:
        return Status.NOT_ACHIEVED, wording.missed_without_share, PARTLY_ACHIEVED_PERCENT
    partly = standing.progress >= PARTLY_ACHIEVED_PERCENT
    status = Status.PARTLY_ACHIEVED if partly else Status.NOT_ACHIEVED
    return status, wording.done_of_way, PARTLY_ACHIEVED_PERCENT


def regressing(standing: Standing) -> Verdict:
    """Rule 8: worse than at the start."""
    if not standing.facts.changes_level or standing.ends_where_it_began:
        return None
    lost = standing.ahead(standing.baseline, standing.value)
    if lost <= standing.facts.tolerance:
        return None
    return Status.REGRESSING, wording.worse_than_start, lost


def milestone_held(standing: Standing) -> Verdict:
    """Rule 9: where there is no way to cover, a miss is weighed against the milestone."""
    if not (standing.facts.is_maintained or standing.ends_where_it_began):
        return None
    miss = -standing.ahead(standing.value, standing.due.value)
    near = NEAR_MISS_PERCENT * abs(standing.due.value) / 100
    if miss <= 0:
        return Status.ON_TRACK, wording.kept, NEAR_MISS_PERCENT, near
    if miss <= near:
        return Status.AT_RISK, wording.missed_by_little, miss, NEAR_MISS_PERCENT, near
    return Status.OFF_TRACK, wording.missed_by_much, miss, NEAR_MISS_PERCENT, near


def milestone_flat(standing: Standing) -> Verdict:
    """Rule 10: a milestone that asks for nothing yet is met or not."""
    if standing.ratio is not None:
        return None
    if standing.reached(standing.due):
        return Status.ON_TRACK, wording.met_without_ratio
    return Status.AT_RISK, wording.unmet_without_ratio


def ratio_to_milestone(standing: Standing) -> Verdict:
    """Rule 11: the share of the way to the milestone that is done."""
    if standing.ratio >= ON_TRACK_RATIO:
        status = Status.ON_TRACK
    elif standing.ratio >= AT_RISK_RATIO:
        status = Status.AT_RISK
    else:
        status = Status.OFF_TRACK
    return status, wording.ratio, ON_TRACK_RATIO, AT_RISK_RATIO


RULES = (
    discontinued,
    setup_incomplete,
    nothing_due,
    report_missing,
    target_reached,
    baseline_missing,
    target_missed,
    regressing,
    milestone_held,
    milestone_flat,
    ratio_to_milestone,
)
