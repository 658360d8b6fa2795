"""The form with which an edition is issued."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from logframe.forms import FORM_IS_OLD
from meetings.issuing import AlreadyIssuedError, issue, next_number
from meetings.models import Edition, Meeting
from meetings.papers import PapersError

OLD = {"required": FORM_IS_OLD, "invalid": FORM_IS_OLD}
MORE_IS_MISSING = _(
    "More is missing than when you opened the page, so nothing was issued. Look at the list, and "
    "decide again."
)


class IssueForm(forms.Form):
    """Issuing: the day and number that the person saw, and a tick where something is missing."""

    as_of = forms.DateField(widget=forms.HiddenInput, error_messages=OLD)
    seen_number = forms.IntegerField(widget=forms.HiddenInput, error_messages=OLD)
    seen_missing = forms.IntegerField(widget=forms.HiddenInput, error_messages=OLD)
    order = forms.ChoiceField(label=_("Papers in the order"), choices=Edition.Order.choices)
    although = forms.BooleanField(
        error_messages={"required": _("Tick this to issue all the same.")}
    )

    def __init__(self, *args, meeting: Meeting, on, missing: int, **kwargs):
        super().__init__(*args, **kwargs)
        self.meeting, self.missing = meeting, missing
        self.initial |= {
            "as_of": on,
            "seen_number": next_number(meeting),
            "seen_missing": missing,
        }
        if not missing:
            del self.fields["although"]
            return
        self.fields["although"].label = ngettext(
            "Issue although %(n)s point is missing",
            "Issue although %(n)s points are missing",
            missing,
        ) % {"n": missing}

    def clean_as_of(self):
        """Refuse a day to come."""
        if self.cleaned_data["as_of"] > timezone.localdate():
            raise ValidationError(FORM_IS_OLD)
        return self.cleaned_data["as_of"]

    def clean_seen_missing(self) -> int:
        """Tell the person when more is missing than was seen; the next attempt goes through."""
        if self.cleaned_data["seen_missing"] < self.missing:
            self.data = self.data.copy()
            self.data["seen_missing"] = self.missing
            raise ValidationError(MORE_IS_MISSING)
        return self.cleaned_data["seen_missing"]

    def save(self, by) -> Edition | None:
        """Issue the edition; where that is refused, say so in the form."""
        try:
            return issue(
                self.meeting,
                by,
                on=self.cleaned_data["as_of"],
                order=self.cleaned_data["order"],
                number=self.cleaned_data["seen_number"],
            )
        except AlreadyIssuedError as refusal:
            self.data = self.data.copy()
            self.data["seen_number"] = next_number(self.meeting)
            self.add_error(None, refusal)
        except ValidationError as refusal:
            self.add_error(None, refusal)
        except PapersError as refusal:
            self.add_error(None, str(refusal))
        return None
