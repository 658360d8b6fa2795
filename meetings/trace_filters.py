"""The filters of the trace."""

import django_filters
from django.utils.translation import gettext_lazy as _

from logframe.filters import ListFilter
from logframe.models import ThematicArea
from meetings.models import Decision, Meeting
from meetings.trace import Part


class TraceFilter(ListFilter):
    """The trace by what stands alone or is linked, area, and meeting that decided."""

    show = django_filters.ChoiceFilter(
        label=_("Show"),
        choices=[
            (Part.NO_DECISION, _("outputs no decision asks for")),
            (Part.NO_OUTPUT, _("decisions no output serves")),
            (Part.LINK, _("links")),
        ],
        method="as_they_are",
    )
    area = django_filters.ModelChoiceFilter(
        label=_("Area"),
        queryset=ThematicArea.objects.none(),
        method="as_they_are",
        to_field_name="slug",
    )
    meeting = django_filters.ModelChoiceFilter(
        label=_("Meeting"),
        queryset=Meeting.objects.filter(decisions__isnull=False).distinct(),
        to_field_name="code",
    )

    class Meta:
        model = Decision
        fields = ["show", "area", "meeting"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.plan:
            self.form.fields["area"].queryset = self.plan.areas.order_by("order")

    def as_they_are(self, decisions, name, choice):
        """Keep all decisions: part and area are chosen among the rows of the trace."""
        return decisions

    def chosen(self, name: str):
        """Return what the reader chose in a filter, or None."""
        return getattr(self.form, "cleaned_data", {}).get(name) or None
