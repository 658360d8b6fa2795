"""Follow-ups of decisions."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from logframe.admin.exchange import ExchangeAdmin
from meetings.forms import FollowUpForm
from meetings.models import FollowUp
from meetings.resources import FollowUpResource


@admin.register(FollowUp)
class FollowUpAdmin(ExchangeAdmin):
    """What was done about decisions."""

    form = FollowUpForm
    resource_classes = [FollowUpResource]
    author_field = "author"
    list_display = ("decision", "date", "implementation", "next_update_on", "author")
    list_filter = ("implementation", "date")
    list_select_related = ("decision", "author")
    search_fields = ("decision__code", "decision__slug", "what_was_done")
    autocomplete_fields = ("decision",)
    readonly_fields = ("author",)
    fieldsets = (
        (
            None,
            {
                "fields": (
                    ("decision", "addressee", "date"),
                    "what_was_done",
                    ("implementation", "next_update_on"),
                    ("evidence_link", "evidence_file"),
                    "no_evidence_reason",
                    "author",
                ),
                "description": _(
                    "The newest follow-up says how far the decision is, or the part of the "
                    "addressee that it names. Addressees can be chosen once the decision is known: "
                    "the button on its page opens this form for it."
                ),
            },
        ),
    )
