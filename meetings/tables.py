"""The columns of the decision register, the follow-up of decisions and the list of meetings."""

from collections.abc import Iterable, Iterator
from datetime import date
from functools import cache

from django.db.models import F, QuerySet
from django.db.models.functions import Lower
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from logframe import dates, pieces
from logframe.tables import Column, ListTable, component, for_files
from meetings.asked import asked
from meetings.decision_rows import DecisionRow, FollowUpRow, decision_rows
from meetings.models import Decision, Meeting
from meetings.models.decision_queryset import DecisionQuerySet
from meetings.models.decisions import BEGINNING, LATEST
from meetings.standing import standing, standings
from meetings.to_follow_up import news_of

REPORT_ORDER = ("meeting__number", "section", "paragraph", "sequence")


class DecisionTable(ListTable):
    """Decisions: what is asked of whom by when, and how far it is; a row is a DecisionRow."""

    code = Column(_("Decision"), linkify=True, order_by="report_order")
    meeting = for_files(_("Meeting"), accessor="meeting__code")
    section = for_files(_("Section"), accessor="section")
    paragraph = for_files(_("Paragraph"), accessor="paragraph")
    sequence = for_files(_("Sequence"), accessor="sequence")
    heading = for_files(_("Heading"), accessor="heading")
    wording = Column(_("Wording"), attrs={"td": {"class": "title"}})
    asked = for_files(_("In short"), empty_values=(), orderable=False)
    kind = for_files(_("Kind"), accessor="get_kind_display", order_by="kind")
    is_actionable = for_files(_("Asks for action"), accessor="is_actionable")
    certainty = for_files(
        _("Certainty of that judgement"), accessor="get_certainty_display", order_by="certainty"
    )
    addressees = for_files(_("Addressed to"), empty_values=(), orderable=False)
    due = for_files(_("Due in words"), accessor="due_text", order_by="due_text", empty_values=())
    due_on = for_files(_("Due on"), accessor="due_day", orderable=False)
    due_meeting = for_files(_("Due at"), accessor="due_meeting__code")
    recurrence = for_files(_("Falls due"), accessor="get_recurrence_display", order_by="recurrence")
    falls_due_on = Column(_("Due"), attrs={"td": {"class": "day"}})
    area = Column(_("Area"), accessor="area__code")
    links = for_files(_("Bears on"), empty_values=(), orderable=False)
    validity = for_files(_("Validity"), accessor="get_validity_display", order_by="validity")
    implementation = Column(_("Status"), accessor="pk")
    stale = for_files(_("Update overdue"), empty_values=(), orderable=False)
    source = for_files(_("Source"), accessor="source")
    note = for_files(_("Note"), accessor="note")

    class Meta:
        model = Decision
        fields = ()

    def __init__(self, *args, on: date, **kwargs):
        super().__init__(*args, **kwargs)
        self.on, self.gettext = on, cache(gettext)

    def rows_of(self, records: DecisionQuerySet) -> Iterator[DecisionRow]:
        """Return the decisions as plain rows, as they stood on the day."""
        return decision_rows(records, self.on)

    def order_code(self, decisions, is_descending):
        """Order by meeting and place in the report, not by letters: SOM-9 before SOM-10."""
        sign = "-" if is_descending else ""
        return decisions.order_by(*(f"{sign}{place}" for place in REPORT_ORDER)), True

    def order_falls_due_on(self, decisions, is_descending):
        """Order by the day; what has none comes last both ways."""
        order = LATEST.desc() if is_descending else F("falls_due_on").asc(nulls_last=True)
        return decisions.as_reported_by(order), True

    def order_area(self, decisions, is_descending):
        """Order by the area, that entered first first; what has none comes last, or first."""
        area = F("area_id")
        order = area.desc(nulls_first=True) if is_descending else area.asc(nulls_last=True)
        return decisions.as_reported_by(order), True

    def order_wording(self, decisions, is_descending):
        """Order by the first words."""
        order = BEGINNING.desc() if is_descending else BEGINNING.asc()
        return decisions.as_reported_by(order), True

    def order_implementation(self, decisions, is_descending):
        """Order by how far each is."""
        how_far = Lower("implementation")
        order = how_far.desc() if is_descending else how_far.asc()
        return decisions.as_reported_by(order), True

    def render_wording(self, record) -> str:
        """Show the exact words, and in short what is asked of whom by when."""
        return format_html("{} <small>{}</small>", record.wording, asked(record, self.gettext))

    def value_wording(self, value) -> str:
        """Return the exact words alone."""
        return value

    def value_asked(self, record) -> str:
        """Return what is asked of whom by when."""
        return asked(record, self.gettext)

    def value_addressees(self, record) -> str:
        """Return the addressees in words."""
        return "; ".join(addressee.who for addressee in record.addressees.all())

    def value_due(self, record) -> str:
        """Return the words of the report."""
        return record.due_text

    def render_falls_due_on(self, value) -> str:
        """Show the day, with a short month."""
        return dates.short(value)

    def value_links(self, record) -> str:
        """Return the codes of outputs and objectives that the decision bears on."""
        return "; ".join(record.bears_on)

    def render_implementation(self, record) -> str:
        """Show where the decision stands as everywhere, and that news of it is overdue."""
        found = standings(record, self.on)
        return format_html_join(" ", "{}", ((pieces.status(one),) for one in found))

    def value_implementation(self, record) -> str:
        """Return the word."""
        return standing(record, self.on).word

    def value_stale(self, record) -> bool:
        """Return whether no news came when it was expected."""
        return record.is_stale(self.on)


class MeetingFollowUpTable(DecisionTable):
    """Decisions with what was done from one meeting to the next, in the order of the reports."""

    done = Column(
        _("Done since"), empty_values=(), orderable=False, attrs={"td": {"class": "title"}}
    )
    area = for_files(_("Area"), accessor="area__code", order_by="area__order")
    next_update = for_files(_("Next update expected on"), empty_values=(), orderable=False)
    silent = for_files(_("Without news"), empty_values=(), orderable=False)

    class Meta:
        model = Decision
        fields = ()

    def __init__(self, *args, since: date | None, until: date | None, **kwargs):
        super().__init__(*args, **kwargs)
        self.since, self.until = since, until
        self.sequence = ("code", "...", "falls_due_on", "done", "implementation", "notice")

    def render_done(self, record) -> str:
        """Show the follow-ups between the two meetings."""
        return component("done", follow_ups=self.news_of(record))

    def value_done(self, record) -> str:
        """Return the follow-ups between the two meetings, one a line."""
        return "\n".join(_line(follow_up) for follow_up in self.news_of(record))

    def value_next_update(self, record):
        """Return the day on which the newest follow-up expects the next one."""
        news = self.news_of(record)
        return news[-1].next_update_on if news else None

    def value_silent(self, record) -> bool:
        """Return whether it is open and nothing was heard of it."""
        return record.is_open_on(self.on) and not self.news_of(record)

    def news_of(self, decision: DecisionRow) -> list[FollowUpRow]:
        """Return the follow-ups of a decision after the one meeting and up to the other."""
        return news_of(decision, self.since, self.until)


def _line(follow_up: FollowUpRow) -> str:
    who = f"{follow_up.addressee.who}: " if follow_up.addressee else ""
    how_far = follow_up.get_implementation_display()
    words = {"day": follow_up.date, "who": who, "what": follow_up.what_was_done, "state": how_far}
    return gettext("%(day)s %(who)s%(what)s (%(state)s)") % words


class MeetingTable(ListTable):
    """Meetings with day and place; unknown is empty."""

    code = Column(_("Meeting"), linkify=True, order_by=("body__order", "number"))
    body = Column(_("Body"), accessor="body__name")
    dates = Column(_("Dates"), accessor="dates_as_known", order_by=("starts_on", "number"))
    place = Column(_("Place"), order_by=("city", "country", "number"))
    status = Column(_("Status"))
    decisions = Column(_("Decisions"), accessor="decision_count", attrs={"td": {"class": "num"}})
    starts_on = for_files(_("First day"), accessor="starts_on")
    ends_on = for_files(_("Last day"), accessor="ends_on")
    host = for_files(_("Host"), accessor="host")
    sources = for_files(_("Sources"), accessor="sources")
    note = for_files(_("Note"), accessor="note")

    class Meta:
        model = Meeting
        fields = ()

    def rows_of(self, records: QuerySet) -> Iterable[Meeting]:
        """Return the meetings; those of a page are found first, to count only their decisions."""
        if not records.query.is_sliced:
            return super().rows_of(records)
        keys = list(records.values_list("pk", flat=True))
        by_key = self.data.data.in_bulk(keys)
        return [by_key[key] for key in keys]
