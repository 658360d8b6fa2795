"""The frozen state of plan and register, as it was issued to a meeting."""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from logframe.models import Record
from meetings.models.meetings import Meeting

KEPT = _("What was issued stays as it is: issue a new edition.")
sha256 = RegexValidator(r"^[0-9a-f]{64}$", _("A SHA-256 has 64 digits from 0 to f."))


class Issued(Record):
    """Something that was put before a meeting: it is written once, never changed, never deleted."""

    class Meta:
        abstract = True

    def clean(self) -> None:
        """Refuse every change."""
        if self.stored() is not None:
            raise ValidationError(KEPT)

    def delete(self, *args, **kwargs):
        """Refuse."""
        raise ValidationError(KEPT)


class Edition(Issued):
    """What was put before a meeting: the scorecard and the register as of one day, unchangeable."""

    natural_key_fields = ("meeting__code", "number")

    meeting = models.ForeignKey(
        Meeting, models.PROTECT, verbose_name=_("meeting"), related_name="editions"
    )
    number = models.PositiveSmallIntegerField(_("number"), default=1)
    as_of = models.DateField(_("as of"))
    issued_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        verbose_name=_("issued by"),
        related_name="editions",
    )
    issued_at = models.DateTimeField(_("issued at"), default=timezone.now)
    content = models.TextField(_("content"), help_text=_("Canonical JSON."))
    content_sha256 = models.CharField("SHA-256", max_length=64, validators=[sha256])

    history = HistoricalRecords()

    class Meta:
        verbose_name = _("edition")
        verbose_name_plural = _("editions")
        permissions = [("issue_edition", _("Can issue an edition to a meeting"))]
        ordering = ["meeting", "number"]
        constraints = [
            models.UniqueConstraint(
                name="edition_number_once",
                fields=["meeting", "number"],
                violation_error_message=_("The meeting already has an edition with this number."),
            )
        ]

    def __str__(self) -> str:
        return f"edition {self.number} as of {self.as_of}"


class IssuedFile(Issued):
    """A file that was issued with an edition, kept byte for byte."""

    natural_key_fields = ("edition__meeting__code", "edition__number", "name")

    edition = models.ForeignKey(
        Edition, models.PROTECT, verbose_name=_("edition"), related_name="files"
    )
    name = models.CharField(_("file name"), max_length=150)
    file = models.FileField(_("file"), upload_to="editions/")
    file_sha256 = models.CharField("SHA-256", max_length=64, validators=[sha256])

    history = HistoricalRecords()

    class Meta:
        verbose_name = _("issued file")
        verbose_name_plural = _("issued files")
        ordering = ["edition", "name"]
        constraints = [
            models.UniqueConstraint(
                name="issued_file_once",
                fields=["edition", "name"],
                violation_error_message=_("The edition already has a file with this name."),
            )
        ]

    def __str__(self) -> str:
        return self.name
