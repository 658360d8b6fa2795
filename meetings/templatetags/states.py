"""Pieces about member States for the pages of the plan, which know nothing of meetings."""

from collections.abc import Iterable

from django import template

from logframe.models import MemberState
from meetings import states
from meetings.models import Meeting, MeetingOfficer
from meetings.templatetags.decisions import OpenDecisions

register = template.Library()


@register.simple_tag
def asked_of_states() -> dict[int, dict[int | None, OpenDecisions]]:
    """Count what decisions still ask of each State, by area; by numbers in the database."""
    counts: dict[int, dict[int | None, OpenDecisions]] = {}
    for row in states.asked_by_state_and_area():
        open_decisions = OpenDecisions(row["n"], row["late"])
        counts.setdefault(row["state"], {})[row["area"]] = open_decisions
    return counts


@register.filter
def of_state(by_state: dict, state: MemberState):
    """Return what stands under a State, or nothing."""
    return by_state.get(state.pk, {})


@register.simple_tag
def asked_of(state: MemberState) -> states.Asked:
    """Return what decisions ask of a State, what is still to be done first."""
    return states.Asked.of(state)


@register.simple_tag
def meetings_hosted(all_states: Iterable[MemberState]) -> dict[int, list[Meeting]]:
    """Return the meetings that each State hosted, by its number in the database."""
    return states.meetings_by_host(list(all_states))


@register.simple_tag
def offices_held(state: MemberState) -> Iterable[MeetingOfficer]:
    """Return the offices that people of a State held at meetings, the newest first."""
    offices = MeetingOfficer.objects.filter(member_state=state).select_related("meeting__body")
    return offices.order_by("meeting__body__order", "-meeting__number")
