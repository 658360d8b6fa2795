"""Where a decision stands, as the one status component shows it: shape, word and group."""

from datetime import date
from enum import Enum

from django.utils.translation import gettext_noop

from logframe.progress import Group
from meetings.models import Decision, Implementation


class Standing(Enum):
    """How far a decision is; overdue and out of force come before what was reported.

    The words are plain English, as those of the statuses of indicators: pages translate both.
    """

    OVERDUE = "overdue", gettext_noop("Overdue"), "■", Group.POOR
    BLOCKED = "blocked", gettext_noop("Blocked"), "✕", Group.POOR
    NOT_DONE = "not_done", gettext_noop("Not done"), "✕", Group.POOR
    DELAYED = "delayed", gettext_noop("Delayed"), "▲", Group.WATCH
    IN_PROGRESS = "in_progress", gettext_noop("In progress"), "●", Group.GOOD
    COMPLETED = "completed", gettext_noop("Completed"), "✓", Group.GOOD
    NOT_STARTED = "not_started", gettext_noop("No follow-up yet"), "○", Group.NOT_YET_DUE
    SUPERSEDED = "superseded", gettext_noop("Superseded"), "–", Group.CLOSED
    ELAPSED = "elapsed", gettext_noop("Elapsed"), "–", Group.CLOSED
    NO_ACTION = "no_action", gettext_noop("No action required"), "–", Group.CLOSED

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
