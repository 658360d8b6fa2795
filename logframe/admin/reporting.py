"""What is reported: values and narratives, on their way through review."""

from django.contrib import admin, messages
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from logframe.admin.base import PlainValueMixin
from logframe.admin.exchange import ExchangeAdmin
from logframe.admin.review import ReviewAdmin
from logframe.forms import period_to_report
from logframe.measurement_forms import MeasurementForm
from logframe.models import Measurement, Plan, ProgressReport
from logframe.narrative_forms import NarrativeForm
from logframe.oddities import last_before
from logframe.resources import MeasurementResource, ProgressReportResource

REVIEW_FIELDS = ("state", "recorded_by", "submitted_by", "verified_by", "verified_at")


class ReportedAdmin(ReviewAdmin, ExchangeAdmin):
    """Rows that are reported for a year."""

    author_field = "recorded_by"
    readonly_fields = REVIEW_FIELDS
    review_fieldset = (_("Review"), {"fields": (REVIEW_FIELDS,)})

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        """Name the plan beside each year: two plans may share a year."""
        field = super().formfield_for_foreignkey(db_field, request, **kwargs)
        if db_field.name == "period":
            field.queryset = field.queryset.select_related("plan")
            field.label_from_instance = lambda period: f"{period.year} ({period.plan})"
        return field

    def get_changeform_initial_data(self, request) -> dict:
        """Begin with the year that is reported on now."""
        period = period_to_report(Plan.objects.current())
        return {"period": period and period.pk, **super().get_changeform_initial_data(request)}


@admin.register(Measurement)
class MeasurementAdmin(PlainValueMixin, ReportedAdmin):
    """Values of indicators."""

    form = MeasurementForm
    resource_classes = [MeasurementResource]
    copied_fields = (
        "indicator",
        "period",
        "member_state",
        "value",
        "not_applicable",
        "is_provisional",
        "note",
        "evidence_link",
    )
    list_display = (
        "indicator",
        "period",
        "member_state",
        "plain_value",
        "as_of",
        "state",
        "recorded_by",
    )
    list_filter = ("state", "period__year", "member_state", "is_provisional")
    list_select_related = ("indicator__plan", "period", "member_state", "recorded_by")
    search_fields = ("indicator__code", "indicator__slug", "indicator__title", "note")
    autocomplete_fields = ("indicator",)
    readonly_fields = (*REVIEW_FIELDS, "plain_value")
    fieldsets = (
        (
            None,
            {
                "fields": (
                    "indicator",
                    ("period", "member_state"),
                    ("value", "not_applicable"),
                    ("as_of", "is_provisional"),
                    "note",
                    "evidence_link",
                    "evidence_file",
                ),
                "description": _(
                    "A value counts once it is verified. Leave no row where nothing was reported: "
                    "0 is a value like any other."
                ),
            },
        ),
    )

    def get_changeform_initial_data(self, request) -> dict:
        """Begin with today as the day on which the value is true."""
        return {"as_of": timezone.localdate(), **super().get_changeform_initial_data(request)}

    def save_model(self, request, obj, form, change) -> None:
        """Save the value, and tell what is odd about it."""
        super().save_model(request, obj, form, change)
        form.last = last_before(obj)
        for warning in form.warnings:
            text = gettext("%(warning)s Say why in the note.") % {"warning": warning}
            messages.warning(request, text)


@admin.register(ProgressReport)
class ProgressReportAdmin(ReportedAdmin):
    """Narratives on outputs."""

    form = NarrativeForm
    resource_classes = [ProgressReportResource]
    copied_fields = (
        "output",
        "period",
        "rating",
        "rating_reason",
        "achievements",
        "challenges",
        "next_steps",
    )
    list_display = ("output", "period", "rating", "state", "recorded_by")
    list_filter = ("state", "period__year", "rating", "output__objective__area")
    list_select_related = ("output__plan", "period", "recorded_by")
    search_fields = ("output__code", "output__slug", "output__short_title", "achievements")
    autocomplete_fields = ("output",)
    fieldsets = (
        (
            None,
            {
                "fields": (
                    ("output", "period"),
                    "achievements",
                    "challenges",
                    "next_steps",
                    ("rating", "rating_reason"),
                ),
                "description": _("What happened in the year, in a few sentences for the Meeting."),
            },
        ),
    )
