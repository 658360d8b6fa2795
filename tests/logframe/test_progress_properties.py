"""What holds for any indicator, tried on random ones.

Each property runs on 2,000 indicators, or on as many as the environment asks for:

    PROGRESS_EXAMPLES=1000000 pytest tests/logframe/test_progress_properties.py

Numbers come from a short list, so that values often meet marks, milestones and each other.
"""

import os
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from logframe.progress import Facts, Group, Milestone, Status, assess

quickly = settings(
    max_examples=int(os.environ.get("PROGRESS_EXAMPLES", "2000")),
    deadline=None,
    database=None,
    suppress_health_check=list(HealthCheck),
)

NUMBERS = [Decimal(n) / 2 for n in range(-12, 25)] + [Decimal(n) for n in ("0.001", "95", "100")]
STEPS = [Decimal(n) for n in ("0", "0.5", "1", "2", "3", "5", "8", "10", "20", "100")]
# Shares of a milestone on, about and off the marks of the rules.
SHARES = [Decimal(n) for n in ("-0.5", "0", "0.5", "0.5999", "0.6", "0.7", "0.9499", "0.95")]
SHARES += [Decimal(n) for n in ("0.96", "1", "1.05", "1.0501", "1.2", "2")]
TOLERANCES = [Decimal(n) for n in ("0", "0.5", "1", "2", "10")]
FACTORS = [Decimal(n) for n in ("0.001", "0.3", "1", "2", "7.77", "1000000")]
DAYS_OFF = [0, 0, 0, 0, -1, 90, -184]
AROUND = [-400, -1, 0, 0, 0, 1, 30, 31, 200, 365, 366]
LEVELS = ["level"]
FLOWS_TOO = ["level", "cumulative", "annual"]
CHANGES = ["increase", "decrease"]
DIRECTIONS = ["increase", "increase", "decrease", "at_least", "at_most", "within"]
RANK = {Group.POOR: 1, Group.WATCH: 2, Group.GOOD: 3}

# One draw of bytes is read as a row of choices: many times cheaper than a draw for each.
bytes_of_choice = st.binary(min_size=40, max_size=40)


class Choices:
    """Picks from lists, one byte for each pick."""

    def __init__(self, row):
        self.row = iter(row)

    def pick(self, options):
        return options[next(self.row) % len(options)]

    def facts(self, directions=DIRECTIONS, accumulations=FLOWS_TOO):
        direction, accumulation = self.pick(directions), self.pick(accumulations)
        baseline = self.pick([None, *NUMBERS[:25]])
        start = baseline if accumulation == "level" and baseline is not None else Decimal(0)
        sense = -1 if direction == "decrease" else 1
        years = range(2026, 2026 + self.pick([1, 2, 2, 3, 3, 3, 3, 0]))
        if self.pick([True, True, True, False]):
            planned = [start + sense * self.pick(STEPS) for _ in years]
        else:
            planned = [self.pick(NUMBERS) for _ in years]
        reachable = [start + share * (mark - start) for mark in planned[-1:] for share in SHARES]
        reporting = [year for year in range(2025, 2030) if self.pick([True, True, True, False])]
        return Facts(
            measure=self.pick(["number", "percentage", "yes_no", "scale"]),
            direction=direction,
            accumulation=accumulation,
            baseline=baseline,
            milestones=tuple(
                Milestone(year, date(year, 12, 31) + timedelta(days=self.pick(DAYS_OFF)), value)
                for year, value in zip(years, planned, strict=True)
            ),
            values={year: self.pick([None, *NUMBERS, *reachable * 3]) for year in reporting},
            reported_on={year: date(year, 6, 30) for year in reporting if self.pick([0, 0, 1])},
            tolerance=self.pick(TOLERANCES),
            discontinued=self.pick([False] * 31 + [True]),
        )

    def on(self, facts):
        dues = [milestone.due for milestone in facts.milestones] or [date(2026, 12, 31)]
        return self.pick(dues) + timedelta(days=self.pick(AROUND))


def changed(facts, change, tolerance):
    """The same indicator with every number changed."""
    return replace(
        facts,
        baseline=None if facts.baseline is None else change(facts.baseline),
        milestones=tuple(m._replace(value=change(m.value)) for m in facts.milestones),
        values={y: None if v is None else change(v) for y, v in facts.values.items()},
        tolerance=tolerance,
    )


def outcome(facts, on):
    result = assess(facts, on)
    return result.status, result.progress, result.ratio


def is_held(facts):
    """Whether the target is the baseline: a miss is then a share of the milestone itself."""
    last = max(facts.milestones, key=lambda m: (m.due, m.year), default=None)
    return last is not None and last.value == facts.baseline


@quickly
@given(bytes_of_choice)
def test_another_unit_or_zero_point_changes_nothing(row):
    choices = Choices(row)
    facts = choices.facts(CHANGES, LEVELS)
    on = choices.on(facts)
    factor = choices.pick(FACTORS)
    shift = Decimal(0) if is_held(facts) else choices.pick(NUMBERS)

    converted = changed(facts, lambda n: n * factor + shift, facts.tolerance * factor)

    assert outcome(converted, on) == outcome(facts, on)


@quickly
@given(bytes_of_choice)
def test_falling_is_rising_upside_down(row):
    choices = Choices(row)
    facts = choices.facts(["increase"], LEVELS)
    on = choices.on(facts)

    mirrored = replace(changed(facts, lambda n: -n, facts.tolerance), direction="decrease")

    assert outcome(mirrored, on) == outcome(facts, on)


@quickly
@given(bytes_of_choice)
def test_a_better_value_never_looks_worse(row):
    choices = Choices(row)
    facts = choices.facts(["increase"])
    on = choices.on(facts)
    year = choices.pick([2025, 2026, 2027, 2028, 2029])
    value = facts.values.get(year) or Decimal(0)
    gain = choices.pick([Decimal("0.0001"), Decimal("0.5"), Decimal(5), Decimal(100)])

    before = assess(replace(facts, values={**facts.values, year: value}), on).status.group
    after = assess(replace(facts, values={**facts.values, year: value + gain}), on).status.group

    if before in RANK:
        assert RANK[after] >= RANK[before]
    else:
        assert after in (before, Group.GOOD)


@quickly
@given(bytes_of_choice)
def test_any_indicator_can_be_assessed_and_explained(row):
    choices = Choices(row)
    facts = choices.facts()
    on = choices.on(facts)

    result = assess(facts, on)

    assert (result.status is Status.DISCONTINUED) == facts.discontinued
    explanation = str(result.explanation)
    assert explanation.startswith(f"As of {on.day} {on:%B %Y} the status is {result.status}")
    assert explanation.endswith(".")
    assert ". " not in explanation
    assert result.ratio is None or result.milestone is not None
    if facts.direction in ("at_least", "at_most", "within"):
        assert (result.progress, result.ratio) == (None, None)
    if result.value is None:
        assert result.status.group not in RANK


@settings(quickly, max_examples=1000)
@given(bytes_of_choice)
def test_the_order_of_facts_plays_no_part(row):
    choices = Choices(row)
    facts = choices.facts()
    on = choices.on(facts)

    reordered = replace(
        facts,
        milestones=facts.milestones[::-1],
        values=dict(reversed(facts.values.items())),
    )

    one, other = assess(facts, on), assess(reordered, on)
    assert other == one
    assert (other.progress, other.ratio) == (one.progress, one.ratio)
