"""What is done: meetings of experts, studies, projects, workshops."""

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from logframe.dates import span
from logframe.models.base import Record
from logframe.models.history import HistoricalRecords
from logframe.models.plan import Output, Plan, ThematicArea
from logframe.models.states import MemberState


class Activity(Record):
    """Something that the programme does or did, with its source; unknown stays empty."""

    class Status(models.TextChoices):
        """How far the activity is, as far as its source tells."""

        PLANNED = "planned", _("planned")
        IN_PROGRESS = "in_progress", _("in progress")
        COMPLETED = "completed", _("completed")
        CANCELLED = "cancelled", _("cancelled")
        NOT_KNOWN = "not_known", _("not known")

    class Funding(models.TextChoices):
        """Where the money comes from."""

        CORE_FUND = "core_fund", _("Core Fund")
        PROJECT_FUND = "project_fund", _("Project-based Fund")
        IN_KIND = "in_kind", _("in kind")
        OTHER = "other", _("other")
        NOT_KNOWN = "not_known", _("not known")

    natural_key_fields = ("plan__slug", "code")
    named_by = ("code", "title")

    plan = models.ForeignKey(
        Plan, models.PROTECT, verbose_name=_("plan"), related_name="activities"
    )
    code = models.CharField(_("code"), max_length=20, help_text=_("As A01."))
    title = models.CharField(_("title"), max_length=300)
    kind = models.CharField(_("kind"), max_length=60, blank=True)
    area = models.ForeignKey(
        ThematicArea,
        models.PROTECT,
        verbose_name=_("thematic area"),
        null=True,
        blank=True,
        related_name="activities",
    )
    outputs = models.ManyToManyField(
        Output, verbose_name=_("outputs"), blank=True, related_name="activities"
    )
    starts_on = models.DateField(_("first day"), null=True, blank=True)
    ends_on = models.DateField(_("last day"), null=True, blank=True)
    dates_text = models.CharField(
        _("dates as known"),
        max_length=100,
        blank=True,
        help_text=_("Where the days are not known."),
    )
    place = models.CharField(_("place"), max_length=200, blank=True)
    host_state = models.ForeignKey(
        MemberState,
        models.PROTECT,
        verbose_name=_("host State"),
        null=True,
        blank=True,
        related_name="hosted_activities",
    )
    lead = models.CharField(_("lead"), max_length=200, blank=True)
    partners = models.CharField(_("partners"), max_length=300, blank=True)
    status = models.CharField(_("status"), max_length=11, choices=Status, default=Status.NOT_KNOWN)
    status_text = models.CharField(_("status in words"), max_length=300, blank=True)
    status_as_of = models.CharField(_("status as of"), max_length=40, blank=True)
    funding_source = models.CharField(
        _("funding source"), max_length=12, choices=Funding, default=Funding.NOT_KNOWN
    )
    funding_text = models.CharField(_("funding in words"), max_length=200, blank=True)
    budget = models.DecimalField(
        _("budget (US$)"), max_digits=14, decimal_places=2, null=True, blank=True
    )
    spent = models.DecimalField(
        _("spent (US$)"), max_digits=14, decimal_places=2, null=True, blank=True
    )
    link = models.URLField(_("link"), max_length=500, blank=True)
    source = models.TextField(_("source"), blank=True)
    note = models.TextField(_("note"), blank=True)

    history = HistoricalRecords(m2m_fields=[outputs])

    class Meta:
        verbose_name = _("activity")
        verbose_name_plural = _("activities")
        ordering = ["plan", "code"]
        constraints = [
            models.UniqueConstraint(
                name="activity_code_once",
                fields=["plan", "code"],
                violation_error_message=_("The plan already has an activity with this code."),
            ),
            models.CheckConstraint(
                name="activity_days_in_order",
                condition=Q(starts_on__isnull=True)
                | Q(ends_on__isnull=True)
                | Q(ends_on__gte=F("starts_on")),
                violation_error_message=_("The last day of an activity is not before its first."),
            ),
            models.CheckConstraint(
                name="activity_money_not_negative",
                condition=(Q(budget__isnull=True) | Q(budget__gte=0))
                & (Q(spent__isnull=True) | Q(spent__gte=0)),
                violation_error_message=_("Budget and spending are 0 or more."),
            ),
        ]

    def clean(self) -> None:
        """Refuse an area of another plan."""
        if self.area_id and self.area.plan_id != self.plan_id:
            raise ValidationError({"area": _("This area belongs to another plan.")})

    @property
    def dates_as_known(self) -> str:
        """The days where they are known, or the words that the source has for them."""
        return span(self.starts_on, self.ends_on, self.dates_text)
