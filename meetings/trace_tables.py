"""The columns of the trace between decisions and the plan."""

from django.utils.translation import gettext_lazy as _

from logframe import pieces
from logframe.tables import Column, ListTable, for_files
from meetings.standing import day_of, standing
from meetings.trace import Part

TITLE = {"td": {"class": "title"}}
DECISION = ("decision", "wording", "status")
LINK = ("strength", "reason")


class TraceTable(ListTable):
    """Decisions and what they bear on; a row is a TraceRow, where one side may be missing."""

    part = for_files(_("Part"), accessor="part__label")
    target = Column(
        _("Output or objective"),
        accessor="target__code",
        attrs=TITLE,
        linkify=lambda record: record.target and record.target.get_absolute_url(),
    )
    target_title = for_files(_("Title"), accessor="target__short_title")
    strength = Column(_("Strength"), accessor="link__get_strength_display")
    reason = Column(_("Reason"), accessor="link__reason")
    decision = Column(
        _("Decision"),
        accessor="decision__code",
        attrs={"td": {"class": "code"}},
        linkify=lambda record: record.decision and record.decision.get_absolute_url(),
    )
    meeting = for_files(_("Meeting"), accessor="decision__meeting__code")
    wording = Column(_("Wording"), accessor="decision__wording", attrs=TITLE)
    is_actionable = for_files(_("Asks for action"), accessor="decision__is_actionable")
    area = Column(_("Area"), accessor="area__code", order_by="area__order")
    status = Column(_("Status"), accessor="decision", orderable=False)

    # Of each part the page shows only the columns that can have something in them.
    HIDDEN = {
        Part.NO_DECISION: (*DECISION, *LINK),
        Part.NO_OUTPUT: ("target", *LINK),
        Part.LINK: ("area",),
    }

    def render_target(self, record) -> str:
        """Show the code with the name."""
        return str(record.target)

    def value_target(self, value) -> str:
        """Return the code: the name is a column of the files."""
        return value

    def render_status(self, value) -> str:
        """Show where the decision stands as everywhere."""
        return pieces.status(standing(value, day_of(value)))

    def value_status(self, value) -> str:
        """Return the word."""
        return standing(value, day_of(value)).word
