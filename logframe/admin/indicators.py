"""Indicators with their levels, milestones and values."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from logframe.admin.base import ListedInline, PlainValueMixin, RecordInline
from logframe.admin.exchange import ExchangeAdmin
from logframe.models import Indicator, Measurement, Milestone, ScaleLevel
from logframe.resources import IndicatorResource, MilestoneResource


class ScaleLevelInline(RecordInline):
    """The described levels of an indicator that is measured on a scale."""

    model = ScaleLevel
    extra = 1
    fields = ("level", "text")
    classes = ("collapse",)


class MilestoneInline(PlainValueMixin, ListedInline):
    """The targets of the years, with those that were revised."""

    model = Milestone
    fields = ("year", "plain_value", "set_on", "due_on", "authority", "reason")
    readonly_fields = fields


class NewMilestoneInline(RecordInline):
    """Targets that are set now: what was set before stays beside them."""

    model = Milestone
    verbose_name_plural = _("new or revised milestones")
    extra = 1
    fields = ("year", "value", "set_on", "due_on", "authority", "reason")

    def get_queryset(self, request):
        """Leave the milestones that stand to the list above."""
        return super().get_queryset(request).none()

    def has_change_permission(self, request, obj=None) -> bool:
        """Only add."""
        return False


class MeasurementInline(PlainValueMixin, ListedInline):
    """The values of an indicator."""

    model = Measurement
    related = ("period", "member_state", "recorded_by")
    fields = ("period", "member_state", "plain_value", "as_of", "state", "recorded_by")
    readonly_fields = fields


@admin.register(Indicator)
class IndicatorAdmin(ExchangeAdmin):
    """Indicators."""

    resource_classes = [IndicatorResource]
    list_display = ("code", "title", "unit", "measure", "accumulation", "adoption", "plan")
    list_display_links = ("code", "title")
    list_filter = ("adoption", "measure", "by_member_state", "plan")
    list_select_related = ("plan",)
    search_fields = ("code", "slug", "title", "definition", "unit")
    autocomplete_fields = ("output", "objective")
    inlines = (ScaleLevelInline, MilestoneInline, NewMilestoneInline, MeasurementInline)
    fieldsets = (
        (
            None,
            {
                "fields": (("output", "objective"), "code", "title", "unit", "measure"),
                "description": _(
                    "These fields are enough to begin with. An indicator stands under an output, "
                    "or under an objective."
                ),
            },
        ),
        (
            _("How values count"),
            {
                "classes": ("collapse",),
                "fields": (
                    ("direction", "accumulation", "tolerance"),
                    ("by_member_state", "state_total"),
                    "disaggregation",
                    "order",
                ),
                "description": _("They decide how the status is computed."),
            },
        ),
        (
            _("Baseline"),
            {
                "classes": ("collapse",),
                "fields": (("baseline_value", "baseline_year"), "baseline_source"),
            },
        ),
        (
            _("Definition sheet"),
            {
                "classes": ("collapse",),
                "fields": (
                    "definition",
                    "means_of_verification",
                    "method",
                    "owner",
                    "limitations",
                    "assumptions",
                ),
            },
        ),
        (
            _("Adoption and basis"),
            {"classes": ("collapse",), "fields": ("adoption", "source", "note")},
        ),
    )


@admin.register(Milestone)
class MilestoneAdmin(PlainValueMixin, ExchangeAdmin):
    """Milestones of all indicators; a revision is a new row beside the old one."""

    resource_classes = [MilestoneResource]
    list_display = ("indicator", "year", "plain_value", "set_on", "authority")
    list_filter = ("year", "set_on")
    list_select_related = ("indicator__plan",)
    search_fields = ("indicator__code", "indicator__slug", "indicator__title", "authority")
    readonly_fields = ("plain_value",)
    autocomplete_fields = ("indicator",)
    fieldsets = (
        (
            None,
            {
                "fields": (
                    "indicator",
                    ("year", "value"),
                    ("set_on", "due_on"),
                    "authority",
                    "reason",
                ),
                "description": _(
                    "A milestone that was set stays. To revise it, add a row for the same year "
                    "with the day, the authority and the reason."
                ),
            },
        ),
    )

    def has_change_permission(self, request, obj=None) -> bool:
        """Show existing rows, and let nobody edit them."""
        return obj is None and super().has_change_permission(request)
