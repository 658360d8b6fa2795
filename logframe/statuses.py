"""The words for where an indicator stands: statuses, and the groups they are counted in."""

from enum import Enum

from logframe.sentences import gettext_noop as _


class Group(Enum):
    """What a status means to a reader in a hurry; the value is the slug, `word` the heading."""

    GOOD = "good", _("Good")
    WATCH = "watch", _("Watch")
    POOR = "poor", _("Poor")
    NOT_ASSESSABLE = "not_assessable", _("Not assessable")
    NOT_YET_DUE = "not_yet_due", _("Not yet due")
    CLOSED = "closed", _("Closed")

    word: str

    def __new__(cls, slug: str, word: str):
        group = object.__new__(cls)
        group._value_ = slug
        group.word = word
        return group

    # Summing up asks for it all the time, and each member is one object.
    __hash__ = object.__hash__

    def __str__(self) -> str:
        return self.word


# Silence is neither good nor poor, so only these three say how well an indicator does.
ASSESSABLE = frozenset({Group.GOOD, Group.WATCH, Group.POOR})


class Status(Enum):
    """Where an indicator stands on a date.

    The value is the slug, kept in files and addresses. `word` and `shape` are always shown
    together, so that no reader has to rely on colour; `group` is what the status counts as.
    """

    ACHIEVED = "achieved", _("Achieved"), "✓", Group.GOOD
    ACHIEVED_LATE = "achieved_late", _("Achieved late"), "✓", Group.GOOD
    ON_TRACK = "on_track", _("On track"), "●", Group.GOOD
    AT_RISK = "at_risk", _("At risk"), "▲", Group.WATCH
    PARTLY_ACHIEVED = "partly_achieved", _("Partly achieved"), "◐", Group.WATCH
    OFF_TRACK = "off_track", _("Off track"), "■", Group.POOR
    REGRESSING = "regressing", _("Regressing"), "▼", Group.POOR
    NOT_ACHIEVED = "not_achieved", _("Not achieved"), "✕", Group.POOR
    REPORT_DUE = "report_due", _("Report due"), "?", Group.NOT_ASSESSABLE
    REPORT_OVERDUE = "report_overdue", _("Report overdue"), "?", Group.NOT_ASSESSABLE
    BASELINE_MISSING = "baseline_missing", _("Baseline missing"), "?", Group.NOT_ASSESSABLE
    SETUP_INCOMPLETE = "setup_incomplete", _("Set-up incomplete"), "!", Group.NOT_ASSESSABLE
    NOT_YET_DUE = "not_yet_due", _("Not yet due"), "○", Group.NOT_YET_DUE
    DISCONTINUED = "discontinued", _("Discontinued"), "–", Group.CLOSED

    word: str
    shape: str
    group: Group

    def __new__(cls, slug: str, word: str, shape: str, group: Group):
        status = object.__new__(cls)
        status._value_ = slug
        status.word = word
        status.shape = shape
        status.group = group
        return status

    # Summing up asks for it all the time, and each member is one object.
    __hash__ = object.__hash__

    def __str__(self) -> str:
        return self.word
