"""What a filter offers to choose from or to type.

Its entries are written at once: Django draws several templates for each of them.
"""

from itertools import islice

from django.forms import Field, Select, TextInput
from django.forms.utils import flatatt
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

# Nobody looks through more than these: where there are, the name is typed.
MOST_OFFERED = 200
SELECTED = mark_safe(" selected")


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
        options = ((key, SELECTED if str(key) == chosen else "", label) for key, label in choices)
        return format_html(
            "<select{}>{}</select>",
            flatatt({"name": name} | self.build_attrs(self.attrs, attrs)),
            format_html_join("", '<option value="{}"{}>{}</option>', options),
        )


def write_at_once(field: Field) -> None:
    """Let a list of choices or an entry of one line be written at once."""
    widget = field.widget
    if type(widget) is TextInput:
        field.widget = PlainText(widget.attrs)
    if type(widget) is Select:
        field.widget = PlainSelect(widget.attrs)
        field.widget.choices = field.choices
