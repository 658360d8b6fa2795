"""The forms on decisions, and on what was wrong in an edition."""

from django import forms
from django.utils.translation import gettext_lazy as _

from logframe.forms import RecordForm
from meetings.models import (
    Addressee,
    Decision,
    DecisionRelation,
    Erratum,
    FollowUp,
    Implementation,
)

DAY = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})


class AddresseeField(forms.ModelChoiceField):
    """A choice of addressees, each by its name."""

    def label_from_instance(self, addressee: Addressee) -> str:
        """Return the name."""
        return addressee.who


class FollowUpForm(RecordForm):
    """What was done about a decision, on its page and in the admin.

    Evidence is a link, a file or, in words, the reason why there is none.
    """

    evidence_link = forms.URLField(
        label=_("Link to evidence"), max_length=500, required=False, assume_scheme="https"
    )

    class Meta:
        model = FollowUp
        fields = (
            "date",
            "addressee",
            "what_was_done",
            "implementation",
            "evidence_link",
            "evidence_file",
            "no_evidence_reason",
            "next_update_on",
        )
        field_classes = {"addressee": AddresseeField}
        widgets = {
            "date": DAY,
            "next_update_on": DAY,
            "what_was_done": forms.Textarea(attrs={"rows": 5, "cols": 80}),
            "no_evidence_reason": forms.TextInput(attrs={"size": 60}),
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if "addressee" in self.fields:
            self._offer_addressees()
        if "implementation" in self.fields:
            self.fields["implementation"].choices = [
                (value, label)
                for value, label in self.fields["implementation"].choices
                if value != Implementation.NO_ACTION
            ]

    def _offer_addressees(self) -> None:
        addressees = Addressee.objects.filter(decision=self._decision_pk())
        field = self.fields["addressee"]
        field.queryset = addressees.select_related("member_state", "body")
        field.empty_label = _("the whole decision")

    def _decision_pk(self) -> int | None:
        """Return the decision that the page speaks of, or that was chosen or asked for."""
        given = self.instance.decision_id
        given = given or self.data.get(self.add_prefix("decision")) or self.initial.get("decision")
        return int(given) if str(given).isdecimal() else None


class RelationForm(RecordForm):
    """What a decision does to an earlier one, which is named by its code."""

    earlier = forms.ModelChoiceField(
        Decision.objects.select_related("meeting"),
        label=_("Earlier decision"),
        to_field_name="code",
        widget=forms.TextInput(attrs={"size": 20}),
        help_text=_("Its code, as the register shows it."),
        error_messages={"invalid_choice": _("There is no decision with this code.")},
    )

    class Meta:
        model = DecisionRelation
        fields = ("kind", "earlier", "note")
        widgets = {"note": forms.TextInput(attrs={"size": 60})}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if not self.instance._state.adding:
            self.initial["earlier"] = self.instance.earlier.code


class ErratumForm(RecordForm):
    """What is wrong in an edition, and what should stand there."""

    class Meta:
        model = Erratum
        fields = ("place", "was", "now", "reason")
        widgets = {name: forms.Textarea(attrs={"rows": 2}) for name in ("was", "now", "reason")}
