"""The clauses that explanations are made of: a standing's numbers in words a delegate reads."""

from decimal import Decimal

from logframe.facts import Facts, Milestone
from logframe.figures import percent, show, spell

# Beyond what anybody enters: a number that a verdict rests on is not to be rounded away.
ENTERED_PLACES = 10

ASKED = {"at_least": "at least {}", "at_most": "at most {}", "within": "{} give or take {}"}
YES_NO = {0: "no (0)", 1: "yes (1)"}


def figure(facts: Facts, number: Decimal) -> str:
    """A number in the indicator's own unit."""
    if facts.measure == "yes_no" and number in YES_NO:
        return YES_NO[number]
    if facts.measure == "percentage":
        return percent(number, ENTERED_PLACES)
    return show(number, ENTERED_PLACES)


def distance(facts: Facts, number: Decimal) -> str:
    """How far two numbers are apart, which for percentages is no percentage."""
    points = " percentage points" if facts.measure == "percentage" else ""
    return f"{show(number, ENTERED_PLACES)}{points}"


def start(facts: Facts) -> str:
    """The baseline."""
    return f"the baseline of {figure(facts, facts.baseline)}"


def asked(standing, milestone: Milestone) -> str:
    """A milestone, or the target, with what it asks for and by when."""
    facts = standing.facts
    name = "target" if milestone is standing.target else "milestone"
    goal = ASKED.get(facts.direction, "{}").format(
        figure(facts, milestone.value), distance(facts, facts.tolerance)
    )
    return f"the {name} of {goal} due on {spell(milestone.due)}"


def reported(standing) -> str:
    """What the reported values come to, and for when."""
    if standing.value is None:
        return "no value"
    value = figure(standing.facts, standing.value)
    if standing.facts.accumulation == "cumulative":
        return f"the total of {value} up to {max(standing.values)}"
    year = max(standing.values) if standing.facts.is_level else standing.year
    return f"the value of {value} for {year}"


def way_to(standing, milestone: Milestone) -> str:
    """The way that a share is a share of."""
    end = asked(standing, milestone)
    return f"the way from {start(standing.facts)} to {end}" if standing.facts.is_level else end
