"""Where a decision stands, as the one status component shows it: shape, word and group."""

from datetime import date
from enum import Enum

from logframe.progress import Group
from meetings.models import Decision, Implementation


class Standing(Enum):
    """How far a decision is; overdue and out of force come before what was reported."""

    OVERDUE = "overdue", "Overdue", "■", Group.POOR
    BLOCKED = "blocked", "Blocked", "✕", Group.POOR
    NOT_DONE = "not_done", "Not done", "✕", Group.POOR
    DELAYED = "delayed", "Delayed", "▲", Group.WATCH
    IN_PROGRESS = "in_progress", "In progress", "●", Group.GOOD
    COMPLETED = "completed", "Completed", "✓", Group.GOOD
    NOT_STARTED = "not_started", "No follow-up yet", "○", Group.NOT_YET_DUE
    SUPERSEDED = "superseded", "Superseded", "–", Group.CLOSED
    ELAPSED = "elapsed", "Elapsed", "–", Group.CLOSED
    NO_ACTION = "no_action", "No action required", "–", Group.CLOSED

    word: str
    shape: str
    group: Group

    def __new__(cls, slug: str, word: str, shape: str, group: Group):
        """Keep the slug as the value and the rest beside it."""
        standing = object.__new__(cls)
        standing._value_ = slug
        standing.word, standing.shape, standing.group = word, shape, group
        return standing

    def __str__(self) -> str:
        return self.word


def standing(decision: Decision, on: date) -> Standing:
    """Return where a decision stands on a day; load `due_meeting` with it."""
    if decision.implementation == Implementation.NO_ACTION:
        return Standing.NO_ACTION
    if decision.implementation == Implementation.COMPLETED:
        return Standing.COMPLETED
    if decision.validity != Decision.Validity.IN_FORCE:
        return Standing(decision.validity)
    return Standing.OVERDUE if decision.is_overdue(on) else Standing(decision.implementation)
