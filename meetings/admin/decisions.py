"""Decisions with whom they bind, what they bear on and what became of them."""

from django.contrib import admin
from django.utils.html import format_html_join
from django.utils.translation import gettext_lazy as _

from logframe.admin.base import RecordInline
from logframe.admin.exchange import ExchangeAdmin
from meetings.forms import AddresseeField, RelationForm
from meetings.models import Addressee, Decision, DecisionLink, DecisionRelation, FollowUp
from meetings.relations import alike
from meetings.resources import DecisionResource


class AddresseeInline(RecordInline):
    """Who is to act."""

    model = Addressee
    fields = ("order", "kind", "member_state", "body", "name", "is_implied", "implementation")
    readonly_fields = ("implementation",)
    extra = 1


class LinkInline(RecordInline):
    """What of the plan the decision bears on."""

    model = DecisionLink
    fields = ("output", "objective", "strength", "reason")
    searched_if_many = ("output", "objective")
    extra = 1


class RelationInline(RecordInline):
    """What the decision does to earlier ones."""

    model = DecisionRelation
    fk_name = "decision"
    form = RelationForm
    fields = ("kind", "earlier", "note")
    related = ("earlier__meeting",)
    extra = 1
    classes = ("collapse",)


class FollowUpInline(RecordInline):
    """What was done since; the newest says how far the decision is."""

    model = FollowUp
    author_field = "author"
    fields = (
        "date",
        "addressee",
        "what_was_done",
        "implementation",
        "next_update_on",
        "evidence_link",
        "no_evidence_reason",
    )
    extra = 1

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        """Offer the addressees of the decision of the page."""
        if db_field.name == "addressee":
            decision = request.resolver_match.kwargs.get("object_id")
            addressees = Addressee.objects.filter(decision=decision)
            kwargs["queryset"] = addressees.select_related("member_state", "body")
            kwargs["form_class"] = AddresseeField
            kwargs["empty_label"] = _("the whole decision")
        return super().formfield_for_foreignkey(db_field, request, **kwargs)


@admin.register(Decision)
class DecisionAdmin(ExchangeAdmin):
    """The decision register."""

    resource_classes = [DecisionResource]
    list_display = ("code", "short_wording", "kind", "is_actionable", "implementation", "validity")
    list_display_links = ("code", "short_wording")
    list_filter = ("implementation", "is_actionable", "validity", "kind", "area", "meeting")
    list_select_related = ("meeting",)
    search_fields = ("code", "slug", "wording", "heading")
    autocomplete_fields = ("meeting", "due_meeting")
    readonly_fields = ("implementation", "falls_due_on", "resembles")
    # Follow-ups come after the addressees, whose own implementation they move.
    inlines = (AddresseeInline, FollowUpInline, LinkInline, RelationInline)
    fieldsets = (
        (
            None,
            {
                "fields": (
                    ("meeting", "section", "paragraph", "sequence"),
                    "wording",
                    ("kind", "is_actionable", "certainty"),
                    ("implementation", "validity"),
                    "resembles",
                ),
                "description": _(
                    "One operative sentence, word for word. Its code follows from its place in "
                    "the report and never changes; follow-ups say how far it is."
                ),
            },
        ),
        (
            _("When it is due, and who follows it"),
            {
                "fields": (
                    ("due_text", "recurrence"),
                    ("due_on", "due_meeting", "falls_due_on"),
                    ("area", "owner"),
                ),
            },
        ),
        (
            _("Heading, source and note"),
            {"classes": ("collapse",), "fields": ("heading", "source", "note")},
        ),
    )

    def get_inlines(self, request, obj):
        """Offer follow-ups only of a decision that asks for action."""
        asks = obj is not None and obj.is_actionable
        return [inline for inline in self.inlines if asks or inline is not FollowUpInline]

    @admin.display(description=_("resembles earlier open ones"))
    def resembles(self, decision: Decision) -> str:
        """Lead to the page on which it is said that it repeats or supersedes one of them."""
        found = alike(decision) if decision.pk and decision.is_actionable else []
        return format_html_join(
            ", ",
            '<a href="{}#alike">{}</a>',
            ((decision.get_absolute_url(), one.decision.code) for one in found),
        )

    @admin.display(description=_("wording"))
    def short_wording(self, decision: Decision) -> str:
        """Return the beginning of the wording."""
        words = decision.wording.split()
        return " ".join(words[:20]) + (" …" if len(words) > 20 else "")
