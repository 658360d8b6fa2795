"""Earlier open decisions that a decision resembles, for the pages of decisions and meetings."""

from collections.abc import Iterable

from django import template

from meetings import relations
from meetings.decision_rows import DecisionRow
from meetings.models import Decision, Meeting
from meetings.proposals import Resemblance

register = template.Library()


@register.simple_tag
def alike(decision: Decision) -> list[Resemblance]:
    """Return the earlier open decisions that one that asks for action resembles."""
    return relations.alike(decision) if decision.is_actionable else []


@register.simple_tag
def resembling(meeting: Meeting, decisions: Iterable[DecisionRow]) -> list[DecisionRow]:
    """Return the decisions of a meeting that resemble an earlier open one."""
    return relations.resembling(meeting, decisions)
