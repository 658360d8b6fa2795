"""The filters of the register, of the follow-up of decisions and of the list of meetings."""

from datetime import date

import django_filters
from django.db.models import Exists, F, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from logframe.choices import in_order, named
from logframe.filters import STATES, ListFilter, PlanFilter
from logframe.models import MemberState
from logframe.prepared import Prepared
from meetings import text_index
from meetings.models import Addressee, Body, Decision, Implementation, Meeting
from meetings.models.implementation import OPEN
from meetings.past import meetings_on

FEW = 500  # so many decisions that have a word, or an addressee, are found first and sorted then

WITH_DECISIONS = Meeting.objects.filter(
    Exists(Decision.objects.filter(meeting=OuterRef("pk")).order_by())
)
MEETINGS = Prepared(lambda: named(WITH_DECISIONS, "code", "body__order", -F("number")))


class OfDecisionsFilter(PlanFilter):
    """Decisions by area, output, State and words.

    Where finding the words told so, `counted` is how many there are, above FEW perhaps more, and
    `are_known` whether an index knows which: then it is quick to sort them all.
    """

    counted: int | None = None
    are_known = False

    state = django_filters.ModelChoiceFilter(
        label=_("Addressed to the State"),
        queryset=MemberState.objects.all(),
        method="addressed_to_state",
        to_field_name="code",
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.form.fields["state"].offered = STATES

    def addressed_to_state(self, decisions, name, state):
        """Keep those with the State among their addressees."""
        return _with_one_of(decisions, Addressee.objects.filter(member_state=state))

    def of_area(self, decisions, name, area):
        """Keep those of the area."""
        return decisions.filter(area=area)

    def of_output(self, decisions, name, output):
        """Keep those that bear on the output."""
        return decisions.filter(links__output=output)

    def with_text(self, decisions, name, text):
        """Keep those that have all the words; the last filter, so that it knows what is left.

        By itself a database walks along the sorted list until a page is full: that is quick where
        many have the words, and takes it to the end of the list where few have.
        """
        found, self.counted = text_index.found(decisions, text)
        self.are_known = found is not None
        if self.are_known:
            return found
        having = decisions.filter(text_index.having(text))
        if self.counted is None:
            numbers = list(having.order_by().values_list("pk", flat=True)[: FEW + 1])
            self.counted = len(numbers)
            if self.counted <= FEW:
                return text_index.among(decisions, numbers)
        return having


class DecisionFilter(OfDecisionsFilter):
    """The filters of the register."""

    show = django_filters.ChoiceFilter(
        label=_("Show"), choices=[("open", _("still to be acted on"))], method="to_show"
    )
    meeting = django_filters.ModelChoiceFilter(
        label=_("Meeting"),
        queryset=WITH_DECISIONS,
        to_field_name="code",
    )
    kind = django_filters.ChoiceFilter(label=_("Kind"), choices=Decision.Kind)
    addressee = django_filters.ChoiceFilter(
        label=_("Addressed to"), choices=Addressee.Kind, method="addressed_to"
    )
    implementation = django_filters.ChoiceFilter(
        label=_("Implementation"), choices=Implementation, method="so_far"
    )
    due = django_filters.ChoiceFilter(
        label=_("Due"),
        choices=[
            ("overdue", _("overdue")),
            ("next_meeting", _("before the next Meeting")),
            ("this_year", _("this year")),
            ("no_date", _("no date")),
        ],
        method="falling_due",
    )
    news = django_filters.ChoiceFilter(
        label=_("News"), choices=[("stale", _("update overdue"))], method="with_news"
    )

    class Meta:
        model = Decision
        fields = [
            "show",
            "meeting",
            "area",
            "output",
            "kind",
            "addressee",
            "state",
            "implementation",
            "due",
            "news",
            "text",
        ]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.form.fields["meeting"].offered = lambda: in_order(MEETINGS(), 2)

    def to_show(self, decisions, name, choice):
        """Keep what is still to be acted on."""
        return decisions.open(self.on)

    def addressed_to(self, decisions, name, kind):
        """Keep those with an addressee of the kind."""
        return _with_one_of(decisions, Addressee.objects.filter(kind=kind))

    def so_far(self, decisions, name, implementation):
        """Keep those that are so far; of the open ones none is concluded."""
        if self.form.cleaned_data.get("show") and implementation not in OPEN:
            return decisions.none()
        return decisions.standing_at(implementation, self.on)

    def falling_due(self, decisions, name, choice):
        """Keep the open ones that fall due at the time."""
        open_ones = decisions.open(self.on)
        match choice:
            case "overdue":
                return decisions.overdue(self.on)
            case "next_meeting":
                return open_ones.filter(_due_before_next_meeting(self.on))
            case "this_year":
                year = (date(self.on.year, 1, 1), date(self.on.year, 12, 31))
                return open_ones.filter(falls_due_on__range=year)
        return open_ones.filter(falls_due_on=None)

    def with_news(self, decisions, name, choice):
        """Keep those of which no news came when it was expected."""
        return decisions.stale(self.on)


def _with_one_of(decisions, addressees):
    """Return the decisions with one of the addressees: of few they are found first."""
    numbers = list(addressees.order_by().values_list("decision", flat=True)[: FEW + 1])
    if len(numbers) <= FEW:
        return text_index.among(decisions, numbers)
    return decisions.filter(Exists(addressees.filter(decision=OuterRef("pk"))))


def _due_before_next_meeting(on: date) -> Q:
    """Tell what falls due by the next meeting; what is overdue is asked for there too."""
    meeting = meetings_on(on).next_to_come(on)
    if meeting is None:
        return Q(falls_due_on__lt=on)
    return Q(falls_due_on__lte=meeting.ends_on or on) | Q(due_meeting=meeting)


class MeetingFollowUpFilter(OfDecisionsFilter):
    """What is reported to a meeting; `since` is the last day of the meeting before it."""

    show = django_filters.ChoiceFilter(
        label=_("Show"),
        choices=[("open", _("still to be acted on")), ("silent", _("without news"))],
        method="to_show",
    )

    class Meta:
        model = Decision
        fields = ["show", "area", "output", "state", "text"]

    def __init__(self, *args, since: date | None, **kwargs):
        super().__init__(*args, **kwargs)
        self.since = since

    def to_show(self, decisions, name, choice):
        """Keep what is still to be acted on, or only that of which nothing was heard."""
        decisions = decisions.open(self.on)
        return decisions if choice == "open" else decisions.silent_since(self.since, self.on)


class MeetingFilter(ListFilter):
    """Meetings by body, status and words."""

    text_in = ("code", "body__name", "city", "country", "host")

    body = django_filters.ModelChoiceFilter(
        label=_("Body"), queryset=Body.objects.all(), to_field_name="code"
    )
    text = django_filters.CharFilter(label=_("Text"), method="with_text")

    class Meta:
        model = Meeting
        fields = ["body", "status", "text"]
