"""What was imported from files: by whom, when, and what each row of the file did."""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from logframe.models.base import Record
from logframe.models.history import HistoricalRecords

NEW, CHANGED = "new", "changed"


class ImportRun(Record):
    """One import of a file: kept for good; undone, it says by whom and when.

    `rows` has one entry for each row of the file that wrote something: `row` (its number in the
    file), `name`, `did` (new or changed), `pk` and `version` of the record after it, and `before`,
    the cells of a changed record as an export had them before.
    """

    natural_key_fields = ("pk",)
    derived_fields = ("new", "changed")

    kind = models.CharField(
        _("kind of record"), max_length=60, help_text=_("As logframe.measurement.")
    )
    file_name = models.CharField(_("file name"), max_length=255)
    sha256 = models.CharField(
        _("SHA-256 of the file"),
        max_length=64,
        validators=[RegexValidator(r"^[0-9a-f]{64}$", _("A SHA-256 has 64 digits from 0 to f."))],
    )
    imported_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, verbose_name=_("imported by"), related_name="+"
    )
    imported_at = models.DateTimeField(_("imported at"), default=timezone.now)
    rows = models.JSONField(_("rows"), default=list)
    new = models.PositiveIntegerField(_("new rows"), default=0, editable=False)
    changed = models.PositiveIntegerField(_("changed rows"), default=0, editable=False)
    undone_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        verbose_name=_("undone by"),
        null=True,
        blank=True,
        related_name="+",
    )
    undone_at = models.DateTimeField(_("undone at"), null=True, blank=True)

    history = HistoricalRecords()

    class Meta:
        verbose_name = _("import")
        verbose_name_plural = _("imports")
        ordering = ["-imported_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                name="import_undone_by_somebody",
                condition=Q(undone_by__isnull=True, undone_at__isnull=True)
                | Q(undone_by__isnull=False, undone_at__isnull=False),
                violation_error_message=_("An import that was undone says by whom and when."),
            )
        ]

    def __str__(self) -> str:
        return self.file_name

    def derive(self) -> None:
        """Count the rows by what they did."""
        did = [row["did"] for row in self.rows]
        self.new, self.changed = did.count(NEW), did.count(CHANGED)

    def clean(self) -> None:
        """Refuse every change but one: to be undone, once."""
        stored = self.stored()
        if stored is None:
            return
        kept = [
            field.attname
            for field in self._meta.concrete_fields
            if field.name not in ("version", "undone_by", "undone_at")
        ]
        if stored.is_undone or any(getattr(stored, name) != getattr(self, name) for name in kept):
            raise ValidationError(_("What an import did is kept as it is."))

    def delete(self, *args, **kwargs):
        """Refuse: what was imported stays known."""
        raise ValidationError(_("What an import did is kept as it is."))

    @property
    def is_undone(self) -> bool:
        """Whether all that it wrote was taken back."""
        return self.undone_at is not None
