"""The form of one value: the same rules in the recording grid, on its own page and in the admin."""

from django import forms
from django.forms.models import model_to_dict
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from logframe.forms import VERSION, RecordForm
from logframe.models import Indicator, Measurement
from logframe.oddities import oddities

GRID_FIELDS = ("value", "as_of", "note", "evidence_link")
YES_OR_NO = (("", "–"), ("1", _("yes")), ("0", _("no")))


class MeasurementForm(RecordForm):
    """A value of an indicator for a year, by one member State or for all together.

    `last` is the last verified value of an earlier year, beside which an odd value is told.
    """

    author_field = "recorded_by"
    last = None

    evidence_link = Measurement._meta.get_field("evidence_link").formfield(assume_scheme="https")

    class Meta:
        model = Measurement
        fields = (
            "value",
            "as_of",
            "replacement_reason",
            "note",
            "evidence_link",
            "evidence_file",
            "not_applicable",
            "is_provisional",
        )
        widgets = {
            "note": forms.Textarea(attrs={"rows": 3}),
            "replacement_reason": forms.Textarea(attrs={"rows": 2}),
            "as_of": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        }
        error_messages = {"value": {"invalid": _("Write the number as 1234.5.")}}

    @property
    def warnings(self) -> list[str]:
        """What is odd about the value, while no note says why."""
        row = self.instance
        if row.note or row.indicator_id is None:
            return []
        return oddities(row.indicator, row.value, self.last)


class EntryForm(MeasurementForm):
    """A value as it is entered on the site, where indicator, year and State are given.

    `only` are the fields that the page shows; all of them when empty.
    """

    def __init__(self, data=None, *args, place, signed_in=None, only=(), **kwargs):
        self.signed_in, self.place, self.last = signed_in, place, place.last
        row = place.instance
        version = f"{place.key}-{VERSION}"
        if data is not None and not data.get(version) and not row._state.adding:
            # Nothing stood there when the page was opened: a colleague was first.
            data = data.copy()
            data[version] = "0"
        super().__init__(
            data,
            *args,
            instance=row,
            initial=place.initial,
            prefix=place.key,
            use_required_attribute=False,
            **kwargs,
        )
        for name in set(self.Meta.fields) - set(only or self.Meta.fields):
            del self.fields[name]
        if "replacement_reason" in self.fields and not self.instance.replaces_id:
            del self.fields["replacement_reason"]
        self.fields["value"].widget = _value_widget(place.indicator)
        self._dress()

    def _dress(self) -> None:
        """Name each input of a table by its place and column, or lead straight to the value."""
        in_table = "not_applicable" not in self.fields
        if not in_table:
            self.fields["value"].widget.attrs["autofocus"] = True
            return
        self.fields["note"].widget = forms.TextInput()
        # A browser cuts what is pasted and longer without a word; the form refuses it with one.
        self.fields["evidence_link"].widget.attrs.pop("maxlength", None)
        for name in GRID_FIELDS:
            label = f"{self.place.name}, {self.fields[name].label}"
            self.fields[name].widget.attrs |= {"form": "g", "aria-label": label}

    @property
    def is_filled(self) -> bool:
        """Whether the person has entered or changed something, whatever others did meanwhile."""
        if self.instance._state.adding or not self._seen_version:
            return any(self._sent(name) for name in self.fields if name not in ("as_of", VERSION))
        return any(
            field.has_changed(self._shown(name), self._sent(name))
            for name, field in self.fields.items()
            if name != VERSION
        )

    @property
    def _seen_version(self) -> int | None:
        sent = self._sent(VERSION)
        return int(sent) if sent and sent.isdecimal() else None

    @cached_property
    def _seen(self) -> dict:
        """What the page showed: the row as it is, or as it was before others changed it."""
        if self._seen_version == self.instance.version:
            return self.initial
        before = self.instance.history.filter(version=self._seen_version).first()
        return model_to_dict(before, self.fields) if before else {}

    def _shown(self, name: str):
        return self._seen.get(name)

    def _sent(self, name: str):
        field = self.fields[name]
        return self._widget_data_value(field.widget, self.add_prefix(name))


def _value_widget(indicator: Indicator) -> forms.Widget:
    if indicator.measure == Indicator.Measure.YES_NO:
        return forms.Select(choices=YES_OR_NO)
    if indicator.measure == Indicator.Measure.SCALE:
        levels = [(str(level.level), str(level)) for level in indicator.scale_levels.all()]
        return forms.Select(choices=[("", "–"), *levels]) if levels else _number_widget()
    return _number_widget()


def _number_widget() -> forms.TextInput:
    return forms.TextInput(attrs={"inputmode": "decimal"})
