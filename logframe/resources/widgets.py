"""Cells of a file to values and back; what cannot be read is refused in a sentence with a remedy.

Each widget renders the value itself: the two formats and the preview write it.
"""

from collections.abc import Iterable
from datetime import date, datetime
from decimal import Decimal
from difflib import get_close_matches

from django.db.models import CharField, Model, QuerySet, Value
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from import_export import widgets

from logframe.formats import NO_CHARACTER, PLAIN_NUMBER, cell_text, with_one_line_break

DATE_FORMATS = ("%Y-%m-%d", "%Y/%m/%d", "%d.%m.%Y", "%d %B %Y")
YES, NO = ("yes", "true", "1"), ("no", "false", "0", "")
FEW = 12  # so many codes can be named in a sentence


class CellWidget(widgets.Widget):
    """A cell that holds any value: one of the record itself, or the `key` of another."""

    key: str | None = ""

    def render(self, value, obj=None, **kwargs):
        """Return the value as it is: a number stays a number."""
        return getattr(value, self.key) if self.key and value is not None else value


class TextWidget(CellWidget):
    """A cell of text; empty is the empty text, and so are spaces alone."""

    def clean(self, value, row=None, **kwargs) -> str:
        """Return the text with one kind of line break."""
        text = with_one_line_break(cell_text(value))
        return text if text.strip() else ""


class KeyWidget(TextWidget):
    """A cell of the code that names the record: a space around it would make another one."""

    def clean(self, value, row=None, **kwargs) -> str:
        """Return the code."""
        return super().clean(value, row, **kwargs).strip()


class NumberWidget(CellWidget):
    """A cell of a number, with or without decimals."""

    def clean(self, value, row=None, **kwargs) -> Decimal | None:
        """Return the number; empty is not zero."""
        text = cell_text(value).strip()
        if not text:
            return None
        if not PLAIN_NUMBER.fullmatch(text):
            raise ValueError(
                _("“%(text)s” is not a number: write it without separators or units, as 1234.5.")
                % {"text": text}
            )
        return Decimal(text)


class WholeNumberWidget(NumberWidget):
    """A cell of a number without decimals."""

    def clean(self, value, row=None, **kwargs) -> int | None:
        """Return the number; empty is not zero."""
        number = super().clean(value, row, **kwargs)
        if number is not None and number != number.to_integral_value():
            raise ValueError(
                _("“%(text)s” is not a whole number: write it without decimals.")
                % {"text": cell_text(value)}
            )
        return None if number is None else int(number)


class DayWidget(CellWidget):
    """A cell of a day."""

    def clean(self, value, row=None, **kwargs) -> date | None:
        """Return the day; a date that could mean two days is refused."""
        if isinstance(value, datetime):
            return value.date()
        if isinstance(value, date):
            return value
        text = cell_text(value).strip()
        if not text:
            return None
        for format_ in DATE_FORMATS:
            try:
                return datetime.strptime(text, format_).date()  # noqa: DTZ007 — a day has no zone
            except ValueError:
                continue
        raise ValueError(
            _("“%(text)s” is not a date: write it as year-month-day, as 2026-06-30.")
            % {"text": text}
        )


class YesNoWidget(CellWidget):
    """A cell that says yes or no; empty is no."""

    def clean(self, value, row=None, **kwargs) -> bool:
        """Return whether the cell says yes."""
        text = cell_text(value).strip().lower()
        if text not in YES + NO:
            raise ValueError(
                _("“%(text)s” is neither yes nor no: write one of these.")
                % {"text": cell_text(value)}
            )
        return text in YES


class ChoiceWidget(CellWidget):
    """A cell that holds one word of a list."""

    def __init__(self, choices):
        super().__init__()
        self.choices = {value: str(label) for value, label in choices if value}

    def clean(self, value, row=None, **kwargs) -> str:
        """Return the word of the list, which the file may also name as the pages show it."""
        text = cell_text(value).strip()
        if not text:
            return ""
        for choice, label in self.choices.items():
            if text.lower() in (choice.lower(), label.lower()):
                return choice
        raise ValueError(
            _("“%(text)s” is not in the list: write one of %(choices)s.")
            % {"text": text, "choices": ", ".join(self.choices)}
        )


class Codes:
    """The codes by which people name records, each with its record.

    `within` names the column of the same row that holds the plan, where codes are unique only
    inside a plan. `related` and `many` are the relations that rules read from the record.
    """

    def __init__(self, model: type[Model], field: str, within: str = "", related=(), many=()):
        self.model, self.field, self.within = model, field, within
        self.related, self.many = related, many
        self._records: dict[tuple[str, str], Model] = {}

    @property
    def records(self) -> list[Model]:
        """The records that were read."""
        return list(self._records.values())

    def read(self, codes: Iterable[str]) -> None:
        """Read the records that a file names, so that no row of it asks the database."""
        related = (*self.related, "plan") if self.within else self.related
        found = self._named(codes).select_related(*related or (None,))
        self._records = {
            (self._place(record), self.of(record)): record
            for record in found.prefetch_related(*self.many)
        }

    def find(self, code: str, row: dict) -> Model:
        """Return the record, or say which codes there are."""
        place = cell_text(row.get(self.within)).strip() if self.within else ""
        if found := self._records.get((place, code)):
            return found
        raise ValueError(self._unknown(code, place))

    def of(self, record: Model) -> str:
        """Return the code of a record."""
        return str(getattr(record, self.field))

    def _named(self, codes: Iterable[str]) -> QuerySet:
        """Return the records of codes; of years, which are few, all."""
        records = self.model._default_manager.order_by()
        if not isinstance(self.model._meta.get_field(self.field), CharField):
            return records
        # A database cannot be asked for what no text can have.
        known = {code for code in codes if not NO_CHARACTER.search(code)}
        return records.filter(**{f"{self.field}__in": known})

    def _place(self, record: Model) -> str:
        return record.plan.slug if self.within else ""

    @cached_property
    def _known(self) -> list[tuple[str, str]]:
        """All codes, each with its plan where it has one: asked only where one is not known."""
        place = "plan__slug" if self.within else Value("")
        rows = self.model._default_manager.values_list(place, self.field)
        return [(place, str(code)) for place, code in rows]

    def _unknown(self, code: str, place: str) -> str:
        known = [known for where, known in self._known if where == place]
        nearest = known if len(known) <= FEW else get_close_matches(code, known, n=3, cutoff=0.5)
        words = {
            "what": self.model._meta.verbose_name,
            "code": f"{code} ({place})" if place else code,
            "nearest": ", ".join(nearest),
            "names": self.model._meta.verbose_name_plural,
            "plan": place,
            "plans": ", ".join(sorted({where for where, _code in self._known})),
            "column": self.within,
        }
        if self._known and not known:
            return (
                _(
                    "There are no %(names)s in the plan “%(plan)s”, only in %(plans)s: "
                    "correct the column %(column)s."
                )
                % words
            )
        if nearest:
            return _("There is no %(what)s “%(code)s”: write one of %(nearest)s.") % words
        return (
            _("There is no %(what)s “%(code)s”: write a code from the list of %(names)s.") % words
        )


class CodeWidget(CellWidget):
    """A cell that names another record by the code that people use."""

    def __init__(self, model: type[Model], field: str = "code", *, within="", related=(), many=()):
        super().__init__()
        self.codes, self.key = Codes(model, field, within, related, many), field

    def clean(self, value, row=None, **kwargs) -> Model | None:
        """Return the record of the code."""
        (code,) = self.named_in(value)
        return self.codes.find(code, row or {}) if code else None

    def named_in(self, value) -> list[str]:
        """Return the code that a cell names."""
        return [cell_text(value).strip()]


class CodesWidget(widgets.ManyToManyWidget):
    """A cell that names several records by their codes, separated by semicolons."""

    key = None

    def __init__(self, model: type[Model], field: str = "code", *, within: str = ""):
        super().__init__(model, separator=";", field=field)
        self.codes = Codes(model, field, within)

    def clean(self, value, row=None, **kwargs) -> list[Model]:
        """Return the records of the codes; one unknown code refuses the cell."""
        return [self.codes.find(code, row or {}) for code in self.named_in(value)]

    def named_in(self, value) -> list[str]:
        """Return the codes that a cell names."""
        return self.split(cell_text(value))

    def render(self, value, obj=None, **kwargs) -> str:
        """Return the codes of the records."""
        return "" if value is None else self.joined(self.codes_of(value.all()))

    def split(self, text: str) -> list[str]:
        """Return the codes that a cell names, each once."""
        codes = (code.strip() for code in text.split(self.separator))
        return list(dict.fromkeys(filter(None, codes)))

    def codes_of(self, records) -> list[str]:
        """Return the code of each record."""
        return [self.codes.of(record) for record in records]

    def joined(self, codes: list[str]) -> str:
        """Return the cell of the codes."""
        return "; ".join(codes)
