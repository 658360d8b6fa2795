"""Bodies, and their meetings with agenda, officers, documents and decisions."""

from django.contrib import admin
from django.db import models
from django.forms import CheckboxSelectMultiple
from django.utils.translation import gettext_lazy as _

from logframe.admin.base import RecordAdmin, RecordInline
from logframe.admin.exchange import ExchangeAdmin
from meetings.admin.reports import ReportAdmin
from meetings.models import AgendaItem, Body, Decision, Document, Meeting, MeetingOfficer
from meetings.resources import MeetingResource


class OfficerInline(RecordInline):
    """Who presided and who reported."""

    model = MeetingOfficer
    fields = ("role", "name", "member_state")
    extra = 1
    max_num = len(MeetingOfficer.Role)
    classes = ("collapse",)


class AgendaInline(RecordInline):
    """The agenda."""

    model = AgendaItem
    fields = ("order", "number", "title", "area")
    searched_if_many = ("area",)
    extra = 1
    classes = ("collapse",)


class DocumentInline(RecordInline):
    """The papers of the meeting."""

    model = Document
    fields = ("order", "symbol", "title", "link")
    extra = 1
    classes = ("collapse",)


class DecisionInline(RecordInline):
    """What was decided, in few words; the rest stands on the decision's own page."""

    model = Decision
    fk_name = "meeting"
    fields = ("section", "paragraph", "sequence", "wording", "kind", "is_actionable")
    ordering = ("section", "paragraph", "sequence")
    extra = 1

    def has_change_permission(self, request, obj=None) -> bool:
        """Only list what stands in an adopted report: it is locked."""
        return not _is_adopted(obj) and super().has_change_permission(request, obj)

    def has_delete_permission(self, request, obj=None) -> bool:
        """Keep what stands in an adopted report."""
        return not _is_adopted(obj) and super().has_delete_permission(request, obj)


def _is_adopted(meeting: Meeting | None) -> bool:
    return meeting is not None and meeting.report_adopted_on is not None


@admin.register(Body)
class BodyAdmin(RecordAdmin):
    """Bodies that meet."""

    list_display = ("name", "code", "is_governing", "order")
    search_fields = ("name", "code")


@admin.register(Meeting)
class MeetingAdmin(ReportAdmin, ExchangeAdmin):
    """Meetings."""

    resource_classes = [MeetingResource]
    list_display = ("code", "body", "starts_on", "city", "country", "status", "report_adopted_on")
    list_filter = ("body", "status")
    list_select_related = ("body",)
    search_fields = ("code", "city", "country")
    formfield_overrides = {
        **RecordAdmin.formfield_overrides,
        models.ManyToManyField: {"widget": CheckboxSelectMultiple},
    }
    inlines = (DecisionInline, AgendaInline, DocumentInline, OfficerInline)
    fieldsets = (
        (
            None,
            {
                "fields": (
                    ("body", "number", "code"),
                    ("starts_on", "ends_on", "dates_text"),
                    ("city", "country", "modality"),
                    ("status", "reviews", "report_adopted_on"),
                ),
                "description": _("What is not known stays empty."),
            },
        ),
        (
            _("Host, attendance and sources"),
            {
                "classes": ("collapse",),
                "fields": ("host", "attended_by", "agenda_note", "sources", "note"),
            },
        ),
    )
