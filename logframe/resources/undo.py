"""Taking back what an import did: all of it, while nothing was built on it, or none."""

import tablib
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import ProtectedError, RestrictedError
from django.utils import timezone
from django.utils.translation import gettext as _

from logframe.formats import cell_text
from logframe.models import ImportRun
from logframe.models.imports import CHANGED, NEW
from logframe.refusals import sentence
from logframe.resources.base import PLAN, RecordResource
from logframe.resources.rows import problems_of


class NotUndoneError(Exception):
    """Why an import stays: `reasons` are sentences, one a row that stands against it."""

    def __init__(self, reasons: list[str]):
        super().__init__(*reasons)
        self.reasons = reasons


@transaction.atomic
def undo(run: ImportRun, resource: RecordResource, by) -> None:
    """Delete what the import added and give what it changed its cells of before.

    Raises NotUndoneError where the import was undone already, where one of its records was changed
    or deleted since, where another record refers to one, and where a rule refuses, as that of a
    closed year.
    """
    run = ImportRun.objects.select_for_update().get(pk=run.pk)
    if run.is_undone:
        raise NotUndoneError([_("This import was undone already.")])
    records = resource.read(row["pk"] for row in run.rows)
    reasons = obstacles(run, records)
    if reasons:
        raise NotUndoneError(reasons)
    reason = _("import of %(file)s undone") % {"file": run.file_name}
    try:
        _write_back(run, resource, by, reason)
        resource.take_away(
            [records[row["pk"]] for row in reversed(run.rows) if row["did"] == NEW], by, reason
        )
        run.undone_by, run.undone_at = by, timezone.now()
        run.save()
    except (ValidationError, ProtectedError, RestrictedError) as refusal:
        raise NotUndoneError([sentence(refusal)]) from refusal


def obstacles(run: ImportRun, records: dict[int, models.Model]) -> list[str]:
    """Return what was built on the import since, one sentence a row."""
    added = [row["pk"] for row in run.rows if row["did"] == NEW]
    model = next(iter(records.values()))._meta.model if records else None
    referred = _referred_to(model, added) if model else {}
    found = []
    for row in run.rows:
        record = records.get(row["pk"])
        if record is None:
            found.append(_told(row, _("it was deleted since.")))
        elif record.version != row["version"]:
            found.append(_told(row, _("it was changed since.")))
        elif row["pk"] in referred:
            found.append(_told(row, _("%(what)s refer to it.") % {"what": referred[row["pk"]]}))
    return found


def _told(row: dict, why: str) -> str:
    place = _("Row %(row)s (%(name)s):") % {"row": row["row"], "name": row["name"]}
    return f"{place} {why}"


def _referred_to(model: type[models.Model], keys: list[int]) -> dict[int, str]:
    """Return the records that others refer to, each with what these are called."""
    found = {}
    for relation in model._meta.get_fields(include_hidden=True):
        of_others = relation.auto_created and not relation.concrete and not relation.many_to_many
        # Its own rows between it and what it names go with it; the history refers to nothing.
        if not of_others or relation.on_delete is models.DO_NOTHING:
            continue
        if relation.related_model._meta.auto_created:
            continue
        others = relation.related_model._base_manager.filter(**{f"{relation.field.name}__in": keys})
        for key in others.values_list(relation.field.attname, flat=True):
            found[key] = relation.related_model._meta.verbose_name_plural
    return found


def _write_back(run: ImportRun, resource: RecordResource, by, reason: str) -> None:
    rows = [row for row in run.rows if row["did"] == CHANGED]
    if not rows:
        return
    kept = {field.column_name for field in resource.columns if field.readonly} - {PLAN}
    dataset = tablib.Dataset(headers=[field.column_name for field in resource.columns])
    dataset.row_numbers = [row["row"] for row in rows]
    for row in rows:
        cells = row["before"] | dict.fromkeys(kept, "")
        dataset.append([cell_text(cells.get(name)) for name in dataset.headers])
    result = resource.import_data(dataset, user=by, reason=reason)
    if refusals := problems_of(result):
        raise NotUndoneError(refusals)
