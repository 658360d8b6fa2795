"""The filters of the register and of the list of meetings."""

import django_filters
from django.utils.translation import gettext_lazy as _

from logframe.filters import ListFilter, PlanFilter
from logframe.models import MemberState
from meetings.models import Body, Decision, Implementation, Meeting


class DecisionFilter(PlanFilter):
    """Decisions by what is still to be done, meeting, area, output, kind, addressee and words."""

    text_in = ("code", "slug", "wording", "heading")

    show = django_filters.ChoiceFilter(
        label=_("Show"),
        choices=[("open", _("still to be acted on")), ("overdue", _("overdue"))],
        method="to_show",
    )
    meeting = django_filters.ModelChoiceFilter(
        label=_("Meeting"),
        queryset=Meeting.objects.filter(decisions__isnull=False).distinct(),
        to_field_name="code",
    )
    kind = django_filters.ChoiceFilter(label=_("Kind"), choices=Decision.Kind)
    state = django_filters.ModelChoiceFilter(
        label=_("Addressed to the State"),
        queryset=MemberState.objects.all(),
        field_name="addressees__member_state",
        to_field_name="code",
    )
    implementation = django_filters.ChoiceFilter(label=_("Implementation"), choices=Implementation)

    class Meta:
        model = Decision
        fields = ["show", "meeting", "area", "output", "kind", "state", "implementation", "text"]

    def to_show(self, decisions, name, choice):
        """Keep what is still to be acted on, or what is overdue."""
        return decisions.overdue() if choice == "overdue" else decisions.open()

    def of_area(self, decisions, name, area):
        """Keep those of the area."""
        return decisions.filter(area=area)

    def of_output(self, decisions, name, output):
        """Keep those that bear on the output."""
        return decisions.filter(links__output=output)


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
