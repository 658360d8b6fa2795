"""The words of explanations: what the rules found, told to a delegate with the numbers.

First the reasons that the rules give, then the clauses that they are made of.
"""

from datetime import date
from decimal import Decimal

from logframe.facts import Facts, Milestone
from logframe.figures import percent, show, show_beside
from logframe.sentences import Days, Sentence
from logframe.sentences import gettext_noop as _
from logframe.statuses import Status

# Beyond what anybody enters: a number that a verdict rests on is not to be rounded away.
ENTERED_PLACES = 10


def explanation(on: date, status: Status, rule: int, reason: Sentence) -> Sentence:
    """The whole sentence: the day, the status, the rule that decided and its reason."""
    return Sentence(
        _("As of %(day)s the status is %(status)s by rule %(rule)s: %(reason)s."),
        {"day": on, "status": status, "rule": rule, "reason": reason},
    )


# The reasons, by rule.

NO_MILESTONE = Sentence(_("no milestone is in force"))
MUST_INCREASE = Sentence(_("what adds up over the years can only be set to increase"))
MUST_STAY_AT_MOST = Sentence(
    _("what starts afresh each year cannot be set to decrease, but to stay at most")
)
NOTHING_ASKED = Sentence(_("every milestone is 0"))


def discontinued(standing) -> Sentence:
    """Rule 1: nobody works on it any more."""
    return Sentence(_("the indicator was discontinued and is no longer judged"))


def not_set_up(standing) -> Sentence:
    """Rule 2: what is wrong with the way it is set up."""
    return standing.gap


def wrong_side(standing, milestone: Milestone) -> Sentence:
    """Rule 2: a milestone asks for worse than the baseline."""
    return Sentence(
        _("%(milestone)s is on the wrong side of %(baseline)s"),
        {"milestone": asked(standing, milestone), "baseline": start(standing.facts)},
    )


def not_above_zero(standing) -> Sentence:
    """Rule 2: a sum is to come to nothing, or less."""
    target = asked(standing, standing.target)
    return Sentence(_("%(target)s is not above 0, where every sum starts"), {"target": target})


def first_to_come(standing) -> Sentence:
    """Rule 3: which milestone comes first, and what there is so far."""
    text = _("%(milestone)s is the first to fall due, and so far there is %(value)s")
    return compared(text, standing, standing.milestones[0])


def silence(standing, days: int, grace: int) -> Sentence:
    """Rule 4: for how many days a milestone has waited for its value."""
    text = _(
        "%(milestone)s has no value for %(year)s, %(days)s after it fell due, "
        "with %(grace)s to report in"
    )
    if standing.facts.is_level:
        text = _(
            "%(milestone)s has no value for %(year)s or later, %(days)s after it fell due, "
            "with %(grace)s to report in"
        )
    return Sentence(
        text,
        {
            "milestone": asked(standing, standing.due),
            "year": standing.due.year,
            "days": Days(days),
            "grace": Days(grace),
        },
    )


def reached_in_time(standing) -> Sentence:
    """Rule 5: the target was reached by its due date."""
    return compared(_("%(value)s meets %(milestone)s, in time"), standing, standing.target)


def reached_late(standing) -> Sentence:
    """Rule 5: the target was reached after it."""
    text = _("%(value)s meets %(milestone)s, which was not met by then")
    return compared(text, standing, standing.target)


def start_unknown(standing) -> Sentence:
    """Rule 6: the target is not reached, and nobody knows how far it was."""
    text = _(
        "%(value)s does not meet %(milestone)s, "
        "and how far it has come cannot be told without a baseline"
    )
    return compared(text, standing, standing.target)


def missed_without_share(standing, mark: Decimal) -> Sentence:
    """Rule 7: the target was missed, by what no percentage can say."""
    text = _(
        "%(value)s does not meet %(milestone)s, "
        "and there is no percentage to set against the %(mark)s of partly achieved"
    )
    return compared(text, standing, standing.target, mark=percent(mark))


def done_of_way(standing, mark: Decimal) -> Sentence:
    """Rule 7: how much of the way to the target was done when the time was over."""
    return Sentence(
        _("%(value)s is %(share)s of %(way)s (partly achieved from %(mark)s)"),
        {
            "value": reported(standing),
            "share": f"{show_beside(standing.progress, mark)} %",
            "way": way_to(standing, standing.target),
            "mark": percent(mark),
        },
    )


def worse_than_start(standing, lost: Decimal) -> Sentence:
    """Rule 8: by how much it is worse than at the start."""
    facts = standing.facts
    return Sentence(
        _(
            "%(value)s is worse than %(baseline)s by %(lost)s, "
            "more than the tolerance of %(tolerance)s"
        ),
        {
            "value": reported(standing),
            "baseline": start(facts),
            "lost": distance(facts, lost),
            "tolerance": distance(facts, facts.tolerance),
        },
    )


def kept(standing, share: Decimal, near: Decimal) -> Sentence:
    """Rule 9: what is to be kept is, and how much less would be at risk."""
    text = _("%(value)s meets %(milestone)s, where a miss of up to %(limit)s would be at risk")
    return compared(text, standing, standing.due, limit=part_of_milestone(standing, share, near))


def missed_by_little(standing, miss: Decimal, share: Decimal, near: Decimal) -> Sentence:
    """Rule 9: what is to be kept is missed by no more than the limit."""
    text = _("%(value)s misses %(milestone)s by %(miss)s, no more than %(limit)s")
    far, limit = distance(standing.facts, miss), part_of_milestone(standing, share, near)
    return compared(text, standing, standing.due, miss=far, limit=limit)


def missed_by_much(standing, miss: Decimal, share: Decimal, near: Decimal) -> Sentence:
    """Rule 9: what is to be kept is missed by more than the limit."""
    text = _("%(value)s misses %(milestone)s by %(miss)s, more than %(limit)s")
    far, limit = distance(standing.facts, miss), part_of_milestone(standing, share, near)
    return compared(text, standing, standing.due, miss=far, limit=limit)


def met_without_ratio(standing) -> Sentence:
    """Rule 10: a milestone to which there is no way is met."""
    text = _("%(value)s meets %(milestone)s, for which no ratio can be worked out")
    return compared(text, standing, standing.due)


def unmet_without_ratio(standing) -> Sentence:
    """Rule 10: a milestone to which there is no way is not met."""
    text = _("%(value)s does not meet %(milestone)s, for which no ratio can be worked out")
    return compared(text, standing, standing.due)


def ratio(standing, on_track: Decimal, at_risk: Decimal) -> Sentence:
    """Rule 11: the share of the way that is done, beside the marks of the verdict."""
    return Sentence(
        _(
            "%(value)s gives a ratio of %(ratio)s against %(way)s "
            "(on track from %(on_track)s, at risk from %(at_risk)s)"
        ),
        {
            "value": reported(standing),
            "ratio": show_beside(standing.ratio, on_track, at_risk),
            "way": way_to(standing, standing.due),
            "on_track": on_track,
            "at_risk": at_risk,
        },
    )


# The clauses.

ASKED = {
    "at_least": _("at least %(value)s"),
    "at_most": _("at most %(value)s"),
    "within": _("%(value)s give or take %(tolerance)s"),
}
YES_NO = {0: Sentence(_("no (0)")), 1: Sentence(_("yes (1)"))}


def compared(text: str, standing, milestone: Milestone, **more) -> Sentence:
    """What the reported values come to, set against a milestone."""
    return Sentence(
        text,
        {"value": reported(standing), "milestone": asked(standing, milestone), **more},
    )


def part_of_milestone(standing, share: Decimal, amount: Decimal) -> Sentence:
    """How much of a milestone may be missed."""
    return Sentence(
        _("%(share)s of it (%(amount)s)"),
        {"share": percent(share), "amount": distance(standing.facts, amount)},
    )


def figure(facts: Facts, number: Decimal) -> str | Sentence:
    """A number in the indicator's own unit."""
    if facts.measure == "yes_no" and number in YES_NO:
        return YES_NO[number]
    if facts.measure == "percentage":
        return percent(number, ENTERED_PLACES)
    return show(number, ENTERED_PLACES)


def distance(facts: Facts, number: Decimal) -> str | Sentence:
    """How far two numbers are apart, which for percentages is no percentage."""
    far = show(number, ENTERED_PLACES)
    if facts.measure == "percentage":
        return Sentence(_("%(number)s percentage points"), {"number": far})
    return far


def start(facts: Facts) -> Sentence:
    """The baseline."""
    return Sentence(_("the baseline of %(value)s"), {"value": figure(facts, facts.baseline)})


def asked(standing, milestone: Milestone) -> Sentence:
    """A milestone, or the target, with what it asks for and by when."""
    parts = {"goal": goal(standing.facts, milestone), "day": milestone.due}
    if milestone is standing.target:
        return Sentence(_("the target of %(goal)s due on %(day)s"), parts)
    return Sentence(_("the milestone of %(goal)s due on %(day)s"), parts)


def goal(facts: Facts, milestone: Milestone) -> str | Sentence:
    """What a milestone asks for."""
    value = figure(facts, milestone.value)
    if not facts.is_maintained:
        return value
    parts = {"value": value, "tolerance": distance(facts, facts.tolerance)}
    return Sentence(ASKED[facts.direction], parts)


def reported(standing) -> Sentence:
    """What the reported values come to, and for when."""
    if standing.value is None:
        return Sentence(_("no value"))
    value = figure(standing.facts, standing.value)
    if standing.facts.accumulation == "cumulative":
        parts = {"value": value, "year": max(standing.values)}
        return Sentence(_("the total of %(value)s up to %(year)s"), parts)
    year = max(standing.values) if standing.facts.is_level else standing.year
    return Sentence(_("the value of %(value)s for %(year)s"), {"value": value, "year": year})


def way_to(standing, milestone: Milestone) -> Sentence:
    """The way that a share is a share of."""
    end = asked(standing, milestone)
    if not standing.facts.is_level:
        return end
    parts = {"start": start(standing.facts), "end": end}
    return Sentence(_("the way from %(start)s to %(end)s"), parts)
