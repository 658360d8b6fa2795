"""What all imports and exports share: strict about columns and rows, plain about what is wrong."""

from collections import defaultdict

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import models
from django.db.models import NOT_PROVIDED
from django.utils.html import format_html
from django.utils.text import get_text_list
from django.utils.translation import gettext as _
from import_export.fields import Field
from import_export.instance_loaders import ModelInstanceLoader
from import_export.resources import Diff, ModelResource
from import_export.results import Error, InvalidRow
from import_export.widgets import ManyToManyWidget

from logframe.formats import MAX_ROWS, cell_text, with_one_line_break
from logframe.resources.widgets import (
    ChoiceWidget,
    DayWidget,
    NumberWidget,
    TextWidget,
    WholeNumberWidget,
    YesNoWidget,
)

PLAN = "plan"  # the column that says in which plan the other codes are unique


class ImportRefusedError(ValueError):
    """A file that cannot be imported as it is; the message says what to do, one line a problem."""


class RecordField(Field):
    """A column of a file."""

    def get_value(self, instance):
        """Return the value; line breaks are of one kind, as they are in a file."""
        value = super().get_value(instance)
        return with_one_line_break(value) if isinstance(value, str) else value


class KeyLoader(ModelInstanceLoader):
    """Finds the record that a row names by its key."""

    def get_instance(self, row):
        """Return the record, or None: a key that cannot be read is reported with its column."""
        try:
            return super().get_instance(row)
        except ValueError:
            return None


class PlainDiff(Diff):
    """What a row of a file changes, as the preview shows it."""

    def as_html(self) -> list[str]:
        """Return one cell a column: the value, or the old one struck out beside the new one."""
        return [self._cell(*pair) for pair in zip(self.left, self.right, strict=True)]

    def _cell(self, old, new) -> str:
        old, new = cell_text(old), cell_text(new)
        if self.new or old == new:
            return format_html("{}", new)
        return format_html("<del>{}</del> <ins>{}</ins>", old, new)


class PlainError(Error):
    """An error in words for people; the place in the program goes to the log alone."""

    traceback = ""


class RecordResource(ModelResource):
    """The rows of one kind of record as a file has them.

    `related` and `many` are the relations that an export reads, so that no row asks the database.
    `author_field` is filled with the person who imports a new row.
    """

    related: tuple[str, ...] = ()
    many: tuple[str, ...] = ()
    author_field = ""

    class Meta:
        """All rows are checked by the model, and only what changed is written."""

        clean_model_instances = True
        skip_unchanged = True
        report_skipped = True
        instance_loader_class = KeyLoader

    @classmethod
    def field_from_django_field(cls, field_name, django_field, readonly):
        """Return the column for a field of the model."""
        return RecordField(
            attribute=field_name,
            column_name=field_name,
            widget=cls._widget_for(django_field),
            default=cls._value_of_empty(django_field),
            readonly=readonly,
        )

    @classmethod
    def _value_of_empty(cls, field: models.Field):
        return NOT_PROVIDED if field.null or callable(field.default) else field.default

    @classmethod
    def _widget_for(cls, field: models.Field):
        if field.choices:
            return ChoiceWidget(field.choices)
        widgets = (
            (models.DecimalField, NumberWidget),
            (models.IntegerField, WholeNumberWidget),
            (models.DateField, DayWidget),
            (models.BooleanField, YesNoWidget),
        )
        return next((widget for kind, widget in widgets if isinstance(field, kind)), TextWidget)()

    @classmethod
    def get_diff_class(cls):
        """Show changes without the styles that the content security policy refuses."""
        return PlainDiff

    @classmethod
    def get_error_result_class(cls):
        """Show errors without a traceback."""
        return PlainError

    def get_queryset(self):
        """Return all rows with what a comparison reads."""
        return self.filter_export(super().get_queryset())

    def filter_export(self, queryset, **kwargs):
        """Return the rows with what an export reads."""
        return queryset.select_related(*self.related).prefetch_related(*self.many)

    # The file as a whole

    def before_import(self, dataset, **kwargs) -> None:
        """Refuse a file with wrong columns, with doubled rows or with too many."""
        self.row_numbers = getattr(dataset, "row_numbers", range(2, len(dataset) + 2))
        self.file_columns = list(dataset.headers or [])
        problems = self._column_problems() or [
            *self._size_problems(dataset),
            *self._doubled_rows(dataset),
        ]
        if problems:
            dataset.wipe()  # else every row would be reported again
            raise ImportRefusedError("\n".join(problems))

    def _column_problems(self) -> list[str]:
        known = [field.column_name for field in self.get_import_fields()]
        wanted = [name for name in known if name == PLAN or name not in self._read_only_columns()]
        columns = self.file_columns
        doubled = sorted({name for name in columns if columns.count(name) > 1})
        found = (
            (
                [name for name in wanted if name not in columns],
                _("Missing column: %s. Take the columns from an export."),
            ),
            (
                [name or _("(no heading)") for name in columns if name not in known],
                _("Unknown column: %s. Take it out, or name it as in an export."),
            ),
            (doubled, _("Doubled column: %s. Keep one of each.")),
        )
        return [message % ", ".join(names) for names, message in found if names]

    def _read_only_columns(self) -> set[str]:
        return {field.column_name for field in self.get_import_fields() if field.readonly}

    def _size_problems(self, dataset) -> list[str]:
        if len(dataset) <= MAX_ROWS:
            return []
        return [_("The file has more than %s rows: split it.") % MAX_ROWS]

    def _doubled_rows(self, dataset) -> list[str]:
        rows = defaultdict(list)
        for number, cells in zip(self.row_numbers, dataset, strict=True):
            rows[self.row_key(dict(zip(dataset.headers, cells, strict=True)))].append(number)
        return [
            _("Rows %(rows)s name the same record (%(key)s): keep one of them.")
            % {"rows": get_text_list(numbers, _("and")), "key": ", ".join(filter(None, key))}
            for key, numbers in rows.items()
            if key and len(numbers) > 1
        ]

    def row_key(self, row: dict) -> tuple[str, ...]:
        """Return the key of a row as the file writes it; empty where a row has none."""
        names = [self.fields[name].column_name for name in self.get_import_id_fields()]
        columns = ([PLAN] if PLAN in row and PLAN not in names else []) + names
        return tuple(cell_text(row[name]).strip() for name in columns)

    def after_import(self, dataset, result, **kwargs) -> None:
        """Name rows by their number in the file, and columns by their headings."""
        for invalid in result.invalid_rows:
            self._name_place(invalid)
        for row in result.error_rows:
            row.number = self._row_number(row.number)
        for row, number in zip(result.rows, self.row_numbers, strict=False):
            row.number = number

    def _row_number(self, place: int) -> int:
        return self.row_numbers[place - 1]

    def _name_place(self, invalid: InvalidRow) -> None:
        columns = {field.attribute: field.column_name for field in self.fields.values()}
        errors = invalid.error.update_error_dict({})
        typed = {name: found for name, found in errors.items() if name not in self._derived()}
        named = defaultdict(list)
        for name, found in (typed or errors).items():
            named[columns.get(name, NON_FIELD_ERRORS)] += map(self._sentence, found)
        invalid.number = self._row_number(invalid.number)
        invalid.error_dict = dict(named)

    def _derived(self) -> tuple[str, ...]:
        return self._meta.model.derived_fields

    def _sentence(self, error: ValidationError) -> str:
        empty = getattr(error, "code", None) in ("null", "blank")
        return _("This cell is empty: fill it.") if empty else " ".join(error.messages)

    # One row

    def after_init_instance(self, instance, new, row, **kwargs) -> None:
        """Say who enters a new row."""
        if new and self.author_field:
            setattr(instance, self.author_field, kwargs.get("user"))

    def import_instance(self, instance, row, **kwargs) -> None:
        """Take the values of a row, and report all that cannot be read at once."""
        errors = {}
        before = {field.column_name: field.export(instance) for field in self.fields.values()}
        try:
            super().import_instance(instance, row, **kwargs)
        except ValidationError as error:
            errors = error.update_error_dict(errors)
        for field in self.get_import_fields():
            if isinstance(field.widget, ManyToManyWidget):
                self._check(field, row, errors)
        if not errors:
            self._refuse_read_only(row, before, errors)
        if errors:
            raise ValidationError(errors)

    def validate_instance(self, instance, import_validation_errors=None, validate_unique=True):
        """Check the rules beside cells that cannot be read; a readable row is checked by saving."""
        if import_validation_errors:
            super().validate_instance(instance, import_validation_errors, validate_unique)

    def _check(self, field: RecordField, row: dict, errors: dict) -> None:
        try:
            field.clean(row)
        except ValueError as error:
            errors[field.attribute] = [ValidationError(str(error))]

    def _refuse_read_only(self, row: dict, before: dict, errors: dict) -> None:
        for field in self.get_import_fields():
            cell = cell_text(row.get(field.column_name)).strip()
            if field.readonly and field.column_name != PLAN and cell:
                stands = cell_text(before[field.column_name])
                if cell != stands:
                    errors[field.attribute] = [ValidationError(self._kept(stands))]

    def _kept(self, stands: str) -> str:
        if stands:
            return _("This column is not imported: leave “%s” in it, or leave it empty.") % stands
        return _("This column is not imported: leave it empty.")
