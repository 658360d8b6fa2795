"""The columns of the decision register and of the list of meetings."""

import django_tables2 as tables
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from logframe.tables import ListTable, component, for_files
from meetings.models import Decision, Meeting
from meetings.standing import standing


class DecisionTable(ListTable):
    """Decisions: what was decided, who is to act by when, and how far it is."""

    code = tables.Column(_("Decision"), linkify=True, order_by="report_order")
    meeting = for_files(_("Meeting"), accessor="meeting__code")
    section = for_files(_("Section"), accessor="section")
    paragraph = for_files(_("Paragraph"), accessor="paragraph")
    sequence = for_files(_("Sequence"), accessor="sequence")
    heading = for_files(_("Heading"), accessor="heading")
    wording = tables.Column(_("Wording"), attrs={"td": {"class": "title"}})
    kind = tables.Column(_("Kind"))
    is_actionable = for_files(_("Asks for action"), accessor="is_actionable")
    certainty = for_files(
        _("Certainty of that judgement"), accessor="get_certainty_display", order_by="certainty"
    )
    addressees = tables.Column(_("Addressed to"), empty_values=(), orderable=False)
    due = tables.Column(_("Due"), accessor="due_text", order_by="due_on", empty_values=())
    due_on = for_files(_("Due on"), accessor="due_day", orderable=False)
    due_meeting = for_files(_("Due at"), accessor="due_meeting__code")
    recurrence = for_files(_("Falls due"), accessor="get_recurrence_display", order_by="recurrence")
    area = tables.Column(_("Area"), accessor="area__code", order_by="area__order")
    links = tables.Column(_("Bears on"), empty_values=(), orderable=False, visible=False)
    validity = for_files(_("Validity"), accessor="get_validity_display", order_by="validity")
    implementation = tables.Column(_("Status"))
    source = for_files(_("Source"), accessor="source")
    note = for_files(_("Note"), accessor="note")

    class Meta:
        model = Decision
        fields = ()

    def order_code(self, decisions, is_descending):
        """Order by meeting and place in the report, not by letters: SOM-9 before SOM-10."""
        sign = "-" if is_descending else ""
        places = ("meeting__number", "section", "paragraph", "sequence")
        return decisions.order_by(*(f"{sign}{place}" for place in places)), True

    def render_addressees(self, record) -> str:
        """Show the addressees; those concluded from the context are marked as implied."""
        return component("addressees", decision=record)

    def value_addressees(self, record) -> str:
        """Return the addressees in words."""
        return "; ".join(addressee.who for addressee in record.addressees.all())

    def render_due(self, record) -> str:
        """Show the words of the report, and the day they come to."""
        return component("due", decision=record)

    def value_due(self, record) -> str:
        """Return the words of the report."""
        return record.due_text

    def value_links(self, record) -> str:
        """Return the codes of outputs and objectives that the decision bears on."""
        return "; ".join(link.target.code for link in record.links.all())

    def render_implementation(self, record) -> str:
        """Show where the decision stands as everywhere."""
        return component("status", status=standing(record, timezone.localdate()))

    def value_implementation(self, record) -> str:
        """Return the word."""
        return standing(record, timezone.localdate()).word


class MeetingTable(ListTable):
    """Meetings with day and place; unknown is empty."""

    code = tables.Column(_("Meeting"), linkify=True, order_by=("body__order", "number"))
    body = tables.Column(_("Body"), accessor="body__name")
    dates = tables.Column(_("Dates"), accessor="dates_as_known", order_by=("starts_on", "number"))
    place = tables.Column(_("Place"), order_by=("city", "country", "number"))
    status = tables.Column(_("Status"))
    decisions = tables.Column(
        _("Decisions"), accessor="decision_count", attrs={"td": {"class": "num"}}
    )
    starts_on = for_files(_("First day"), accessor="starts_on")
    ends_on = for_files(_("Last day"), accessor="ends_on")
    host = for_files(_("Host"), accessor="host")
    sources = for_files(_("Sources"), accessor="sources")
    note = for_files(_("Note"), accessor="note")

    class Meta:
        model = Meeting
        fields = ()
