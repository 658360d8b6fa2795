"""Thousands of rows in one file: read at once, checked one by one, written at once.

The rules stay where they are. `full_clean` checks each row, only that what it would ask for each
row is asked once for all; the database checks its constraints as it writes. What either refuses is
saved the ordinary way, which says in a sentence why not.
"""

from copy import copy

from django.core.exceptions import ValidationError
from django.db import IntegrityError, router, transaction
from django.db.models.deletion import Collector

from logframe.formats import ROWS_AT_A_TIME, cell_text
from logframe.history_chain import leave_fingerprints
from logframe.models import ReportingPeriod
from logframe.resources.base import MOST_REFUSALS, PLAN, KeyLoader, RecordResource
from logframe.uploads import MAX_ROWS

BATCH = 500


class StandingLoader(KeyLoader):
    """Finds the record that a row names among all of its plan, which were read at once."""

    def get_instance(self, row):
        """Return the record, or None."""
        names = self.resource.get_import_id_fields()
        try:
            key = [self.resource.fields[name].clean(row) for name in names]
        except ValueError:
            return None
        return self.resource.standing.get(plain(key))


class ManyRowsResource(RecordResource):
    """Rows of a year that are written many at a time; their models add nothing to saving."""

    max_rows = MAX_ROWS

    class Meta(RecordResource.Meta):
        """Rows are kept until all have been read."""

        use_bulk = True
        batch_size = None
        instance_loader_class = StandingLoader

    def take_away(self, records: list, by, reason: str) -> None:
        """Delete records at once: they are as an import left them, drafts without a file."""
        years = {record.period_id for record in records}
        ReportingPeriod.objects.filter(pk__in=years).hold_open()
        for record in records:
            record._history_user, record._change_reason = by, reason
        collector = Collector(router.db_for_write(self._meta.model))
        collector.collect(records)
        collector.delete()

    def before_import(self, dataset, **kwargs) -> None:
        """Read what stands of all that the file names, and lock it with the years of its plans."""
        super().before_import(dataset, **kwargs)
        plans = {cell_text(slug).strip() for slug in dataset[PLAN]} if len(dataset) else set()
        years = ReportingPeriod.objects.filter(plan__slug__in=plans).order_by("pk")
        held = years.select_for_update(of=("self",), no_key=True)
        self.open_years = {year.pk for year in held if not year.is_closed}
        subject = self.get_import_id_fields()[0]  # an indicator or an output
        named = {f"{subject}__in": self.fields[subject].widget.codes.records}
        rows = self._meta.model.objects.filter(**named).order_by("pk")
        rows = rows.prefetch_related(*self.related).select_for_update(of=("self",))
        # Part by part: SQLite reads no more than 1,000 records for others at once.
        self.standing = {plain(self.key(row)): row for row in rows.iterator(ROWS_AT_A_TIME)}

    def import_instance(self, instance, row, **kwargs) -> None:
        """Remember the row as it stands, and take the values of the file."""
        instance.stored_row = None if instance._state.adding else copy(instance)
        super().import_instance(instance, row, **kwargs)

    def save_instance(self, instance, is_create, row, **kwargs) -> None:
        """Check the row; it is written with the others."""
        self.before_save_instance(instance, row, **kwargs)
        instance.year_is_open = instance.period_id in self.open_years
        instance.place = kwargs["row_number"], row
        try:
            instance.full_clean(
                _related(instance), validate_unique=False, validate_constraints=False
            )
        except ValidationError:
            instance.full_clean()  # all that is wrong with it, also what the database refuses
            raise
        (self.create_instances if is_create else self.update_instances).append(instance)

    def bulk_create(self, using_transactions, dry_run, raise_errors, batch_size=None, result=None):
        """Write the new rows."""
        self._write(self._insert, self.create_instances, dry_run, result)

    def bulk_update(self, using_transactions, dry_run, raise_errors, batch_size=None, result=None):
        """Write the changed rows."""
        self._write(self._update, self.update_instances, dry_run, result)

    def _write(self, write, rows: list, dry_run: bool, result) -> None:
        """Write the rows; where the database refuses, in halves, until the row stands alone."""
        if not rows or self.refused >= MOST_REFUSALS:
            return
        try:
            with transaction.atomic():
                write(rows, dry_run)
        except IntegrityError:
            if len(rows) == 1:
                self._refuse(rows[0], result)
            else:
                half = len(rows) // 2
                self._write(write, rows[:half], dry_run, result)
                self._write(write, rows[half:], dry_run, result)

    def _refuse(self, row, result) -> None:
        try:
            with transaction.atomic():
                row.save()
        except ValidationError as refusal:
            self.refused += 1
            result.append_invalid_row(*row.place, refusal)

    def _insert(self, rows: list, dry_run: bool) -> None:
        for row in rows:
            row.pk, row._state.adding = None, True  # of an attempt that failed
        self._meta.model.objects.bulk_create(rows, batch_size=BATCH)
        self._remember(rows, dry_run)

    def _update(self, rows: list, dry_run: bool) -> None:
        for row in rows:
            row.version = row.stored_row.version + 1
        fields = self._meta.model._meta.concrete_fields
        changed = {
            field.name
            for row in rows
            for field in fields
            if getattr(row, field.attname) != getattr(row.stored_row, field.attname)
        }
        self._meta.model.objects.bulk_update(rows, changed, batch_size=BATCH)
        self._remember(rows, dry_run, update=True)

    def _remember(self, rows: list, dry_run: bool, **kind) -> None:
        if not dry_run:
            history = self._meta.model.history
            leave_fingerprints(history.bulk_history_create(rows, batch_size=BATCH, **kind))


def _related(row) -> set[str]:
    """Return the relations that the row has: that they stand is known, they were read."""
    return {
        field.name
        for field in row._meta.concrete_fields
        if field.is_relation and getattr(row, field.attname) is not None
    }


def plain(key) -> tuple:
    """Return a key with the numbers that the database has for records."""
    return tuple(getattr(part, "pk", part) for part in key)
