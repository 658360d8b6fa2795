"""Pieces about member States for the pages of the plan, which know nothing of meetings."""

from collections.abc import Iterable
from datetime import date

from django import template

from logframe.models import MemberState
from logframe.past import is_past
from meetings import states
from meetings.models import Meeting, MeetingOfficer
from meetings.past import over_by
from meetings.templatetags.decisions import OpenDecisions

register = template.Library()


@register.simple_tag
def asked_of_states(on: date) -> dict[int, dict[int | None, OpenDecisions]]:
    """Count what decisions asked of each State on a day, by area; by numbers in the database."""
    counts: dict[int, dict[int | None, OpenDecisions]] = {}
    for row in states.asked_by_state_and_area(on):
        open_decisions = OpenDecisions(row["n"], row["late"])
        counts.setdefault(row["state"], {})[row["area"]] = open_decisions
    return counts


@register.filter
def of_state(by_state: dict, state: MemberState):
    """Return what stands under a State, or nothing."""
    return by_state.get(state.pk, {})


@register.simple_tag
def asked_of(state: MemberState, on: date) -> states.Asked:
    """Return what decisions asked of a State on a day, what was still to be done first."""
    return states.Asked.of(state, on)


@register.simple_tag
def meetings_hosted(all_states: Iterable[MemberState], on: date) -> dict[int, list[Meeting]]:
    """Return the meetings that each State had hosted by a day, by its number in the database."""
    return states.meetings_by_host(list(all_states), on)


@register.simple_tag
def offices_held(state: MemberState, on: date) -> Iterable[MeetingOfficer]:
    """Return the offices of people of a State at meetings held by a day, the newest first."""
    offices = MeetingOfficer.objects.filter(member_state=state).select_related("meeting__body")
    if is_past(on):
        offices = offices.filter(meeting__in=Meeting.objects.filter(over_by(on)))
    return offices.order_by("meeting__body__order", "-meeting__number")
