"""Activities."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from logframe.admin.exchange import ExchangeAdmin
from logframe.models import Activity
from logframe.resources import ActivityResource


@admin.register(Activity)
class ActivityAdmin(ExchangeAdmin):
    """What is done."""

    resource_classes = [ActivityResource]
    list_display = ("code", "title", "area", "starts_on", "status", "funding_source")
    list_display_links = ("code", "title")
    list_filter = ("status", "area", "funding_source", "host_state")
    list_select_related = ("area",)
    search_fields = ("code", "title", "partners", "place")
    autocomplete_fields = ("outputs",)
    fieldsets = (
        (None, {"fields": ("plan", ("code", "kind"), "title", "area", "outputs", "status")}),
        (
            _("When and where"),
            {
                "fields": (("starts_on", "ends_on", "dates_text"), ("place", "host_state")),
                "description": _("What is not known stays empty."),
            },
        ),
        (
            _("Who and with what money"),
            {
                "classes": ("collapse",),
                "fields": (
                    "lead",
                    "partners",
                    ("funding_source", "funding_text"),
                    ("budget", "spent"),
                ),
            },
        ),
        (
            _("Source and note"),
            {
                "classes": ("collapse",),
                "fields": (("status_text", "status_as_of"), "link", "source", "note"),
            },
        ),
    )
