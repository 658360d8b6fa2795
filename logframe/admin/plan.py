"""The plan: its statements, years, areas, objectives and outputs, and the goals it serves."""

from django.contrib import admin
from django.forms import CheckboxSelectMultiple
from django.utils.html import format_html
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from logframe.admin.base import ListedInline, RecordAdmin, RecordInline
from logframe.admin.exchange import ExchangeAdmin
from logframe.dates import day
from logframe.models import (
    Indicator,
    Objective,
    Output,
    Plan,
    PlanStatement,
    ReportingPeriod,
    SdgLink,
    SustainableDevelopmentGoal,
    ThematicArea,
)
from logframe.resources import AreaResource, ObjectiveResource, OutputResource

WORD_FOR_WORD = _("Word for word as the plan has it.")
FOLDED = ("collapse",)


class ClosingMixin:
    """The day of closing is not typed: it leads to the page on which a year is closed."""

    def get_readonly_fields(self, request, obj=None):
        """Let nobody type the day."""
        return (*super().get_readonly_fields(request, obj), "closed_on", "closing")

    def get_fields(self, request, obj=None):
        """Lead on who may close a year; show the day alone to others."""
        may_close = request.user.has_perm("logframe.close_reportingperiod")
        left_out = "closed_on" if may_close else "closing"
        return [name for name in super().get_fields(request, obj) if name != left_out]

    @admin.display(description=_("closed on"))
    def closing(self, period: ReportingPeriod) -> str:
        """Return the day of closing, with a link to the page of the closing."""
        if period.pk is None:
            return self.get_empty_value_display()
        words = day(period.closed_on) or gettext("open: see what is missing, and close it")
        return format_html('<a href="{}">{}</a>', period.get_closing_url(), words)


class StatementInline(RecordInline):
    """The goals and approaches of a plan."""

    model = PlanStatement
    extra = 1
    fields = ("kind", "letter", "text", "source")


class PeriodInline(ClosingMixin, RecordInline):
    """The reporting years of a plan."""

    model = ReportingPeriod
    extra = 1
    fields = ("year", "due_on", "closed_on", "closing")


class AreaInline(ListedInline):
    """The thematic areas of a plan."""

    model = ThematicArea
    fields = ("section", "code", "name", "platform_abbreviation")
    readonly_fields = fields


class OutputInline(ListedInline):
    """The outputs under an objective."""

    model = Output
    fields = ("code", "short_title", "status")
    readonly_fields = fields


class IndicatorInline(ListedInline):
    """The indicators of an output or an objective."""

    model = Indicator
    fields = ("code", "title", "unit", "adoption")
    readonly_fields = fields


@admin.register(Plan)
class PlanAdmin(RecordAdmin):
    """Plans."""

    list_display = ("title", "slug", "start_year", "end_year", "is_current")
    search_fields = ("title", "slug")
    inlines = (StatementInline, PeriodInline, AreaInline)


@admin.register(ReportingPeriod)
class ReportingPeriodAdmin(ClosingMixin, RecordAdmin):
    """Reporting years."""

    list_display = ("year", "plan", "due_on", "closed_on")
    list_filter = ("plan",)
    list_select_related = ("plan",)
    search_fields = ("year",)
    fields = ("plan", "year", "due_on", "closed_on", "closing")
    ordering = ("-plan__start_year", "year")


@admin.register(ThematicArea)
class ThematicAreaAdmin(ExchangeAdmin):
    """Thematic areas."""

    resource_classes = [AreaResource]
    list_display = ("name", "section", "code", "platform_abbreviation", "plan")
    list_filter = ("plan",)
    list_select_related = ("plan",)
    search_fields = ("name", "code", "section")
    fieldsets = (
        (None, {"fields": ("plan", ("section", "order"), "name", ("code", "slug"), "officers")}),
        (
            _("Platform, source and note"),
            {
                "classes": FOLDED,
                "fields": (
                    ("platform", "platform_abbreviation"),
                    "is_cross_cutting",
                    "source",
                    "note",
                ),
            },
        ),
    )

    def formfield_for_manytomany(self, db_field, request, **kwargs):
        """Offer as officers the people who can sign in to the admin."""
        if db_field.name == "officers":
            people = db_field.related_model.objects.filter(is_staff=True)
            kwargs |= {
                "queryset": people.order_by("username"),
                "widget": CheckboxSelectMultiple,
            }
        return super().formfield_for_manytomany(db_field, request, **kwargs)


@admin.register(Objective)
class ObjectiveAdmin(ExchangeAdmin):
    """Objectives."""

    resource_classes = [ObjectiveResource]
    list_display = ("code", "area", "summary", "plan")
    list_filter = ("plan",)
    list_select_related = ("plan", "area")
    search_fields = ("code", "statement", "area__name")
    inlines = (OutputInline, IndicatorInline)
    fieldsets = (
        (None, {"fields": ("area", "statement"), "description": WORD_FOR_WORD}),
        (_("In our own words"), {"fields": ("summary", "source", "note")}),
    )


@admin.register(Output)
class OutputAdmin(ExchangeAdmin):
    """Outputs."""

    resource_classes = [OutputResource]
    list_display = ("code", "short_title", "status", "plan")
    list_filter = ("objective__area", "status")
    list_select_related = ("plan", "objective__area")
    search_fields = ("code", "slug", "short_title", "statement")
    inlines = (IndicatorInline,)
    fieldsets = (
        (
            None,
            {
                "fields": (("objective", "letter"), "statement", "annex_wording"),
                "description": WORD_FOR_WORD,
            },
        ),
        (_("In our own words"), {"fields": ("short_title", "status", "source", "note")}),
    )


@admin.register(SustainableDevelopmentGoal)
class GoalAdmin(RecordAdmin):
    """Sustainable Development Goals."""

    list_display = ("number", "name")
    list_display_links = ("number", "name")
    search_fields = ("name", "number")


@admin.register(SdgLink)
class SdgLinkAdmin(RecordAdmin):
    """What the plan says about the goals it serves."""

    list_display = ("goal", "area", "plan")
    list_filter = ("plan", "area")
    list_select_related = ("plan", "area", "goal")
    search_fields = ("goal__name", "rationale")
    autocomplete_fields = ("goal",)
