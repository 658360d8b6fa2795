"""Pieces about decisions for the pages of the plan, which know nothing of meetings."""

from dataclasses import dataclass
from datetime import date

from django import template
from django.db.models import Count, Exists, OuterRef, Q
from django.utils import timezone

from logframe.models import Measurement, Milestone, Objective, Output, Plan, ThematicArea
from meetings.asked import asked
from meetings.models import Addressee, Decision, DecisionLink, FollowUp, Meeting
from meetings.standing import Standing, standing_of_addressee
from meetings.standing import standing as standing_of
from meetings.standing import standings as standings_of

register = template.Library()


@register.filter
def standing(decision: Decision) -> Standing:
    """Return where a decision stands today."""
    return standing_of(decision, timezone.localdate())


@register.filter
def standings(decision: Decision) -> list[Standing]:
    """Return where a decision stands today, and whether news of it is overdue."""
    return standings_of(decision, timezone.localdate())


register.filter("asked", asked)


@register.filter
def part_of(addressee: Addressee, decision: Decision) -> Standing:
    """Return where the part of one addressee stands today."""
    return standing_of_addressee(addressee, decision, timezone.localdate())


@register.inclusion_tag("meetings/decisions_on.html")
def decisions_on(target: Output | Objective) -> dict:
    """List the decisions that bear on an output or an objective, the direct ones first."""
    name = "output" if isinstance(target, Output) else "objective"
    links = DecisionLink.objects.filter(**{name: target})
    links = links.select_related("decision__meeting", "decision__due_meeting")
    return {"links": links.order_by("strength", "-decision__meeting__number", "decision__code")}


@dataclass
class OpenDecisions:
    """How many decisions are still to be acted on, and how many of them are overdue."""

    open: int = 0
    overdue: int = 0


@register.simple_tag
def open_decisions() -> dict[int | None, OpenDecisions]:
    """Count the open decisions by the number of their area in the database; None has no area."""
    overdue = Count("pk", filter=Q(falls_due_on__lt=timezone.localdate()))
    counts = Decision.objects.open().order_by().values("area").annotate(n=Count("pk"), late=overdue)
    return {row["area"]: OpenDecisions(row["n"], row["late"]) for row in counts}


@register.filter
def of_area(counts: dict[int | None, OpenDecisions], area: ThematicArea) -> OpenDecisions:
    """Return the counts of one area."""
    return counts.get(area.pk, OpenDecisions())


@register.filter
def of_all(counts: dict[int | None, OpenDecisions]) -> OpenDecisions:
    """Return the counts of all areas and of decisions without one."""
    return OpenDecisions(
        open=sum(count.open for count in counts.values()),
        overdue=sum(count.overdue for count in counts.values()),
    )


@dataclass
class SinceMeeting:
    """What has happened since the governing body last met."""

    meeting: Meeting
    values_verified: int
    targets_revised: int
    follow_ups: int


@register.simple_tag
def since_last_meeting(plan: Plan) -> SinceMeeting | None:
    """Count what was verified, revised and followed up since the governing body last met."""
    meeting = Meeting.objects.last_held()
    if meeting is None:
        return None
    since: date = meeting.ends_on
    before = Milestone.objects.filter(
        indicator=OuterRef("indicator"), year=OuterRef("year"), set_on__lt=OuterRef("set_on")
    )
    revised = Milestone.objects.filter(Exists(before), indicator__plan=plan, set_on__gt=since)
    return SinceMeeting(
        meeting=meeting,
        values_verified=Measurement.objects.verified()
        .filter(indicator__plan=plan, verified_at__date__gt=since)
        .count(),
        targets_revised=revised.count(),
        follow_ups=FollowUp.objects.filter(date__gt=since).count(),
    )


@register.simple_tag
def decisions_due_next(limit: int = 6) -> list[Decision]:
    """Return the open decisions with a day, the longest overdue first."""
    return list(Decision.objects.open().exclude(falls_due_on=None).by_due_day()[:limit])
