"""What became of a row of a file, and what is wrong with one, in words for people."""

import logging
from collections import defaultdict

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.utils.html import format_html
from django.utils.translation import gettext as _
from import_export.results import Error, RowResult

logger = logging.getLogger(__name__)


class ImportRefusedError(ValueError):
    """A file that cannot be imported as it is; the message says what to do, one line a problem."""


class RecordRow(RowResult):
    """A row of a file: the cells of its record before, empty for a new one, and after."""

    def __init__(self):
        super().__init__()
        self.before: dict[str, str] = {}
        self.after: dict[str, str] = {}

    @property
    def written(self) -> set[str]:
        """The columns that the row writes something into, or empties."""
        return {name for name, text in self.after.items() if self.before.get(name, "") != text}

    def cells(self, columns: list[str]) -> list[str]:
        """Return the row as the preview shows it: the old value struck out beside the new one."""
        return [self._cell(self.before.get(name), self.after[name]) for name in columns]

    def _cell(self, old: str | None, new: str) -> str:
        if old is None or old == new:
            return format_html("{}", new)
        return format_html("<del>{}</del> <ins>{}</ins>", old, new)


class PlainError(Error):
    """An error in words for people; the place in the program goes to the log alone."""

    traceback = ""

    def __init__(self, error, row=None, number=None):
        if not isinstance(error, ImportRefusedError):
            logger.error("An import met what it does not know.", exc_info=error)
            error = _("This cannot be imported as it is: compare it with an export, cell by cell.")
        super().__init__(error, row, number)


def by_column(error: ValidationError, columns: dict[str, str], derived: tuple[str, ...]) -> dict:
    """Return the sentences of a refusal by the heading of the column; what has none, as the row's.

    What is wrong with a derived field follows from another, which is named instead where it can be.
    """
    errors = error.update_error_dict({})
    typed = {name: found for name, found in errors.items() if name not in derived}
    named = defaultdict(list)
    for name, found in (typed or errors).items():
        named[columns.get(name, NON_FIELD_ERRORS)] += map(_sentence, found)
    return dict(named)


def _sentence(error: ValidationError) -> str:
    empty = getattr(error, "code", None) in ("null", "blank")
    return _("This cell is empty: fill it.") if empty else " ".join(error.messages)


def problems_of(result) -> list[str]:
    """Return all that is wrong with a file, a line each, with row and column."""
    return [
        *(line for error in result.base_errors for line in str(error.error).splitlines()),
        *(
            _("Row %(row)s, %(column)s: %(problem)s")
            % {"row": row.number, "column": _place(column), "problem": problem}
            for row in result.invalid_rows
            for column, problems in row.error_dict.items()
            for problem in problems
        ),
        *(
            _("Row %(row)s: %(problem)s") % {"row": row.number, "problem": error.error}
            for row in result.error_rows
            for error in row.errors
        ),
    ]


def _place(column: str) -> str:
    return _("the row") if column == NON_FIELD_ERRORS else column
