"""What is reported each year: values and narratives."""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from logframe.models.base import Record, number_field
from logframe.models.evidence import EvidenceField
from logframe.models.history import HistoricalRecords
from logframe.models.indicators import Indicator
from logframe.models.periods import PeriodQuerySet, ReportingPeriod
from logframe.models.plan import Output
from logframe.models.review import Reviewed, ReviewState
from logframe.models.states import MemberState


class Measurement(Reviewed):
    """A value reported for an indicator and one year, by one member State or for all together.

    The value is empty only where the indicator does not apply, and then the note says why. No row
    at all means: not reported. 0 is a value like any other.
    """

    natural_key_fields = (
        "indicator__plan__slug",
        "indicator__code",
        "period__year",
        "member_state__code",
        "revision",
    )

    indicator = models.ForeignKey(
        Indicator, models.PROTECT, verbose_name=_("indicator"), related_name="measurements"
    )
    period = models.ForeignKey(
        ReportingPeriod, models.PROTECT, verbose_name=_("year"), related_name="measurements"
    )
    member_state = models.ForeignKey(
        MemberState,
        models.PROTECT,
        verbose_name=_("member State"),
        null=True,
        blank=True,
        related_name="measurements",
    )
    value = number_field(_("value"), null=True, blank=True)
    not_applicable = models.BooleanField(
        _("does not apply"), default=False, help_text=_("Leave the value empty and say why.")
    )
    as_of = models.DateField(_("as of"), help_text=_("The day on which the value was true."))
    is_provisional = models.BooleanField(_("provisional"), default=False)
    note = models.TextField(_("note"), blank=True)
    evidence_link = models.URLField(_("link to evidence"), max_length=500, blank=True)
    evidence_file = EvidenceField(
        _("evidence, as a file"),
        help_text=_("PDF, PNG, JPEG, or a document of Office without macros."),
    )

    history = HistoricalRecords()

    class Meta(Reviewed.Meta):
        verbose_name = _("measurement")
        verbose_name_plural = _("measurements")
        permissions = [("verify_measurement", _("Can verify or return a measurement"))]
        ordering = ["indicator", "period__year", "member_state__order", "revision"]
        constraints = [
            *Reviewed.Meta.constraints,
            models.UniqueConstraint(
                name="measurement_once_a_year",
                fields=["indicator", "period"],
                condition=Q(member_state__isnull=True, replaces__isnull=True),
                violation_error_message=_(
                    "A value for this indicator and year stands already: edit it, "
                    "or correct it with a row that replaces it."
                ),
            ),
            models.UniqueConstraint(
                name="measurement_once_a_year_and_state",
                fields=["indicator", "period", "member_state"],
                condition=Q(member_state__isnull=False, replaces__isnull=True),
                violation_error_message=_(
                    "A value of this State for this indicator and year stands already: edit it, "
                    "or correct it with a row that replaces it."
                ),
            ),
            models.CheckConstraint(
                name="measurement_value_or_not_applicable",
                condition=Q(value__isnull=False, not_applicable=False)
                | (Q(value__isnull=True, not_applicable=True) & ~Q(note="")),
                violation_error_message=_(
                    "Give a value, or mark that the indicator does not apply and say why in the "
                    "note. Leave no row where nothing was reported."
                ),
            ),
        ]

    def __str__(self) -> str:
        return str(_("not applicable")) if self.value is None else f"{self.value.normalize():f}"

    def clean(self) -> None:
        """Refuse a value that the indicator cannot have, besides the rules of review."""
        super().clean()
        errors = {}
        if self.indicator_id:
            if self.period_id and self.period.plan_id != self.indicator.plan_id:
                errors["period"] = _("This year belongs to another plan than the indicator.")
            if self.value is not None and (problem := self.indicator.value_error(self.value)):
                errors["value"] = problem
            if problem := self._member_state_error():
                errors["member_state"] = problem
            if self.replaces_id and not self._same_place_as(self.replaces):
                errors["replaces"] = _(
                    "A correction replaces a value of the same indicator, year and State."
                )
        if self.as_of and self.as_of > timezone.localdate():
            errors["as_of"] = _("The day on which a value was true is not in the future.")
        if errors:
            raise ValidationError(errors)

    def delete(self, *args, **kwargs):
        """Delete the value, and with it the file that should have proved it."""
        file = self.evidence_file
        deleted = super().delete(*args, **kwargs)
        file.discard()
        return deleted

    def shows_evidence_to(self, user) -> bool:
        """Whether somebody may have the file: all may who are signed in, once it is verified."""
        if self.state == ReviewState.VERIFIED:
            return user.is_active
        return user.is_staff and user.has_perm("logframe.view_measurement")

    def _member_state_error(self) -> str | None:
        if self.member_state_id and not self.indicator.by_member_state:
            return _("This indicator is not reported by member State: leave it empty.")
        if self.indicator.adds_up_from_states and not self.member_state_id:
            return _("This indicator adds up from its States: name the State.")
        return None

    def _same_place_as(self, other: "Measurement") -> bool:
        return (self.indicator_id, self.period_id, self.member_state_id) == (
            other.indicator_id,
            other.period_id,
            other.member_state_id,
        )


class ProgressReport(Reviewed):
    """The narrative on one output for one year, with the officer's own rating."""

    class Rating(models.TextChoices):
        """The officer's own judgement, which stands beside the computed status."""

        ACHIEVED = "achieved", _("achieved")
        ON_TRACK = "on_track", _("on track")
        AT_RISK = "at_risk", _("at risk")
        OFF_TRACK = "off_track", _("off track")

    natural_key_fields = ("output__plan__slug", "output__code", "period__year", "revision")

    output = models.ForeignKey(
        Output, models.PROTECT, verbose_name=_("output"), related_name="progress_reports"
    )
    period = models.ForeignKey(
        ReportingPeriod, models.PROTECT, verbose_name=_("year"), related_name="progress_reports"
    )
    rating = models.CharField(_("own rating"), max_length=9, choices=Rating, blank=True)
    rating_reason = models.TextField(
        _("reason for the rating"), blank=True, help_text=_("Where it differs from the figures.")
    )
    achievements = models.TextField(_("achievements"), blank=True)
    challenges = models.TextField(_("challenges"), blank=True)
    next_steps = models.TextField(_("next steps"), blank=True)

    history = HistoricalRecords()

    class Meta(Reviewed.Meta):
        verbose_name = _("progress report")
        verbose_name_plural = _("progress reports")
        permissions = [("verify_progressreport", _("Can verify or return a progress report"))]
        ordering = ["output", "period__year", "revision"]
        constraints = [
            *Reviewed.Meta.constraints,
            models.UniqueConstraint(
                name="progress_report_once_a_year",
                fields=["output", "period"],
                condition=Q(replaces__isnull=True),
                violation_error_message=_(
                    "A progress report on this output for this year stands already: edit it, "
                    "or correct it with one that replaces it."
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"progress report {self.pk}"

    def clean(self) -> None:
        """Refuse a year of another plan and a correction of another report, besides review."""
        super().clean()
        errors = {}
        if self.output_id and self.period_id and self.period.plan_id != self.output.plan_id:
            errors["period"] = _("This year belongs to another plan than the output.")
        if self.replaces_id and not self._same_place_as(self.replaces):
            errors["replaces"] = _("A correction replaces a report on the same output and year.")
        if errors:
            raise ValidationError(errors)

    def _same_place_as(self, other: "ProgressReport") -> bool:
        return (self.output_id, self.period_id) == (other.output_id, other.period_id)


class ReviewReturn(Record):
    """One return of a reported row to its author, with the reason; all are kept."""

    natural_key_fields = ("pk",)

    measurement = models.ForeignKey(
        Measurement, models.CASCADE, null=True, blank=True, related_name="returns"
    )
    progressreport = models.ForeignKey(
        ProgressReport, models.CASCADE, null=True, blank=True, related_name="returns"
    )
    reason = models.TextField(_("reason"))
    returned_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, verbose_name=_("returned by"), related_name="+"
    )
    returned_at = models.DateTimeField(_("returned at"), default=timezone.now)

    history = HistoricalRecords()

    class Meta:
        verbose_name = _("return")
        verbose_name_plural = _("returns")
        ordering = ["returned_at"]
        constraints = [
            models.CheckConstraint(
                name="return_of_one_row",
                condition=Q(measurement__isnull=False, progressreport__isnull=True)
                | Q(measurement__isnull=True, progressreport__isnull=False),
                violation_error_message=_("A return is of one value or of one narrative."),
            )
        ]

    def __str__(self) -> str:
        return self.reason

    def clean(self) -> None:
        """Refuse a return in a closed year."""
        self._periods().check_open()

    def check_closing(self) -> None:
        """Refuse a write into the closed year of what is returned."""
        self._periods().hold_open()

    def _periods(self) -> PeriodQuerySet:
        returned = self.measurement or self.progressreport
        return ReportingPeriod.objects.filter(pk=returned and returned.period_id)
