"""Forms on records: what the model refuses becomes a sentence on the page, never a lost entry."""

from decimal import Decimal

from django import forms
from django.core.exceptions import NON_FIELD_ERRORS, FieldDoesNotExist, ValidationError
from django.db.models import Manager
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html, format_html_join
from django.utils.text import capfirst
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from logframe.formats import cell_text, number_text, with_one_line_break
from logframe.models import Plan, ReportingPeriod
from logframe.models.periods import newest_open

VERSION = "seen_version"
CHOOSE_AGAIN = _("Choose the file again: a browser sends a file only once.")
FORM_IS_OLD = _(
    "The form does not say which version of the record it shows, so nothing was saved. "
    "Open the record again and repeat the change."
)

DELETED_UNSEEN = _(
    "Somebody else saved a row that you marked for deletion, so nothing was saved. "
    "Look at it as it stands now, and save again to delete it."
)

GONE = _(
    "Somebody else deleted a row while you were editing it (%(rows)s), so nothing was saved. "
    "Open the record again and repeat the change."
)


def period_to_report(plan: Plan | None) -> ReportingPeriod | None:
    """Return the year that people report on now: the newest open one that has begun."""
    if plan is None:
        return None
    return newest_open(plan.periods.order_by("year"), timezone.localdate())


class RecordForm(forms.ModelForm):
    """A form on one record.

    It knows which version it shows and refuses to overwrite a newer one. All rules of the model
    are checked, also those on fields that the form does not show; their errors stand above it.

    `author_field` of a new record is filled with `signed_in`. `refusal` is what the last attempt
    to save was refused with, although the form had passed: it is shown with all that was typed.
    `is_overtaken` says that the record was saved by somebody else since the form was opened.
    """

    author_field = ""
    signed_in = None
    refusal: ValidationError | None = None
    is_overtaken = False

    seen_version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.initial |= {
            name: Decimal(number_text(value))
            for name, value in self.initial.items()
            if isinstance(value, Decimal)
        }
        if not self.instance._state.adding:
            self.initial[VERSION] = self.instance.version
        elif self.author_field and self.signed_in:
            setattr(self.instance, self.author_field, self.signed_in)

    def full_clean(self) -> None:
        """Check the form; where it is shown again, say that files have to be chosen again."""
        super().full_clean()
        if self.is_bound and self._errors:
            for name, field in self.fields.items():
                chosen = isinstance(field, forms.FileField) and self.add_prefix(name) in self.files
                if chosen and name not in self._errors:
                    self.add_error(name, CHOOSE_AGAIN)

    def clean(self) -> dict:
        """Refuse what is older than the stored record, and repeat what saving refused."""
        cleaned = super().clean()
        if not self.instance._state.adding:
            self._check_version()
        if self.refusal is not None:
            self.add_error(None, self.refusal)
        return cleaned

    def add_error(self, field, error) -> None:
        """Show an error at its field, or above the form where the page does not show the field."""
        if field is None and hasattr(error, "error_dict"):
            error = self._told_above(error.error_dict)
        super().add_error(field, error)

    def _get_validation_exclusions(self) -> set[str]:
        # Saving checks all fields: what it would refuse is said here, while the entry still stands.
        return super()._get_validation_exclusions() & set(self.fields)

    def _told_above(self, errors: dict) -> ValidationError:
        told = {name: found for name, found in errors.items() if self._shows(name)}
        above = list(told.pop(NON_FIELD_ERRORS, []))
        hidden = {name: found for name, found in errors.items() if not self._shows(name)}
        for name, found in hidden.items():
            # A derived field is empty because its source is: the source has told so already.
            if name not in self.instance.derived_fields or not (told or above or self._errors):
                above += [f"{self._label(name)}: {text}" for text in _texts(found)]
        return ValidationError({**told, NON_FIELD_ERRORS: above} if above else told)

    def _shows(self, name: str) -> bool:
        if name == NON_FIELD_ERRORS:
            return True
        return name in self.fields and not self.fields[name].widget.is_hidden

    def _label(self, name: str) -> str:
        try:
            return capfirst(self._meta.model._meta.get_field(name).verbose_name)
        except FieldDoesNotExist:
            return name

    # Two people, one record

    def _check_version(self) -> None:
        seen = self.cleaned_data.get(VERSION)
        self.is_overtaken = seen != self.instance.version
        if seen is None:
            self.add_error(None, FORM_IS_OLD)
        elif self.is_overtaken:
            # Where the other one changed nothing that the form shows, there is nothing to choose.
            if differences := self._differences():
                self.add_error(None, ValidationError(self._conflict(differences), code="conflict"))
            self._show_current_version()

    def _show_current_version(self) -> None:
        """Let the next save through: by then the person has seen both versions."""
        self.data = self.data.copy()
        self.data[self.add_prefix(VERSION)] = self.instance.version

    def _conflict(self, differences: list[tuple[str, str, str]]) -> str:
        last = self.instance.history.select_related("history_user").first()
        who = (last and last.history_user) or gettext("Somebody else")
        when = timezone.localtime(last.history_date) if last else timezone.localtime()
        intro = gettext(
            "%(who)s saved this record on %(when)s, while you were editing it. Nothing of yours "
            "is saved yet. Save again to put your version over the other one, or open the record "
            "again to keep the other one."
        ) % {"who": who, "when": date_format(when, "DATETIME_FORMAT")}
        versions = format_html_join(
            "",
            "<li><strong>{}</strong><br>{} <q>{}</q><br>{} <q>{}</q></li>",
            (
                (label, gettext("Yours:"), mine, gettext("Stored:"), theirs)
                for label, mine, theirs in differences
            ),
        )
        return format_html('{}<ul class="versions">{}</ul>', intro, versions)

    def _differences(self) -> list[tuple[str, str, str]]:
        pairs = (
            (field.label, _said(field, self.cleaned_data[name]), _said(field, self._stored(name)))
            for name, field in self.fields.items()
            if name in self.cleaned_data and hasattr(self.instance, name) and self._shows(name)
        )
        return [(label, mine, theirs) for label, mine, theirs in pairs if mine != theirs]

    def said(self) -> str:
        """Return what was typed, as a person reads it."""
        typed = [(field, self.cleaned_data.get(name)) for name, field in self.fields.items()]
        return ", ".join(
            f"{field.label} {_said(field, value)}"
            for field, value in typed
            if value and not field.widget.is_hidden
        )

    def _stored(self, name: str):
        value = getattr(self.instance, name)
        return value.all() if isinstance(value, Manager) else value

    def _widget_data_value(self, widget, html_name):
        # Browsers send another line break than files have: unified, an untouched text is unchanged.
        value = super()._widget_data_value(widget, html_name)
        return with_one_line_break(value) if isinstance(value, str) else value


def _texts(errors) -> list[str]:
    return [text for error in errors for text in ValidationError(error).messages]


def _said(field: forms.Field, value) -> str:
    """Return a value as a person reads it."""
    if isinstance(field, forms.FileField):
        return value.name.rpartition("/")[2] if value else gettext("(empty)")
    if isinstance(field, forms.ModelMultipleChoiceField):
        return ", ".join(sorted(map(str, value)))
    if isinstance(field, forms.TypedChoiceField):
        value = dict(field.choices).get(value, value)
    return with_one_line_break(cell_text(value)) or gettext("(empty)")


class LabelledFormSet(forms.BaseInlineFormSet):
    """Rows of a table in which every input says its column and its row to a screen reader."""

    def add_fields(self, form, index) -> None:
        """Label the inputs of one row."""
        super().add_fields(form, index)
        row = gettext("new row") if index is None else gettext("row %s") % (index + 1)
        for field in form.fields.values():
            field.widget.attrs["aria-label"] = f"{field.label}, {row}"

    def clean(self) -> None:
        """Tell which rows somebody else deleted, and delete none that was not seen as it stands."""
        super().clean()
        gone = [form.said() for form in self.initial_forms if form.instance._state.adding]
        if gone:
            raise ValidationError(GONE % {"rows": "; ".join(gone)})
        if any(form.is_overtaken for form in self.initial_forms if self._is_to_go(form)):
            raise ValidationError(DELETED_UNSEEN)

    def _is_to_go(self, form: RecordForm) -> bool:
        return self.can_delete and self._should_delete_form(form)


class ListedFormSet(LabelledFormSet):
    """Rows of a table that are only listed: nothing of them is sent, checked or written.

    They are read where the page is shown, and not where what was typed above them is saved.
    """

    new_objects = changed_objects = deleted_objects = ()

    def __init__(self, data=None, files=None, **kwargs):
        super().__init__(**kwargs)
        self.is_shown = data is None

    @property
    def initial_forms(self) -> list:
        """The rows."""
        return super().initial_forms if self.is_shown else []

    def is_valid(self) -> bool:
        """Find nothing wrong."""
        return True

    def save(self, commit=True) -> list:
        """Write nothing."""
        return []


class ReturnForm(forms.Form):
    """Why a reported row goes back to its author."""

    reason = forms.CharField(
        label=_("Reason"),
        help_text=_("The author reads it, and it is kept."),
        widget=forms.Textarea(attrs={"rows": 4, "cols": 60}),
    )
    seen_version = forms.IntegerField(widget=forms.HiddenInput)
