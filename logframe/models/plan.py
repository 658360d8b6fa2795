"""The Strategic Plan: its areas, objectives and outputs, word for word."""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from logframe.addresses import address
from logframe.models.base import Record, RecordQuerySet, slug_of
from logframe.models.history import HistoricalRecords
from logframe.prepared import PreparedRecords


class PlanManager(models.Manager.from_queryset(RecordQuerySet)):
    """All plans, of which one is the current: every page asks for a plan."""

    def current(self) -> "Plan | None":
        """Return the current plan, or None while there is none."""
        return next(iter(CURRENT()), None)

    def in_address(self, slug: str) -> "Plan":
        """Return the plan that an address names; raises Plan.DoesNotExist."""
        for plan in IN_ADDRESS(slug=slug):
            return plan
        raise Plan.DoesNotExist


class Plan(Record):
    """A plan of several years that the governing body adopted."""

    natural_key_fields = ("slug",)
    named_by = ("title",)

    slug = models.SlugField(_("name in addresses"), unique=True, help_text=_("As 2026-2030."))
    title = models.CharField(_("title"), max_length=200)
    start_year = models.PositiveSmallIntegerField(_("first year"))
    end_year = models.PositiveSmallIntegerField(_("last year"))
    is_current = models.BooleanField(_("is the current plan"), default=False)
    adoption_note = models.TextField(
        _("adoption"), blank=True, help_text=_("Who adopted it, when, and what is uncertain.")
    )
    source = models.TextField(_("source"), blank=True)
    notice = models.CharField(
        _("notice"),
        max_length=300,
        blank=True,
        help_text=_("Stands on every page and in every file, for example over demonstration data."),
    )

    objects = PlanManager()
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("plan")
        verbose_name_plural = _("plans")
        ordering = ["-start_year"]
        constraints = [
            models.CheckConstraint(
                name="plan_years_in_order",
                condition=Q(end_year__gte=F("start_year")),
                violation_error_message=_("The last year of a plan is not before its first year."),
            ),
            models.UniqueConstraint(
                name="one_current_plan",
                fields=["is_current"],
                condition=Q(is_current=True),
                violation_error_message=_(
                    "Only one plan is the current one: take the mark off the other first."
                ),
            ),
        ]

    def get_absolute_url(self) -> str:
        """Return the address of the plan's overview."""
        return address("plan", self.slug)

    @property
    def years(self) -> range:
        """All calendar years of the plan, the last included."""
        return range(self.start_year, self.end_year + 1)


class PlanStatement(Record):
    """A goal or an approach of the plan, word for word."""

    class Kind(models.TextChoices):
        """Which list of the plan the statement stands in."""

        GOAL = "goal", _("goal")
        APPROACH = "approach", _("approach")

    natural_key_fields = ("plan__slug", "kind", "letter")

    plan = models.ForeignKey(
        Plan, models.PROTECT, verbose_name=_("plan"), related_name="statements"
    )
    kind = models.CharField(_("kind"), max_length=8, choices=Kind)
    letter = models.CharField(_("letter"), max_length=2)
    text = models.TextField(_("text"))
    source = models.CharField(_("source"), max_length=200, blank=True)

    history = HistoricalRecords()

    class Meta:
        verbose_name = _("goal or approach")
        verbose_name_plural = _("goals and approaches")
        ordering = ["-kind", "letter"]
        constraints = [
            models.UniqueConstraint(
                name="statement_letter_once",
                fields=["plan", "kind", "letter"],
                violation_error_message=_("The plan already has a statement with this letter."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} ({self.letter})"


CURRENT = PreparedRecords(lambda: Plan.objects.filter(is_current=True).order_by("pk"))
IN_ADDRESS = PreparedRecords(
    lambda slug: Plan.objects.filter(slug=slug), slug=Plan._meta.get_field("slug")
)


class ThematicArea(Record):
    """A thematic priority of the plan, or its section on what cuts across them."""

    natural_key_fields = ("plan__slug", "code")
    named_by = ("section", "name")
    story_parts = ("objective",)

    plan = models.ForeignKey(Plan, models.PROTECT, verbose_name=_("plan"), related_name="areas")
    order = models.PositiveSmallIntegerField(_("order"))
    section = models.CharField(_("section of the plan"), max_length=10, help_text=_("As 4.1."))
    code = models.CharField(_("code"), max_length=10)
    slug = models.SlugField(_("name in addresses"))
    name = models.CharField(_("name"), max_length=120)
    platform = models.CharField(_("platform"), max_length=200, blank=True)
    platform_abbreviation = models.CharField(_("platform, in short"), max_length=20, blank=True)
    is_cross_cutting = models.BooleanField(_("cuts across the areas"), default=False)
    officers = models.ManyToManyField(
        settings.AUTH_USER_MODEL, verbose_name=_("officers"), blank=True, related_name="areas"
    )
    source = models.CharField(_("source"), max_length=200, blank=True)
    note = models.TextField(_("note"), blank=True)

    history = HistoricalRecords(m2m_fields=[officers])

    class Meta:
        verbose_name = _("thematic area")
        verbose_name_plural = _("thematic areas")
        ordering = ["plan", "order"]
        constraints = [
            models.UniqueConstraint(
                name=f"area_{field}_once",
                fields=["plan", field],
                violation_error_message=message,
            )
            for field, message in (
                ("section", _("The plan already has an area with this section.")),
                ("code", _("The plan already has an area with this code.")),
                ("slug", _("The plan already has an area with this name in addresses.")),
            )
        ]

    def clean(self) -> None:
        """Refuse another section once codes are made of it."""
        stored = self.stored()
        if stored is not None and stored.section != self.section and hasattr(self, "objective"):
            raise ValidationError(
                {"section": _("The codes of its objective and outputs are made of it: it stays.")}
            )

    def get_absolute_url(self) -> str:
        """Return the address of the area's page."""
        return address("area", self.plan.slug, self.slug)


class Objective(Record):
    """What is to be reached in an area by the end of the plan, word for word."""

    natural_key_fields = ("plan__slug", "code")
    derived_fields = ("plan", "code")

    plan = models.ForeignKey(
        Plan, models.PROTECT, verbose_name=_("plan"), related_name="objectives", editable=False
    )
    area = models.OneToOneField(
        ThematicArea, models.PROTECT, verbose_name=_("thematic area"), related_name="objective"
    )
    code = models.CharField(_("code"), max_length=20, editable=False)
    statement = models.TextField(_("statement"))
    summary = models.CharField(
        _("in short"), max_length=200, blank=True, help_text=_("In our own words, for cards.")
    )
    source = models.CharField(_("source"), max_length=200, blank=True)
    note = models.TextField(_("note"), blank=True)

    history = HistoricalRecords()

    class Meta:
        verbose_name = _("objective")
        verbose_name_plural = _("objectives")
        ordering = ["plan", "area__order"]
        constraints = [
            models.UniqueConstraint(
                name="objective_code_once",
                fields=["plan", "code"],
                violation_error_message=_("The plan already has an objective with this code."),
            )
        ]

    def __str__(self) -> str:
        return str(_("%(code)s objective") % {"code": self.code})

    def derive(self) -> None:
        """Take plan and code from the area."""
        if self.area_id:
            self.plan = self.area.plan
            self.code = self.area.section

    def get_absolute_url(self) -> str:
        """Return the address of the page that shows the objective: that of its area."""
        return self.area.get_absolute_url()


class Output(Record):
    """A result that the programme itself is to deliver under an objective, word for word."""

    class Status(models.TextChoices):
        """What the governing body has made of the output since it adopted the plan."""

        ACTIVE = "active", _("active")
        MERGED = "merged", _("merged")
        PHASED_OUT = "phased_out", _("phased out")
        INTRODUCED = "introduced", _("introduced")

    natural_key_fields = ("plan__slug", "code")
    named_by = ("code", "short_title")
    derived_fields = ("plan", "code", "slug")
    story_parts = ("progress_reports",)

    plan = models.ForeignKey(
        Plan, models.PROTECT, verbose_name=_("plan"), related_name="outputs", editable=False
    )
    objective = models.ForeignKey(
        Objective, models.PROTECT, verbose_name=_("objective"), related_name="outputs"
    )
    letter = models.CharField(_("letter"), max_length=2)
    code = models.CharField(_("code"), max_length=20, editable=False)
    slug = models.CharField(_("code in addresses"), max_length=20, editable=False)
    statement = models.TextField(_("statement"))
    annex_wording = models.TextField(
        _("wording of the annex"),
        blank=True,
        help_text=_("Only where the annex words it otherwise."),
    )
    short_title = models.CharField(_("short title"), max_length=100)
    status = models.CharField(_("status"), max_length=10, choices=Status, default=Status.ACTIVE)
    source = models.CharField(_("source"), max_length=200, blank=True)
    note = models.TextField(_("note"), blank=True)

    history = HistoricalRecords()

    class Meta:
        verbose_name = _("output")
        verbose_name_plural = _("outputs")
        ordering = ["plan", "objective__area__order", "letter"]
        constraints = [
            models.UniqueConstraint(
                name="output_code_once",
                fields=["plan", "code"],
                violation_error_message=_("The objective already has an output with this letter."),
            ),
            models.UniqueConstraint(
                name="output_slug_once",
                fields=["plan", "slug"],
                violation_error_message=_("Another output of the plan has the same address."),
            ),
        ]

    def derive(self) -> None:
        """Take plan and code from the objective and the letter."""
        if self.objective_id:
            self.plan = self.objective.plan
            self.code = f"{self.objective.code}({self.letter})"
            self.slug = slug_of(self.code)

    def get_absolute_url(self) -> str:
        """Return the address of the output's page."""
        return address("output", self.plan.slug, self.slug)
