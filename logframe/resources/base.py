"""What all imports and exports share: strict about columns and rows, plain about what is wrong."""

import hashlib
import logging

from django.core.exceptions import ValidationError
from django.db import IntegrityError, OperationalError, models
from django.db.models import NOT_PROVIDED
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from import_export.fields import Field
from import_export.instance_loaders import ModelInstanceLoader
from import_export.resources import ModelResource
from import_export.results import RowResult
from import_export.widgets import ManyToManyWidget

from logframe.formats import cell_text, with_one_line_break
from logframe.models import ImportRun
from logframe.models.imports import CHANGED, NEW
from logframe.refusals import name_of
from logframe.resources.listing import Listing, cells
from logframe.resources.rows import ImportRefusedError, PlainError, RecordRow, by_column
from logframe.resources.widgets import (
    ChoiceWidget,
    CodesWidget,
    CodeWidget,
    DayWidget,
    KeyWidget,
    NumberWidget,
    TextWidget,
    WholeNumberWidget,
    YesNoWidget,
)

logger = logging.getLogger(__name__)

PLAN = "plan"  # the column that says in which plan the other codes are unique
MOST_REFUSALS = 100  # rows; more would be too long a page to be read


class RecordField(Field):
    """A column of a file."""

    def get_value(self, instance):
        """Return the value; line breaks are of one kind, as they are in a file."""
        value = super().get_value(instance)
        return with_one_line_break(value) if isinstance(value, str) else value

    def text(self, instance) -> str:
        """Return what stands in the cell."""
        return cell_text(self.export(instance))

    @property
    def path(self) -> str | None:
        """Where the database has what stands in the cell; None where the cell is made of more."""
        key = getattr(self.widget, "key", "")
        return None if key is None else "__".join(filter(None, (self.attribute, key)))


class KeyLoader(ModelInstanceLoader):
    """Finds the record that a row names by its key."""

    def get_instance(self, row):
        """Return the record, or None: a key that cannot be read is reported with its column."""
        try:
            return super().get_instance(row)
        except ValueError:
            return None


class RecordResource(ModelResource):
    """The rows of one kind of record as a file has them.

    `related` and `many` are the relations that an export reads, so that no row asks the database.
    `author_field` is filled with the person who imports a new row. `max_rows` is how many rows one
    file may have: each is checked and written for itself.
    """

    related: tuple[str, ...] = ()
    many: tuple[str, ...] = ()
    author_field = ""
    max_rows = 2000

    class Meta:
        """All rows are checked by the model, and only what changed is written."""

        clean_model_instances = True
        skip_unchanged = True
        skip_diff = True  # a row knows its cells before and after
        report_skipped = True
        store_instance = True
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
        text = KeyWidget if field.name in cls._meta.import_id_fields else TextWidget
        return next((widget for kind, widget in widgets if isinstance(field, kind)), text)()

    @classmethod
    def get_row_result_class(cls):
        """Keep the cells before and after."""
        return RecordRow

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

    def export(self, queryset=None, **kwargs) -> Listing:
        """Return all rows, or those of a list, as a file has them."""
        records = self.get_queryset() if queryset is None else self.filter_export(queryset)
        return Listing(self.get_export_headers(), cells(records, self.get_export_fields()))

    @cached_property
    def columns(self) -> list[RecordField]:
        """The columns in the order of the file."""
        return self.get_import_fields()

    # What an undoing asks for

    def read(self, keys) -> dict[int, models.Model]:
        """Return the records of these numbers, locked until the transaction has ended."""
        rows = self._meta.model.objects.filter(pk__in=list(keys)).order_by("pk")
        return {row.pk: row for row in rows.select_for_update()}

    def take_away(self, records: list, by, reason: str) -> None:
        """Delete records; the history says who did and why."""
        for record in records:
            record._history_user, record._change_reason = by, reason
            record.delete()

    # The file as a whole

    def import_data(self, dataset, dry_run=False, **kwargs):
        """Write all rows or none, whoever asks."""
        kwargs |= {"use_transactions": True, "rollback_on_validation_errors": True}
        try:
            return super().import_data(dataset, dry_run, **kwargs)
        except (IntegrityError, OperationalError) as error:
            logger.warning("An import met another writer.", exc_info=error)
            text = _("Others write at the same moment: choose the file again in a while.")
            result = self.get_result_class()()
            result.append_base_error(PlainError(ImportRefusedError(text)))
            return result

    def before_import(self, dataset, **kwargs) -> None:
        """Refuse a file with wrong columns or with too many rows."""
        self.row_numbers = getattr(dataset, "row_numbers", range(2, len(dataset) + 2))
        self.places = {}  # of the rows so far, by the key of their record
        self.refused = 0
        problems = self._column_problems(list(dataset.headers or []))
        if len(dataset) > self.max_rows:
            problems.append(_("The file has more than %s rows: split it.") % self.max_rows)
        if problems:
            dataset.wipe()  # else every row would be reported again
            raise ImportRefusedError("\n".join(problems))
        for field in self.columns if len(dataset) else ():
            if hasattr(field.widget, "codes"):
                self._read_named(field.widget, dataset[field.column_name])

    def _read_named(self, widget: CodeWidget | CodesWidget, cells: list) -> None:
        """Read the records that a column names."""
        widget.codes.read({code for cell in cells for code in widget.named_in(cell)})

    def _column_problems(self, columns: list[str]) -> list[str]:
        known = [field.column_name for field in self.columns]
        needed = [
            field.column_name
            for field in self.columns
            if field.column_name == PLAN or not field.readonly
        ]
        doubled = sorted({name for name in columns if columns.count(name) > 1})
        found = (
            (
                [name for name in needed if name not in columns],
                _("Missing column: %s. Take the columns from an export."),
            ),
            (
                [name or _("(no heading)") for name in columns if name not in known],
                _("Unknown column: %s. Take it out, or name it as in an export."),
            ),
            (doubled, _("Doubled column: %s. Keep one of each.")),
        )
        return [message % ", ".join(names) for names, message in found if names]

    def after_import(self, dataset, result, **kwargs) -> None:
        """Name rows by their number in the file; keep what the import did, if it is for good."""
        for row, number in zip(result.rows, self.row_numbers, strict=False):
            row.number = number
        for row in (*result.invalid_rows, *result.error_rows):
            row.number = self.row_numbers[row.number - 1]
        names = {field.attribute: field.column_name for field in self.fields.values()}
        for row in result.invalid_rows:
            row.error_dict = by_column(row.error, names, self._meta.model.derived_fields)
        result.invalid_rows.sort(key=lambda row: row.number)
        if self.refused >= MOST_REFUSALS:
            text = _("These are the first %s rows with mistakes: correct them, then look further.")
            raise ImportRefusedError(text % MOST_REFUSALS)
        if not (result.has_errors() or result.has_validation_errors()):
            self._finish(dataset, result, **kwargs)

    def _finish(self, dataset, result, **kwargs) -> None:
        written = [row for row in result.rows if not row.is_skip()]
        result.run = None
        result.seen = _digest(written)
        if kwargs.get("seen", result.seen) != result.seen:
            raise ImportRefusedError(
                _(
                    "Somebody changed these records since the preview: choose the file again, "
                    "and look at what it changes now."
                )
            )
        # What is written back by an undoing has no file.
        if written and not kwargs["dry_run"] and hasattr(dataset, "sha256"):
            result.run = ImportRun(
                kind=self._meta.model._meta.label_lower,
                file_name=kwargs["file_name"],
                sha256=dataset.sha256,
                imported_by=kwargs["user"],
                rows=[_trace(row) for row in written],
            )
            result.run.save()

    # One row

    def import_row(self, row, instance_loader, **kwargs):
        """Import a row; after too many with mistakes the others are passed over."""
        if self.refused >= MOST_REFUSALS:
            passed = self.get_row_result_class()()
            passed.import_type = RowResult.IMPORT_TYPE_SKIP
            return passed
        found = super().import_row(row, instance_loader, **kwargs)
        self.refused += not found.is_valid()
        return found

    def after_init_instance(self, instance, new, row, **kwargs) -> None:
        """Say who enters a new row."""
        if new and self.author_field:
            setattr(instance, self.author_field, kwargs.get("user"))

    def import_instance(self, instance, row, **kwargs) -> None:
        """Take the values of a row, and report all that cannot be read at once."""
        errors = {}
        is_new = instance._state.adding
        before = {
            field.column_name: field.text(instance)
            for field in self.columns
            if field.readonly or not is_new
        }
        try:
            super().import_instance(instance, row, **kwargs)
        except ValidationError as error:
            errors = error.update_error_dict(errors)
        after = {field.column_name: field.text(instance) for field in self.columns}
        for field in self.columns:
            if isinstance(field.widget, ManyToManyWidget):
                try:
                    codes = field.widget.codes_of(field.clean(row))
                except ValueError as error:
                    errors[field.attribute] = [ValidationError(str(error))]
                else:
                    if set(codes) != set(field.widget.split(before.get(field.column_name, ""))):
                        after[field.column_name] = field.widget.joined(codes)
        if not errors:
            self._refuse_read_only(row, before, errors)
            self._refuse_doubled(instance, errors, kwargs["row_number"])
        if errors:
            raise ValidationError(errors)
        self.cells = ({} if is_new else before), after

    def skip_row(self, instance, original, row, import_validation_errors=None) -> bool:
        """Whether the row says what stands already."""
        if import_validation_errors:
            return False
        before, after = self.cells
        return before == after

    def validate_instance(self, instance, import_validation_errors=None, validate_unique=True):
        """Check the rules beside cells that cannot be read; a readable row is checked by saving."""
        if import_validation_errors:
            super().validate_instance(instance, import_validation_errors, validate_unique)

    def before_save_instance(self, instance, row, **kwargs) -> None:
        """Tell the history who imported the row, and from which file."""
        instance._history_user = kwargs.get("user")
        instance._change_reason = kwargs.get("reason") or (
            _("imported from %(file)s") % {"file": kwargs.get("file_name", "")}
        )

    def after_import_row(self, row, row_result, **kwargs) -> None:
        """Keep the cells before and after, with what saving derived."""
        row_result.before, row_result.after = self.cells
        if row_result.is_new():
            row_result.after |= {
                field.column_name: field.text(row_result.instance)
                for field in self.columns
                if field.readonly
            }

    def key(self, instance) -> tuple | None:
        """Return what names the record; None for a new one that the tracker will number."""
        return tuple(self.fields[name].get_value(instance) for name in self.get_import_id_fields())

    def _refuse_doubled(self, instance, errors: dict, place: int) -> None:
        key = self.key(instance)
        if key is not None and (first := self.places.setdefault(key, place)) != place:
            text = _("Row %(row)s names the same record: keep one of them.")
            name = self.fields[self.get_import_id_fields()[-1]].attribute
            errors[name] = [ValidationError(text % {"row": self.row_numbers[first - 1]})]

    def _refuse_read_only(self, row: dict, before: dict, errors: dict) -> None:
        for field in self.columns:
            if field.readonly and field.column_name != PLAN:
                cell = cell_text(row.get(field.column_name)).strip()
                stands = before[field.column_name]
                if cell not in ("", stands):
                    errors[field.attribute] = [ValidationError(self._kept(stands))]

    def _kept(self, stands: str) -> str:
        if stands:
            return _("This column is not imported: leave “%s” in it, or leave it empty.") % stands
        return _("This column is not imported: leave it empty.")


def _trace(row: RecordRow) -> dict:
    """Return what an import run keeps of a row."""
    trace = {
        "row": row.number,
        "name": name_of(row.instance),
        "did": NEW if row.is_new() else CHANGED,
        "pk": row.instance.pk,
        "version": row.instance.version,
    }
    return trace if row.is_new() else trace | {"before": row.before}


def _digest(rows: list[RecordRow]) -> str:
    """Return what a preview has shown, in short: which records in which version."""
    shown = [(row.number, row.import_type, row.before, row.after) for row in rows]
    return hashlib.sha256(repr(shown).encode()).hexdigest()
