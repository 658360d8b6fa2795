"""The filters of the list pages."""

from datetime import date

import django_filters
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from logframe.choices import in_order, named, write_at_once
from logframe.models import Activity, Indicator, MemberState, Output, Plan, ThematicArea
from logframe.plain_rows import keys_of
from logframe.prepared import Prepared, Rows
from logframe.progress import Status
from logframe.words import having_words

AREAS = Rows(lambda of: named(ThematicArea.objects.filter(of), "slug", "order"), Prepared)
OUTPUTS = Rows(
    lambda of: named(Output.objects.filter(of), "slug", "objective__area__order", "letter"),
    Prepared,
)
STATES = Prepared(lambda: named(MemberState.objects.all(), "code"))
FEW = 2_000  # so many that have a word are found first and sorted then


class ListFilter(django_filters.FilterSet):
    """The filters of one list; `plan` is the one that the page speaks of, if any, and `on` its day.

    `text_in` are the fields in which the filter "Text" and the search of the site look for words.
    """

    text_in: tuple[str, ...] = ()

    def __init__(self, *args, plan: Plan | None, on: date | None = None, **kwargs):
        super().__init__(*args, **kwargs)
        self.plan, self.on = plan, on or timezone.localdate()
        self.form.label_suffix = ""
        for field in self.form.fields.values():
            write_at_once(field)

    def with_text(self, rows, name, text):
        """Keep those that have all the words: few are looked for once, to be counted and sorted."""
        having = rows.filter(having_words(text, self.text_in))
        found = list(having.order_by().values_list("pk")[: FEW + 1])
        if len(found) > FEW:
            return having
        return rows.filter(pk__in=keys_of(found)) if found else rows.none()


class PlanFilter(ListFilter):
    """A filter whose choices are the areas and outputs of the plan of the page."""

    area = django_filters.ModelChoiceFilter(
        label=_("Area"),
        queryset=ThematicArea.objects.none(),
        method="of_area",
        to_field_name="slug",
    )
    output = django_filters.ModelChoiceFilter(
        label=_("Output"), queryset=Output.objects.none(), method="of_output", to_field_name="slug"
    )
    text = django_filters.CharFilter(label=_("Text"), method="with_text")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.plan:
            area, output = self.form.fields["area"], self.form.fields["output"]
            area.queryset, output.queryset = self.plan.areas.all(), self.plan.outputs.all()
            of_plan = "plan", self.plan.pk
            area.offered = lambda: in_order(AREAS.read(of_plan), 1)
            output.offered = lambda: in_order(OUTPUTS.read(of_plan), 2)


class IndicatorFilter(PlanFilter):
    """Indicators by area, output, status, adoption and words."""

    text_in = ("code", "slug", "title", "definition")

    status = django_filters.ChoiceFilter(
        label=_("Status"),
        choices=[(status.value, _(status.word)) for status in Status],
        method="with_status",
    )

    class Meta:
        model = Indicator
        fields = ["area", "output", "status", "adoption", "text"]

    def __init__(self, *args, scorecard, **kwargs):
        super().__init__(*args, **kwargs)
        self.scorecard = scorecard

    def of_area(self, indicators, name, area):
        """Keep those of the area's objective and outputs."""
        return indicators.filter(Q(objective__area=area) | Q(output__objective__area=area))

    def of_output(self, indicators, name, output):
        """Keep those of the output."""
        return indicators.filter(output=output)

    def with_status(self, indicators, name, status):
        """Keep those that stand so on the day of the page."""
        standing = [
            (score.indicator.id,) for score in self.scorecard.by_status.get(Status(status), ())
        ]
        return indicators.filter(pk__in=keys_of(standing)) if standing else indicators.none()


class ActivityFilter(PlanFilter):
    """Activities by area, output, status, host and words."""

    text_in = ("code", "title", "kind", "place", "lead", "partners")

    host_state = django_filters.ModelChoiceFilter(
        label=_("Host State"), queryset=MemberState.objects.all(), to_field_name="code"
    )

    class Meta:
        model = Activity
        fields = ["area", "output", "status", "host_state", "text"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.form.fields["host_state"].offered = STATES

    def of_area(self, activities, name, area):
        """Keep those of the area."""
        return activities.filter(area=area)

    def of_output(self, activities, name, output):
        """Keep those that serve the output."""
        return activities.filter(outputs=output)
