"""What a filter offers to choose from or to type.

Its entries are written at once: Django draws several templates for each of them.
"""

from collections.abc import Iterable, Iterator
from html import escape
from itertools import islice

from django.db.models import F, QuerySet
from django.forms import Field, ModelChoiceField, Select, TextInput
from django.forms.models import ModelChoiceIterator
from django.forms.utils import flatatt
from django.utils.html import format_html
from django.utils.safestring import SafeString

# Nobody looks through more than these: where there are, the name is typed.
MOST_OFFERED = 200


class PlainText(TextInput):
    """An entry of one line."""

    def render(self, name, value, attrs=None, renderer=None) -> SafeString:
        """Show the entry with what was typed."""
        about = {"type": self.input_type, "name": name}
        if (typed := self.format_value(value)) is not None:
            about["value"] = typed
        return format_html("<input{}>", flatatt(about | self.build_attrs(self.attrs, attrs)))


class PlainSelect(Select):
    """A list of choices."""

    def render(self, name, value, attrs=None, renderer=None) -> SafeString:
        """Show the choices with the chosen one marked, or an entry where they are too many."""
        choices = list(islice(self.choices, MOST_OFFERED + 1))
        if len(choices) > MOST_OFFERED:
            return PlainText(self.attrs).render(name, value, attrs)
        chosen = "" if value is None else str(value)
        options = [_option(str(key), str(label), str(key) == chosen) for key, label in choices]
        return format_html(
            "<select{}>{}</select>",
            flatatt({"name": name} | self.build_attrs(self.attrs, attrs)),
            SafeString("".join(options)),
        )


def _option(key: str, label: str, is_chosen: bool) -> str:
    selected = " selected" if is_chosen else ""
    return f'<option value="{escape(key)}"{selected}>{escape(label)}</option>'


def named(records: QuerySet, key: str, *places: str | F) -> QuerySet:
    """Return the keys and names of records as plain rows; of too many, no more than shows it.

    With `places` they come as they are, behind what puts them in order: a database would sort all
    of them, also where they are too many to be offered.
    """
    records = records.order_by() if places else records
    return records.values_list(*places, key, *records.model.named_by)[: MOST_OFFERED + 1]


def in_order(rows: Iterable[tuple], places: int) -> list[tuple]:
    """Return rows in the order of their first values, so many, and without them."""
    return [row[places:] for row in sorted(rows)]


class PlainRows(ModelChoiceIterator):
    """The records that a filter offers, by key and name: to make a record of each takes longer.

    A field that many ask for has a query whose SQL stays, as `offered`.
    """

    def __iter__(self) -> Iterator[tuple[str, str]]:
        """Yield the choice of none, and then each."""
        yield "", self.field.empty_label
        offered = getattr(self.field, "offered", None)
        rows = offered() if offered else named(self.queryset, self.field.to_field_name)
        for key, *name in rows:
            yield key, " ".join(name)


def write_at_once(field: Field) -> None:
    """Let a list of choices or an entry of one line be written at once."""
    widget = field.widget
    if isinstance(field, ModelChoiceField):
        field.iterator = PlainRows
    if type(widget) is TextInput:
        field.widget = PlainText(widget.attrs)
    if type(widget) is Select:
        field.widget = PlainSelect(widget.attrs)
        field.widget.choices = field.choices
