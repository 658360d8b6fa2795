"""Where a decision stands, as the one status component shows it: shape, word and group."""

from datetime import date
from enum import Enum

from django.utils import timezone
from django.utils.translation import gettext_noop

from logframe.progress import Group
from meetings.models import Addressee, Decision, Implementation
from meetings.models.decisions import CONCLUDED, OPEN


class Standing(Enum):
    """How far a decision is; overdue and out of force come before what was reported.

    That no news came when it was expected is a mark beside it: a decision can be both. The words
    are plain English, as those of the statuses of indicators: pages translate both.
    """

    OVERDUE = "overdue", gettext_noop("Overdue"), "■", Group.POOR
    BLOCKED = "blocked", gettext_noop("Blocked"), "✕", Group.POOR
    NOT_DONE = "not_done", gettext_noop("Not done"), "✕", Group.POOR
    DELAYED = "delayed", gettext_noop("Delayed"), "▲", Group.WATCH
    IN_PROGRESS = "in_progress", gettext_noop("In progress"), "●", Group.GOOD
    COMPLETED = "completed", gettext_noop("Completed"), "✓", Group.GOOD
    NOT_STARTED = "not_started", gettext_noop("No follow-up yet"), "○", Group.NOT_YET_DUE
    DUE_AGAIN = "due_again", gettext_noop("Due again"), "○", Group.NOT_YET_DUE
    STALE = "stale", gettext_noop("Update overdue"), "?", Group.NOT_ASSESSABLE
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


def day_of(decision: Decision) -> date:
    """Return the day of which a decision tells: one of the past, or today."""
    return decision.seen_on or timezone.localdate()


def standing(decision: Decision, on: date) -> Standing:
    """Return where a decision stands on a day."""
    if decision.is_overdue(on):
        return Standing.OVERDUE
    if decision.is_due_again(on):
        return Standing.DUE_AGAIN
    concluded = decision.implementation in (Implementation.NO_ACTION, Implementation.COMPLETED)
    if decision.validity != Decision.Validity.IN_FORCE and not concluded:
        return Standing(decision.validity)
    return Standing(decision.implementation)


def standings(decision: Decision, on: date) -> list[Standing]:
    """Return where a decision stands, and that news is overdue; load `follow_ups` with it."""
    stale = [Standing.STALE] if decision.is_stale(on) else []
    return [standing(decision, on), *stale]


def standing_of_addressee(addressee: Addressee, decision: Decision, on: date) -> Standing:
    """Return where the part of one addressee stands on a day: late where the decision is."""
    if decision.is_due_again(on) and addressee.implementation in CONCLUDED:
        return standing(decision, on)
    if decision.is_overdue(on) and addressee.implementation in OPEN:
        return Standing.OVERDUE
    if decision.validity != Decision.Validity.IN_FORCE and addressee.implementation in OPEN:
        return Standing(decision.validity)
    return Standing(addressee.implementation)
