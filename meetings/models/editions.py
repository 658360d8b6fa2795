"""The frozen state of plan and register, as it was issued to a meeting, and its corrections."""

import json
from datetime import date
from functools import cached_property

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from logframe.addresses import address
from logframe.models import Record
from logframe.models.base import RecordQuerySet, sha256_field
from logframe.models.history import HistoricalRecords
from meetings.canonical import is_canonical, sha256_of
from meetings.models.meetings import Meeting

KEPT = _("What was issued stays as it is: issue a new edition.")


class Issued(Record):
    """Something that was put before a meeting: it is written once, never changed, never deleted."""

    kept = KEPT

    class Meta:
        abstract = True

    def clean(self) -> None:
        """Refuse every change."""
        if self.stored() is not None:
            raise ValidationError(self.kept)

    def delete(self, *args, **kwargs):
        """Refuse."""
        raise ValidationError(self.kept)


class Edition(Issued):
    """What was put before a meeting: the scorecard and the register as of one day, unchangeable.

    Its files are made of the content alone, so that they can be made again.
    """

    class Order(models.TextChoices):
        """In which order the papers have the areas."""

        AGENDA = "agenda", _("of the agenda")
        PLAN = "plan", _("of the plan")

    natural_key_fields = ("meeting__code", "number")
    derived_fields = ("content_sha256",)

    meeting = models.ForeignKey(
        Meeting, models.PROTECT, verbose_name=_("meeting"), related_name="editions"
    )
    number = models.PositiveSmallIntegerField(_("number"), default=1)
    as_of = models.DateField(_("as of"))
    order = models.CharField(
        _("order of the papers"), max_length=6, choices=Order, default=Order.AGENDA
    )
    issued_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        verbose_name=_("issued by"),
        related_name="editions",
    )
    issued_at = models.DateTimeField(_("issued at"), default=timezone.now)
    content = models.TextField(_("content"), help_text=_("Canonical JSON."))
    content_sha256 = sha256_field(editable=False)

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

    def derive(self) -> None:
        """Take the hash from the content, once."""
        if self._state.adding:
            self.content_sha256 = sha256_of(self.content)

    def clean(self) -> None:
        """Refuse content that could be written in another way too, besides every change."""
        super().clean()
        if not is_canonical(self.content):
            raise ValidationError({"content": _("The content of an edition is canonical JSON.")})

    def get_absolute_url(self) -> str:
        """Return the address of the edition's page; load `meeting` with it."""
        return address("edition", self.meeting.code, self.number)

    @property
    def code(self) -> str:
        """The edition as people and commands name it: SOM-29/1; load `meeting` with it."""
        return f"{self.meeting.code}/{self.number}"

    @cached_property
    def data(self) -> dict:
        """The content as plain data."""
        return json.loads(self.content)

    @property
    def printed(self) -> dict:
        """What its files say of it in their footers."""
        return {
            "number": self.number,
            "issued_on": timezone.localdate(self.issued_at).isoformat(),
            "sha256": self.content_sha256,
        }


class IssuedFile(Issued):
    """A file that was issued with an edition, kept byte for byte."""

    natural_key_fields = ("edition__meeting__code", "edition__number", "name")

    edition = models.ForeignKey(
        Edition, models.PROTECT, verbose_name=_("edition"), related_name="files"
    )
    name = models.CharField(_("file name"), max_length=150)
    file = models.FileField(_("file"), upload_to="editions/", max_length=255)
    file_sha256 = sha256_field()

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


class ErratumQuerySet(RecordQuerySet):
    """Corrections of editions."""

    def of_meeting(self, meeting: Meeting, on: date):
        """Return what was corrected up to a day in what was issued to a meeting, in order."""
        rows = self.filter(edition__meeting=meeting, on__lte=on).select_related("edition")
        return rows.order_by("edition__number", "number")


class Erratum(Issued):
    """A correction of an edition after it was issued: it stands beside it, and changes nothing."""

    natural_key_fields = ("edition__meeting__code", "edition__number", "number")
    derived_fields = ("number",)
    kept = _("What was said of an edition stays: add another correction.")

    edition = models.ForeignKey(
        Edition, models.PROTECT, verbose_name=_("edition"), related_name="errata"
    )
    number = models.PositiveSmallIntegerField(_("number"), editable=False)
    on = models.DateField(_("corrected on"), default=timezone.localdate)
    place = models.CharField(
        _("where it stands"),
        max_length=200,
        help_text=_("File and place, for example: paper 2, para. 7."),
    )
    was = models.TextField(_("what stands there"))
    now = models.TextField(_("what should stand there"))
    reason = models.TextField(_("why"))
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        verbose_name=_("author"),
        related_name="errata",
        editable=False,
    )

    objects = ErratumQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("erratum")
        verbose_name_plural = _("errata")
        ordering = ["edition", "number"]
        constraints = [
            models.UniqueConstraint(
                name="erratum_number_once",
                fields=["edition", "number"],
                violation_error_message=_("The edition already has this correction."),
            ),
            models.CheckConstraint(
                name="erratum_changes_something",
                condition=~models.Q(was=models.F("now")),
                violation_error_message=_("A correction changes something: say what should stand."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number}. {self.place}"

    def derive(self) -> None:
        """Take the next number of the edition."""
        if self._state.adding and self.edition_id:
            last = Erratum.objects.filter(edition=self.edition_id).order_by("number").last()
            self.number = last.number + 1 if last else 1

    def clean(self) -> None:
        """Refuse a day to come, and one before the edition, besides every change."""
        super().clean()
        if self.on and self.on > timezone.localdate():
            raise ValidationError({"on": _("A correction is not made on a day to come.")})
        if self.edition_id and self.on and self.on < timezone.localdate(self.edition.issued_at):
            raise ValidationError({"on": _("A correction is not older than its edition.")})
