"""What an indicator's numbers mean: how far it has come, and where it stands on a date.

The only module with a formula, in exact decimals and without Django. Each rule of the table of
statuses is one function; RULES lists them in order, and the first that fits decides.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import MAX_EMAX, MIN_EMIN, ROUND_DOWN, Context, Decimal, localcontext

from logframe.facts import Facts, Milestone
from logframe.figures import percent, show, show_beside, spell
from logframe.statuses import Group, Status
from logframe.summary import Summary, summarise
from logframe.wording import asked, distance, reported, start, way_to

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

    progress: per cent of the way to the target (annual: of the year's milestone), not capped.
    ratio: share of the way to the milestone due; 1 is all of it. Each is None where it has no
    meaning, and both are to be rounded by whoever shows them.
    value: what the reported values come to, None if nothing counts.
    milestone: the last one due, None while nothing is due.
    explanation: one sentence with the rule, the numbers, the constants and the date.
    """

    status: Status
    progress: Decimal | None
    ratio: Decimal | None
    value: Decimal | None
    milestone: Milestone | None
    explanation: str


def assess(facts: Facts, on: date) -> Assessment:
    """Where an indicator stands on a date; values that report a later year are left aside."""
    with localcontext(EXACT):
        standing = Standing(facts, on)
        number, (status, reason) = next(
            (number, verdict)
            for number, rule in enumerate(RULES, start=1)
            if (verdict := rule(standing))
        )
        return Assessment(
            status=status,
            progress=standing.progress,
            ratio=standing.ratio,
            value=standing.value,
            milestone=standing.due,
            explanation=f"As of {spell(on)} the status is {status} by rule {number}: {reason}.",
        )


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
        self.milestones = sorted(facts.milestones, key=lambda m: (m.due, m.year))
        self.target = self.milestones[-1] if self.milestones else None
        self.due = milestone_due(self.milestones, on)
        self.counted = milestone_counted(self.milestones, on)
        self.year = self.counted.year if self.counted else on.year
        self.values = values_until(facts, on)
        self.value = self.value_from(self.values)
        self.baseline = facts.baseline if facts.is_level else Decimal(0)
        self.gap = setup_gap(self)
        way = self.share_of_way(self.counted if facts.accumulation == "annual" else self.target)
        self.progress = None if way is None else 100 * way
        self.ratio = self.share_of_way(self.due)

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


def milestone_counted(milestones: Sequence[Milestone], on: date) -> Milestone | None:
    """The milestone whose year an annual value belongs to: the last due, else the current one."""
    this_year = [m for m in milestones if m.year == on.year]
    return milestone_due(milestones, on) or next(iter(this_year or milestones), None)


def values_until(facts: Facts, on: date) -> dict[int, Decimal]:
    """The values of the years up to that of a date."""
    return {y: value for y, value in facts.values.items() if value is not None and y <= on.year}


def day_described(facts: Facts, year: int) -> date:
    """The day that the value of a year describes."""
    return facts.reported_on.get(year) or date(year, 12, 31)


def setup_gap(standing: Standing) -> str | None:
    """What is wrong with the way an indicator is set up, as a clause; None if nothing is."""
    facts, milestones = standing.facts, standing.milestones
    if not milestones:
        return "no milestone is in force"
    if facts.changes_level and facts.baseline is not None:
        for milestone in milestones:
            if standing.ahead(milestone.value, facts.baseline) < 0:
                return f"{asked(standing, milestone)} is on the wrong side of {start(facts)}"
    if facts.accumulation == "cumulative":
        if facts.direction != "increase":
            return "what adds up over the years can only be set to increase"
        if standing.target.value <= 0:
            return f"{asked(standing, standing.target)} is not above 0, where every sum starts"
    if facts.accumulation == "annual":
        if facts.direction == "decrease":
            return "what starts afresh each year cannot be set to decrease, but to stay at most"
        if facts.direction == "increase" and all(m.value == 0 for m in milestones):
            return "every milestone is 0"
    return None


# The rules, in the order of the table. Each returns a status and the reason for it, or None.

Verdict = tuple[Status, str] | None


def discontinued(standing: Standing) -> Verdict:
    """Rule 1: work on it has ended, and so has any judgement."""
    if not standing.facts.discontinued:
        return None
    return Status.DISCONTINUED, "the indicator was discontinued and is no longer judged"


def setup_incomplete(standing: Standing) -> Verdict:
    """Rule 2: as planned, no value could mean anything."""
    return (Status.SETUP_INCOMPLETE, standing.gap) if standing.gap else None


def nothing_due(standing: Standing) -> Verdict:
    """Rule 3: too early to tell, unless it is already done for good."""
    early = standing.is_done_once_reached and standing.reached(standing.target)
    if standing.due or early:
        return None
    first = asked(standing, standing.milestones[0])
    return (
        Status.NOT_YET_DUE,
        f"{first} is the first to fall due, and so far there is {reported(standing)}",
    )


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
    return status, (
        f"{asked(standing, standing.due)} has no value for {year}"
        f"{' or later' if standing.facts.is_level else ''}, "
        f"{days} {'day' if days == 1 else 'days'} after it fell due, "
        f"with {REPORT_GRACE_DAYS} days to report in"
    )


def target_reached(standing: Standing) -> Verdict:
    """Rule 5: done; what must hold to the end or starts afresh each year is judged at the end."""
    settled = standing.is_done_once_reached or standing.due == standing.target
    if not (settled and standing.reached(standing.target)):
        return None
    meets = f"{reported(standing)} meets {asked(standing, standing.target)}"
    if standing.target_reached_in_time():
        return Status.ACHIEVED, f"{meets}, in time"
    return Status.ACHIEVED_LATE, f"{meets}, which was not met by then"


def baseline_missing(standing: Standing) -> Verdict:
    """Rule 6: the target is not reached, and the way to it is not known."""
    if not standing.facts.changes_level or standing.baseline is not None:
        return None
    return Status.BASELINE_MISSING, (
        f"{reported(standing)} does not meet {asked(standing, standing.target)}, "
        "and how far it has come cannot be told without a baseline"
    )


def target_missed(standing: Standing) -> Verdict:
    """Rule 7: the time is over, and rule 5 has not found the target reached."""
    if not standing.is_over:
        return None
    mark = percent(PARTLY_ACHIEVED_PERCENT)
    if standing.progress is None:
        return Status.NOT_ACHIEVED, (
            f"{reported(standing)} does not meet {asked(standing, standing.target)}, "
            f"and there is no percentage to set against the {mark} of partly achieved"
        )
    partly = standing.progress >= PARTLY_ACHIEVED_PERCENT
    done = show_beside(standing.progress, PARTLY_ACHIEVED_PERCENT)
    return Status.PARTLY_ACHIEVED if partly else Status.NOT_ACHIEVED, (
        f"{reported(standing)} is {done} % of {way_to(standing, standing.target)} "
        f"(partly achieved from {mark})"
    )


def regressing(standing: Standing) -> Verdict:
    """Rule 8: worse than at the start."""
    if not standing.facts.changes_level or standing.ends_where_it_began:
        return None
    lost = standing.ahead(standing.baseline, standing.value)
    if lost <= standing.facts.tolerance:
        return None
    facts = standing.facts
    return Status.REGRESSING, (
        f"{reported(standing)} is worse than {start(facts)} by {distance(facts, lost)}, "
        f"more than the tolerance of {distance(facts, facts.tolerance)}"
    )


def milestone_held(standing: Standing) -> Verdict:
    """Rule 9: where there is no way to cover, a miss is weighed against the milestone."""
    if not (standing.facts.is_maintained or standing.ends_where_it_began):
        return None
    milestone = standing.due
    miss = -standing.ahead(standing.value, milestone.value)
    near = NEAR_MISS_PERCENT * abs(milestone.value) / 100
    limit = f"{percent(NEAR_MISS_PERCENT)} of it ({distance(standing.facts, near)})"
    if miss <= 0:
        meets = f"{reported(standing)} meets {asked(standing, milestone)}"
        return Status.ON_TRACK, f"{meets}, where a miss of up to {limit} would be at risk"
    status, more = (Status.AT_RISK, "no more") if miss <= near else (Status.OFF_TRACK, "more")
    misses = f"{reported(standing)} misses {asked(standing, milestone)}"
    return status, f"{misses} by {distance(standing.facts, miss)}, {more} than {limit}"


def milestone_flat(standing: Standing) -> Verdict:
    """Rule 10: a milestone that asks for nothing yet is met or not."""
    if standing.ratio is not None:
        return None
    reached = standing.reached(standing.due)
    return Status.ON_TRACK if reached else Status.AT_RISK, (
        f"{reported(standing)} {'meets' if reached else 'does not meet'} "
        f"{asked(standing, standing.due)}, for which no ratio can be worked out"
    )


def ratio_to_milestone(standing: Standing) -> Verdict:
    """Rule 11: the share of the way to the milestone that is done."""
    if standing.ratio >= ON_TRACK_RATIO:
        status = Status.ON_TRACK
    elif standing.ratio >= AT_RISK_RATIO:
        status = Status.AT_RISK
    else:
        status = Status.OFF_TRACK
    ratio = show_beside(standing.ratio, ON_TRACK_RATIO, AT_RISK_RATIO)
    return status, (
        f"{reported(standing)} gives a ratio of {ratio} against {way_to(standing, standing.due)} "
        f"(on track from {ON_TRACK_RATIO}, at risk from {AT_RISK_RATIO})"
    )


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
