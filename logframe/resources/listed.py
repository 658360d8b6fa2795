"""The columns of a list that is only exported: all fields of its records, others by their keys."""

from django.db import models

from logframe.refusals import name_of
from logframe.resources.base import RecordField, RecordResource
from logframe.resources.widgets import CellWidget

NOBODYS = ("id", "version", "password", "user_permissions")  # of the database, or secret


class KeyWidget(CellWidget):
    """A cell that names another record, or several, by their keys."""

    key = None  # it may be made of many fields

    def render(self, value, obj=None, **kwargs) -> str | None:
        """Return the key; several are separated by semicolons."""
        if value is None or isinstance(value, models.Model):
            return value and name_of(value)
        return "; ".join(sorted(map(name_of, value.all())))


def listed_resource(model: type[models.Model], left_out: tuple[str, ...] = ()) -> type:
    """Return the resource of a list; `left_out` are fields that are too long for a cell."""
    options = model._meta
    fields = [
        field
        for field in (*options.concrete_fields, *options.many_to_many)
        if field.name not in (*NOBODYS, *left_out)
    ]
    columns = {
        field.name: RecordField(field.name, field.name, KeyWidget())
        for field in fields
        if field.is_relation
    }
    single = [field for field in fields if field.is_relation and not field.many_to_many]
    meta = {"model": model, "fields": [field.name for field in fields]}
    return type(RecordResource)(
        f"{model.__name__}List",
        (RecordResource,),
        {
            **columns,
            "related": [path for field in single for path in _paths(field)],
            "many": [path for field in fields if field.many_to_many for path in _paths(field)],
            "Meta": type("Meta", (RecordResource.Meta,), meta),
        },
    )


def _paths(field) -> list[str]:
    """Return the relations that the key of the related record goes through."""
    parts = getattr(field.related_model, "natural_key_fields", ())
    further = [part.rpartition("__")[0] for part in parts if "__" in part]
    return [field.name, *(f"{field.name}__{path}" for path in further)]
