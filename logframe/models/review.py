"""The way that everything reported takes: draft, submitted, verified or returned."""

from datetime import date, datetime, time, timedelta
from typing import ClassVar

from django.conf import settings
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import models, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from logframe.models.base import Record, RecordQuerySet
from logframe.models.periods import PeriodQuerySet, ReportingPeriod


def end_of(day: date) -> datetime:
    """Return the moment at which the day is over, by the time zone of the installation."""
    return timezone.make_aware(datetime.combine(day + timedelta(days=1), time.min))


class ReviewState(models.TextChoices):
    """How far a reported row is on its way to being counted."""

    DRAFT = "draft", _("draft")
    SUBMITTED = "submitted", _("submitted")
    VERIFIED = "verified", _("verified")
    RETURNED = "returned", _("returned")


class ReviewedQuerySet(RecordQuerySet):
    """Reported rows by their way through review."""

    def verified(self, on: date | None = None):
        """Return the rows verified on or before the date: those that were replaced later too."""
        rows = self.filter(state=ReviewState.VERIFIED)
        return rows if on is None else rows.filter(verified_at__lt=end_of(on))

    def in_force(self, on: date | None = None):
        """Return the rows that count on the date: verified by then and not yet replaced."""
        on = on or timezone.localdate()
        replaced = Q(
            replaced_by__state=ReviewState.VERIFIED, replaced_by__verified_at__lt=end_of(on)
        )
        return self.verified(on).exclude(replaced)

    def pending(self):
        """Return what staff still have in hand: drafts, submitted and returned rows."""
        return self.exclude(state=ReviewState.VERIFIED)


class Reviewed(Record):
    """A row that somebody reports and somebody else verifies; verified, it is never edited.

    A correction is a new row that replaces the verified one and says why.
    """

    derived_fields = ("revision",)

    # Set by an import, which looks at the years of a file at once and locks them.
    year_is_open: ClassVar[bool] = False

    state = models.CharField(
        _("state"), max_length=9, choices=ReviewState, default=ReviewState.DRAFT, editable=False
    )
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        verbose_name=_("recorded by"),
        related_name="recorded_%(class)ss",
        editable=False,
    )
    recorded_at = models.DateTimeField(_("recorded at"), default=timezone.now, editable=False)
    submitted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        verbose_name=_("submitted by"),
        null=True,
        blank=True,
        related_name="submitted_%(class)ss",
        editable=False,
    )
    submitted_at = models.DateTimeField(_("submitted at"), null=True, blank=True, editable=False)
    verified_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        verbose_name=_("verified by"),
        null=True,
        blank=True,
        related_name="verified_%(class)ss",
        editable=False,
    )
    verified_at = models.DateTimeField(
        _("verified at"),
        null=True,
        blank=True,
        editable=False,
        help_text=_("It counts from this day on, by the time zone of the installation."),
    )
    revision = models.PositiveSmallIntegerField(_("revision"), default=1, editable=False)
    replaces = models.OneToOneField(
        "self",
        models.PROTECT,
        verbose_name=_("replaces"),
        null=True,
        blank=True,
        related_name="replaced_by",
        help_text=_("The verified row that this one corrects."),
        error_messages={
            "unique": _("This row is replaced already: correct the one that replaced it.")
        },
    )
    replacement_reason = models.TextField(_("reason for the correction"), blank=True)

    objects = ReviewedQuerySet.as_manager()

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                name="%(class)s_submitted_by_somebody",
                condition=~Q(state__in=["submitted", "verified"])
                | Q(submitted_by__isnull=False, submitted_at__isnull=False),
                violation_error_message=_("What is submitted says by whom and when."),
            ),
            models.CheckConstraint(
                name="%(class)s_verified_by_somebody",
                condition=Q(state="verified", verified_by__isnull=False, verified_at__isnull=False)
                | (~Q(state="verified") & Q(verified_by__isnull=True, verified_at__isnull=True)),
                violation_error_message=_("What is verified says by whom and when."),
            ),
            models.CheckConstraint(
                name="%(class)s_correction_says_why",
                condition=Q(replaces__isnull=True) | ~Q(replacement_reason=""),
                violation_error_message=_("Say why this replaces what was verified."),
            ),
        ]

    def derive(self) -> None:
        """Number the corrections: 1 is what was reported first."""
        self.revision = self.replaces.revision + 1 if self.replaces else 1

    def clean(self) -> None:
        """Refuse a write into a closed year and a change of what was verified."""
        stored = self.stored()
        if not self.year_is_open:
            self._periods(stored).check_open()
        if stored is not None and stored.state == ReviewState.VERIFIED:
            raise ValidationError(
                _("A verified row is never edited: add a correction that replaces it and says why.")
            )
        if (
            stored is not None
            and stored.state == self.state == ReviewState.SUBMITTED
            and stored.content != self.content
        ):
            raise ValidationError(
                _("What waits to be verified is not changed: return it to its author first.")
            )
        if self.replaces_id and self.replaces.state != ReviewState.VERIFIED:
            raise ValidationError({"replaces": _("Only a verified row is replaced by another.")})

    @transaction.atomic
    def delete(self, *args, **kwargs):
        """Delete a row that was never verified, in a year that is open."""
        self.check_closing()
        if (self.stored() or self).state == ReviewState.VERIFIED:
            raise ValidationError(_("What was verified is kept: add a correction."))
        return super().delete(*args, **kwargs)

    def check_closing(self) -> None:
        """Refuse a write into the closed year in which the row stands, or stood."""
        self._periods(self.stored()).hold_open()

    @property
    def content(self) -> dict:
        """What was reported, without who handled it when."""
        handling = {"state", "version"} | {
            f"{step}_{part}"
            for step in ("recorded", "submitted", "verified")
            for part in ("by", "at")
        }
        return {
            field.name: getattr(self, field.attname)
            for field in self._meta.concrete_fields
            if field.name not in handling
        }

    def submit(self, by) -> None:
        """Hand a draft or a returned row over to be verified."""
        self._require(ReviewState.DRAFT, ReviewState.RETURNED, doing=_("submitted"))
        self.state = ReviewState.SUBMITTED
        self.submitted_by, self.submitted_at = by, timezone.now()
        self._save_with_reason(_("submitted"))

    def verify(self, by) -> None:
        """Verify a submitted row, so that it counts from today.

        Raises PermissionDenied for who recorded or submitted it, unless the setting
        LOGFRAME_OWN_VERIFICATION allows it to a one-person office.
        """
        self._require(ReviewState.SUBMITTED, doing=_("verified"))
        if by in (self.recorded_by, self.submitted_by) and not settings.LOGFRAME_OWN_VERIFICATION:
            raise PermissionDenied(
                _("Who recorded or submitted a row does not verify it: ask a colleague.")
            )
        self.state = ReviewState.VERIFIED
        self.verified_by, self.verified_at = by, timezone.now()
        self._save_with_reason(_("verified"))

    @transaction.atomic
    def return_to_author(self, by, reason: str) -> None:
        """Return a submitted row with a reason, which is kept."""
        self._require(ReviewState.SUBMITTED, doing=_("returned"))
        self.returns.create(reason=reason, returned_by=by)
        self.state = ReviewState.RETURNED
        self._save_with_reason(_("returned: %(reason)s") % {"reason": reason})

    def _periods(self, stored) -> PeriodQuerySet:
        """Return the years in which the row stands and stood."""
        years = {row.period_id for row in (self, stored) if row is not None}
        return ReportingPeriod.objects.filter(pk__in=years)

    def _require(self, *states: ReviewState, doing: str) -> None:
        if self.state not in states:
            raise ValidationError(
                _("This is %(state)s: only what is %(allowed)s can be %(doing)s.")
                % {
                    "state": self.get_state_display(),
                    "allowed": _(" or ").join(str(state.label) for state in states),
                    "doing": doing,
                }
            )

    def _save_with_reason(self, reason: str) -> None:
        self._change_reason = str(reason)
        try:
            self.save()
        finally:
            del self._change_reason  # the next save has another reason, or none
