"""Milestones proposed for the years of a plan: how the way to a target is spread over them.

A proposal is where staff start from: they see it, change it and only then save it. With n years,
k the place of a year among them, s the start and t the target:

    a level that changes       s + share(k) (t - s), s being the baseline; no baseline: t in the
                               last year only, as nothing is known of the way
    adds up (cumulative)       running totals: share(k) t, as every sum starts at 0
    starts afresh (annual)     the amount of a year moves from that of the baseline to t, as a level
                               does; no baseline: t every year, as the work is the same each year
    to be maintained           t every year
    yes or no                  what is so at the start until the last year brings the target

    share(k) of the way done   even k / n, early k (2n + 1 - k) / (n (n + 1)), late k (k + 1) /
                               (n (n + 1)); none before the end: t in the last year and nothing else

A number is rounded half up to the decimals of target and start: from whole to whole all are whole.
So no number goes back, none leaves the way from start to target, and the last is the target.
"""

from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Decimal
from enum import Enum
from itertools import accumulate

from logframe.facts import Facts


class Profile(Enum):
    """When most of the way is covered."""

    EVEN = "even"
    EARLY = "early"
    LATE = "late"
    NONE_BEFORE_THE_END = "none_before_the_end"


def propose(
    facts: Facts, target: Decimal, years: Sequence[int], profile: Profile
) -> dict[int, Decimal]:
    """Return the milestone of each year, given that of the last; a year without one is left out."""
    last = years[-1]
    if profile is Profile.NONE_BEFORE_THE_END or (start_is_missed(facts) and facts.is_level):
        return {last: target}
    if facts.is_maintained or start_is_missed(facts):
        return dict.fromkeys(years, target)
    start = start_of(facts)
    if facts.measure == "yes_no":
        return dict.fromkeys(years, 1 - target if start is None else start) | {last: target}
    places = max(decimals(start), decimals(target))
    return {
        year: rounded(start + (target - start) * done / whole, places)
        for year, (done, whole) in zip(years, shares(profile, len(years)), strict=True)
    }


def start_of(facts: Facts) -> Decimal | None:
    """Where the way to the target begins: every sum at 0, all else at the baseline if known."""
    return Decimal(0) if facts.accumulation == "cumulative" else facts.baseline


def start_is_missed(facts: Facts) -> bool:
    """Whether there is a way to spread over the years, but nobody knows where it begins.

    A yes or no that is to change begins at the opposite of its target.
    """
    changes = not facts.is_maintained and facts.measure != "yes_no"
    return changes and start_of(facts) is None


def shares(profile: Profile, years: int) -> list[tuple[int, int]]:
    """How much of the way is done after each year, as steps done of all steps.

    The steps are alike (even), fall from n to 1 (early) or rise from 1 to n (late).
    """
    steps = {
        Profile.EVEN: [1] * years,
        Profile.EARLY: range(years, 0, -1),
        Profile.LATE: range(1, years + 1),
    }[profile]
    return [(done, sum(steps)) for done in accumulate(steps)]


def decimals(number: Decimal) -> int:
    """How many decimals a number has, zeros at its end not counted."""
    return max(0, -number.normalize().as_tuple().exponent)


def rounded(number: Decimal, places: int) -> Decimal:
    """A number rounded half up, never "-0"."""
    return number.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP) + 0
