"""The file that proves what a record says: checked when it comes, kept when the record is."""

import re
import secrets
from functools import partial

from django.apps import apps
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.db import models, transaction
from django.db.models.fields.files import FieldFile
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from logframe.evidence import validate_evidence, validate_room

# In bytes, as file systems count; names in other scripts than Latin take several a letter.
LONGEST_NAME = 150


def evidence_path(record: models.Model, name: str) -> str:
    """Return where a file is kept: the year, a folder of its own, and the name that people gave."""
    stem, _dot, ending = re.split(r"[/\\]", name)[-1].strip().rpartition(".")
    room = LONGEST_NAME - len(ending)
    cleaned = re.sub(r"[^\w.-]+", "_", stem.encode()[:room].decode(errors="ignore")).strip("._-")
    folder = f"{timezone.localdate().year}/{secrets.token_hex(16)}"
    return f"{folder}/{cleaned or 'evidence'}.{ending.lower()}"


class EvidenceFile(FieldFile):
    """The file of one record. It reaches the disk when the record has reached the database."""

    @property
    def short_name(self) -> str:
        """The name that people gave it."""
        return (self.name or "").rpartition("/")[2]

    @property
    def url(self) -> str:
        """The page that gives it to who may have it, wherever it is kept."""
        return reverse("evidence", args=[self.name])

    def save(self, name, content, save=True) -> None:
        """Choose where the file is kept, and write it once the transaction has succeeded.

        So nothing of it is left where the record is refused at last, by whatever it may be.
        """
        self.name = self.field.generate_filename(self.instance, name)
        setattr(self.instance, self.field.attname, self.name)
        self._committed = True
        content.open()
        transaction.on_commit(partial(self.storage.save, self.name, ContentFile(content.read())))
        if save:
            self.instance.save()

    save.alters_data = True

    def discard(self) -> None:
        """Take the file and its folder off the disk once the transaction has succeeded."""
        for path in (self.name, self.name.rpartition("/")[0]) if self.name else ():
            transaction.on_commit(partial(self.storage.delete, path))


class EvidenceField(models.FileField):
    """A file that proves what the record says; its content is checked with every other rule.

    The record answers `shows_evidence_to(user)`: who may have the file.
    """

    attr_class = EvidenceFile

    def __init__(self, *args, **options):
        options = {"upload_to": evidence_path, "max_length": 255, "blank": True, **options}
        super().__init__(*args, **options)

    def validate(self, value, model_instance) -> None:
        """Refuse a file that cannot be taken, and the name of a file that is not the record's."""
        super().validate(value, model_instance)
        if not value._committed:
            validate_evidence(value.file)
            validate_room(self.storage, value.size)
        elif value.name != self.stored_name(model_instance):
            raise ValidationError(_("Choose the file itself: its name alone is not enough."))

    def pre_save(self, model_instance, add):
        """Take what was there before off the disk."""
        before = "" if add else self.stored_name(model_instance)
        file = super().pre_save(model_instance, add)
        if before and before != file.name:
            self.attr_class(model_instance, self, before).discard()
        return file

    def stored_name(self, record: models.Model) -> str:
        """Return the name that the database has."""
        rows = type(record)._base_manager.filter(pk=record.pk)
        return rows.values_list(self.attname, flat=True).first() or ""


def record_of_evidence(name: str) -> tuple[models.Model, EvidenceFile] | None:
    """Return the record that has the file of this name, and the file; None where none has it."""
    if not name or "\x00" in name:  # which no database keeps
        return None
    for model in apps.get_models():
        for field in model._meta.concrete_fields:
            if isinstance(field, EvidenceField):
                row = model._base_manager.filter(**{field.attname: name}).first()
                if row is not None:
                    return row, getattr(row, field.attname)
    return None
