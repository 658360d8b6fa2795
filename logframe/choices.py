"""What a filter offers to choose from."""

from itertools import islice

from django.forms import Field, Select, TextInput
from django.forms.utils import flatatt
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

# Nobody looks through more than these: where there are, the name is typed.
MOST_OFFERED = 200
SELECTED = mark_safe(" selected")


class PlainSelect(Select):
    """A list of choices, written at once: Django draws a template for each of them."""

    def render(self, name, value, attrs=None, renderer=None) -> SafeString:
        """Show the choices with the chosen one marked, or an entry where they are too many."""
        choices = list(islice(self.choices, MOST_OFFERED + 1))
        if len(choices) > MOST_OFFERED:
            return TextInput(self.attrs).render(name, value, attrs, renderer)
        chosen = "" if value is None else str(value)
        options = ((key, SELECTED if str(key) == chosen else "", label) for key, label in choices)
        return format_html(
            "<select{}>{}</select>",
            flatatt({"name": name} | self.build_attrs(self.attrs, attrs)),
            format_html_join("", '<option value="{}"{}>{}</option>', options),
        )


def write_at_once(field: Field) -> None:
    """Let the list of choices of a field be written at once, if it has one."""
    if type(field.widget) is Select:
        choices = field.choices
        field.widget = PlainSelect(field.widget.attrs)
        field.widget.choices = choices
