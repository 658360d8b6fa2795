"""Files of meetings, decisions and follow-ups."""

from django.contrib.auth import get_user_model
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from logframe.formats import cell_text
from logframe.models import MemberState, ReportingPeriod, ThematicArea
from logframe.resources.base import RecordField, RecordResource
from logframe.resources.widgets import CodesWidget, CodeWidget, WholeNumberWidget
from meetings.models import Addressee, Body, Decision, FollowUp, Meeting


class MeetingResource(RecordResource):
    """One row a meeting."""

    related = ("body", "reviews__plan")
    many = ("attended_by",)

    body = RecordField("body", widget=CodeWidget(Body))
    attended_by = RecordField("attended_by", widget=CodesWidget(MemberState))
    plan = RecordField("reviews__plan__slug", readonly=True)
    reviews = RecordField("reviews", widget=CodeWidget(ReportingPeriod, "year", within="plan"))

    class Meta:
        """The columns."""

        model = Meeting
        import_id_fields = ("code",)
        fields = (
            "code",
            "body",
            "number",
            "starts_on",
            "ends_on",
            "dates_text",
            "city",
            "country",
            "modality",
            "host",
            "status",
            "attended_by",
            "plan",
            "reviews",
            "report_adopted_on",
            "agenda_note",
            "sources",
            "note",
        )


class DecisionResource(RecordResource):
    """One row a decision; its implementation moves with follow-ups alone."""

    related = ("meeting", "due_meeting", "area__plan", "owner")

    code = RecordField("code", readonly=True)
    meeting = RecordField("meeting", widget=CodeWidget(Meeting))
    due_meeting = RecordField("due_meeting", widget=CodeWidget(Meeting))
    plan = RecordField("area__plan__slug", readonly=True)
    area = RecordField("area", widget=CodeWidget(ThematicArea, within="plan"))
    owner = RecordField("owner", widget=CodeWidget(get_user_model(), "username"))
    implementation = RecordField("implementation", readonly=True)

    class Meta:
        """The columns."""

        model = Decision
        import_id_fields = ("meeting", "section", "paragraph", "sequence")
        fields = (
            "code",
            "meeting",
            "section",
            "paragraph",
            "sequence",
            "heading",
            "wording",
            "kind",
            "is_actionable",
            "certainty",
            "due_text",
            "due_on",
            "due_meeting",
            "recurrence",
            "plan",
            "area",
            "owner",
            "validity",
            "implementation",
            "source",
            "note",
        )


class AddresseeWidget(WholeNumberWidget):
    """A cell that names an addressee by its number among those of the decision of the row."""

    key = "order"

    def clean(self, value, row=None, **kwargs) -> Addressee | None:
        """Return the addressee; empty is nobody, which means the whole decision."""
        number = super().clean(value, row, **kwargs)
        if number is None:
            return None
        code = cell_text(row["decision"]).strip()
        found = Addressee.objects.filter(decision__code=code, order=number).first()
        if found is None:
            raise ValueError(
                _("%(code)s has no addressee %(number)s: leave the cell empty for the whole of it.")
                % {"code": code, "number": number}
            )
        return found


class FollowUpResource(RecordResource):
    """One row a follow-up; a new one has no number of the day yet."""

    related = ("decision__meeting", "addressee", "author")
    author_field = "author"

    decision = RecordField("decision", widget=CodeWidget(Decision, related=("meeting",)))
    # Without the default of the model: an empty number is a new follow-up, not the day's first.
    number = RecordField("number", widget=WholeNumberWidget())
    addressee = RecordField("addressee", widget=AddresseeWidget())
    author = RecordField("author__username", readonly=True)

    class Meta:
        """The columns."""

        model = FollowUp
        import_id_fields = ("decision", "date", "number")
        fields = (
            "decision",
            "date",
            "number",
            "addressee",
            "what_was_done",
            "implementation",
            "next_update_on",
            "evidence_link",
            "no_evidence_reason",
            "author",
        )

    def key(self, instance) -> tuple | None:
        """Return no key for a new follow-up: one day may have several."""
        return None if instance.number is None else super().key(instance)

    def import_instance(self, instance, row, **kwargs) -> None:
        """Take the values of a row; the number of a new follow-up is given by the tracker."""
        super().import_instance(instance, row, **kwargs)
        if instance._state.adding and instance.number is not None:
            message = _("There is no follow-up %s of this day: leave the cell empty for a new one.")
            raise ValidationError({"number": message % instance.number})
