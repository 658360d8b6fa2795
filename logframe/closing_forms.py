"""Forms with which a year is closed and reopened."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from logframe.formats import with_one_line_break
from logframe.forms import FORM_IS_OLD, VERSION
from logframe.models import ReportingPeriod

CHANGED = _(
    "Somebody else changed this year while you were looking at it, so nothing was done. Look at it "
    "as it stands now, and decide again."
)
MORE_OPEN = _(
    "More is open than when you opened the page, so nothing was done. Look at the list, and decide "
    "again."
)


class YearForm(forms.Form):
    """A form on a year, which knows the version that the person saw."""

    seen_version = forms.IntegerField(
        widget=forms.HiddenInput, error_messages={"required": FORM_IS_OLD, "invalid": FORM_IS_OLD}
    )

    def __init__(self, *args, period: ReportingPeriod, **kwargs):
        super().__init__(*args, **kwargs)
        self.period = period
        self.initial[VERSION] = period.version

    def clean_seen_version(self) -> int:
        """Tell the person when somebody else was quicker; the next attempt goes through."""
        if self.cleaned_data[VERSION] != self.period.version:
            self.show_anew(VERSION, self.period.version)
            raise ValidationError(CHANGED)
        return self.cleaned_data[VERSION]

    def show_anew(self, name: str, value) -> None:
        """Send another value with the next attempt: by then the person has seen what it is."""
        self.data = self.data.copy()
        self.data[name] = value

    def try_to(self, act, *args) -> bool:
        """Close or reopen the year; where the model refuses, say so in the form."""
        try:
            act(*args)
        except ValidationError as refusal:
            self.add_error(None, refusal)
        return self.is_valid()


class ClosingForm(YearForm):
    """Closing a year: with a tick where something is still open."""

    seen_open = forms.IntegerField(
        widget=forms.HiddenInput, error_messages={"required": FORM_IS_OLD, "invalid": FORM_IS_OLD}
    )
    although = forms.BooleanField(
        error_messages={"required": _("Tick this to close the year all the same.")}
    )

    def __init__(self, *args, open_points: int, **kwargs):
        super().__init__(*args, **kwargs)
        self.open_points = open_points
        self.initial["seen_open"] = open_points
        if not open_points:
            del self.fields["although"]
            return
        self.fields["although"].label = ngettext(
            "Close although %(n)s point is open",
            "Close although %(n)s points are open",
            open_points,
        ) % {"n": open_points}

    def clean_seen_open(self) -> int:
        """Tell the person when more is open than was seen."""
        if self.cleaned_data["seen_open"] < self.open_points:
            self.show_anew("seen_open", self.open_points)
            raise ValidationError(MORE_OPEN)
        return self.cleaned_data["seen_open"]

    def save(self, by) -> bool:
        """Close the year, or say why not."""
        return self.try_to(self.period.close, by, self.open_points)


class ReopeningForm(YearForm):
    """Reopening a year, for a reason."""

    reason = forms.CharField(
        label=_("Reason"),
        help_text=_("It is kept, and shown below."),
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Say why the year is reopened.")},
    )

    def clean_reason(self) -> str:
        """Keep one kind of line break, whatever the browser sends."""
        return with_one_line_break(self.cleaned_data["reason"])

    def save(self, by) -> bool:
        """Reopen the year, or say why not."""
        return self.try_to(self.period.reopen, by, self.cleaned_data["reason"])
