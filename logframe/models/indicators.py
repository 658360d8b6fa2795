"""How progress is measured: indicators, their levels and their milestones."""

from datetime import date

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from logframe.addresses import address
from logframe.models.base import Record, number_field, slug_of
from logframe.models.history import HistoricalRecords
from logframe.models.plan import Objective, Output, Plan


class Indicator(Record):
    """A sign by which progress towards an output or an objective is measured once a year."""

    class Measure(models.TextChoices):
        """What kind of number a value is."""

        NUMBER = "number", _("number")
        PERCENTAGE = "percentage", _("percentage")
        YES_NO = "yes_no", _("yes or no")
        SCALE = "scale", _("scale of described levels")

    class Direction(models.TextChoices):
        """Which way is better; the last three ask to maintain."""

        INCREASE = "increase", _("increase")
        DECREASE = "decrease", _("decrease")
        AT_LEAST = "at_least", _("keep at least")
        AT_MOST = "at_most", _("keep at most")
        WITHIN = "within", _("keep within the tolerance")

    class Accumulation(models.TextChoices):
        """How the values of several years make one."""

        LEVEL = "level", _("level: the latest value counts")
        CUMULATIVE = "cumulative", _("adds up since the start of the plan")
        ANNUAL = "annual", _("starts afresh each year")

    class StateTotal(models.TextChoices):
        """How the values of the member States make the value of the indicator."""

        SUM = "sum", _("sum of the States")
        COUNT = "count", _("number of States that report yes")
        SEPARATE = "separate", _("reported apart; the States stand beside it")

    class Adoption(models.TextChoices):
        """What the governing body has made of the indicator."""

        PROPOSED = "proposed", _("proposed")
        ADOPTED = "adopted", _("adopted")
        DISCONTINUED = "discontinued", _("discontinued")

    natural_key_fields = ("plan__slug", "code")
    named_by = ("code", "title")
    derived_fields = ("plan", "slug")
    story_parts = ("scale_levels", "milestones", "measurements")

    plan = models.ForeignKey(
        Plan, models.PROTECT, verbose_name=_("plan"), related_name="indicators", editable=False
    )
    output = models.ForeignKey(
        Output,
        models.PROTECT,
        verbose_name=_("output"),
        null=True,
        blank=True,
        related_name="indicators",
    )
    objective = models.ForeignKey(
        Objective,
        models.PROTECT,
        verbose_name=_("objective"),
        null=True,
        blank=True,
        related_name="indicators",
    )
    code = models.CharField(_("code"), max_length=30, help_text=_("As 4.1(a)-1 or 4.1-O1."))
    slug = models.CharField(_("code in addresses"), max_length=30, editable=False)
    order = models.PositiveSmallIntegerField(
        _("order"), default=0, help_text=_("Among the indicators of its output or objective.")
    )
    title = models.CharField(_("title"), max_length=200)
    definition = models.TextField(_("definition"), blank=True)
    unit = models.CharField(_("unit"), max_length=80, blank=True)
    measure = models.CharField(_("measure"), max_length=10, choices=Measure, default=Measure.NUMBER)
    direction = models.CharField(
        _("direction"), max_length=8, choices=Direction, default=Direction.INCREASE
    )
    accumulation = models.CharField(
        _("accumulation"), max_length=10, choices=Accumulation, default=Accumulation.LEVEL
    )
    tolerance = number_field(
        _("tolerance"), default=0, help_text=_("In the unit; how far off still counts as kept.")
    )
    baseline_value = number_field(_("baseline"), null=True, blank=True)
    baseline_year = models.PositiveSmallIntegerField(_("baseline year"), null=True, blank=True)
    baseline_source = models.TextField(_("source of the baseline"), blank=True)
    by_member_state = models.BooleanField(_("reported by member State"), default=False)
    state_total = models.CharField(
        _("States add up as"), max_length=8, choices=StateTotal, blank=True
    )
    disaggregation = models.CharField(_("other disaggregation"), max_length=200, blank=True)
    means_of_verification = models.TextField(_("means of verification"), blank=True)
    method = models.TextField(_("method"), blank=True)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        verbose_name=_("owner"),
        null=True,
        blank=True,
        related_name="indicators",
    )
    limitations = models.TextField(_("limitations"), blank=True)
    assumptions = models.TextField(_("assumptions"), blank=True)
    adoption = models.CharField(
        _("adoption"), max_length=12, choices=Adoption, default=Adoption.PROPOSED
    )
    source = models.TextField(_("basis"), blank=True, help_text=_("The texts that it rests on."))
    note = models.TextField(_("note"), blank=True)

    history = HistoricalRecords()

    class Meta:
        verbose_name = _("indicator")
        verbose_name_plural = _("indicators")
        ordering = ["plan", "code"]
        constraints = [
            models.UniqueConstraint(
                name="indicator_code_once",
                fields=["plan", "code"],
                violation_error_message=_("The plan already has an indicator with this code."),
            ),
            models.UniqueConstraint(
                name="indicator_slug_once",
                fields=["plan", "slug"],
                violation_error_message=_("Another indicator of the plan has the same address."),
            ),
            models.CheckConstraint(
                name="indicator_has_one_parent",
                condition=Q(output__isnull=False, objective__isnull=True)
                | Q(output__isnull=True, objective__isnull=False),
                violation_error_message=_(
                    "An indicator stands under an output or under an objective: choose exactly one."
                ),
            ),
            models.CheckConstraint(
                name="indicator_tolerance_not_negative",
                condition=Q(tolerance__gte=0),
                violation_error_message=_("A tolerance is 0 or more."),
            ),
            models.CheckConstraint(
                name="indicator_baseline_is_dated",
                condition=Q(baseline_value__isnull=True, baseline_year__isnull=True)
                | Q(baseline_value__isnull=False, baseline_year__isnull=False),
                violation_error_message=_("A baseline has a value and a year, or neither."),
            ),
            models.CheckConstraint(
                name="indicator_state_total_where_by_state",
                condition=Q(by_member_state=True) & ~Q(state_total="")
                | Q(by_member_state=False, state_total=""),
                violation_error_message=_(
                    "Say how the States add up where values are reported by member State, "
                    "and only there."
                ),
            ),
        ]

    def derive(self) -> None:
        """Take the plan from the output or objective, and the address from the code."""
        if parent := self.output or self.objective:
            self.plan = parent.plan
        self.slug = slug_of(self.code)

    def get_absolute_url(self) -> str:
        """Return the address of the indicator's page."""
        return address("indicator", self.plan.slug, self.slug)

    @property
    def is_proposed(self) -> bool:
        """Whether the governing body has not adopted it yet, which every page and file says."""
        return self.adoption == self.Adoption.PROPOSED

    @property
    def adds_up_from_states(self) -> bool:
        """Whether its value comes from those of the member States alone."""
        return self.state_total in (self.StateTotal.SUM, self.StateTotal.COUNT)

    def value_error(self, value) -> str | None:
        """Return why a value cannot be one of this indicator, or None when it can.

        A percentage outside 0 to 100 is odd, not impossible: that is a warning elsewhere.
        """
        if self.measure == self.Measure.YES_NO and value not in (0, 1):
            return _("This indicator takes 1 for yes and 0 for no.")
        if self.measure == self.Measure.SCALE:
            levels = [level.level for level in self.scale_levels.all()] if self.pk else []
            if levels and value not in levels:
                return _("This indicator takes one of its levels: %(levels)s.") % {
                    "levels": ", ".join(map(str, levels))
                }
        return None


class ScaleLevel(Record):
    """One described level of an indicator that is measured on a scale."""

    natural_key_fields = ("indicator__plan__slug", "indicator__code", "level")

    indicator = models.ForeignKey(
        Indicator, models.CASCADE, verbose_name=_("indicator"), related_name="scale_levels"
    )
    level = models.PositiveSmallIntegerField(_("level"))
    text = models.CharField(_("what it means"), max_length=200)

    history = HistoricalRecords()

    class Meta:
        verbose_name = _("level of the scale")
        verbose_name_plural = _("levels of the scale")
        # By number: by the order of indicators, two more tables would be read for few rows of one.
        ordering = ["indicator_id", "level"]
        constraints = [
            models.UniqueConstraint(
                name="scale_level_once",
                fields=["indicator", "level"],
                violation_error_message=_("The indicator already has this level."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.level}: {self.text}"


class Milestone(Record):
    """The target of one year for an indicator; that of the last year is the target.

    A revised target is a new row with a later `set_on`: the old one stays beside it. In force on a
    date is, for each year, the row set latest on or before that date.
    """

    natural_key_fields = ("indicator__plan__slug", "indicator__code", "year", "set_on")

    indicator = models.ForeignKey(
        Indicator, models.PROTECT, verbose_name=_("indicator"), related_name="milestones"
    )
    year = models.PositiveSmallIntegerField(_("year"), validators=[MinValueValidator(1990)])
    due_on = models.DateField(
        _("due on"),
        null=True,
        blank=True,
        help_text=_("Only where it falls due on another day than the reporting period."),
    )
    value = number_field(
        _("milestone"), help_text=_("A running total where the indicator adds up.")
    )
    set_on = models.DateField(_("set on"), default=date.today)
    authority = models.CharField(
        _("authority"), max_length=200, blank=True, help_text=_("Who set it, as SOM-28, para. 9.")
    )
    reason = models.TextField(_("reason"), blank=True)

    history = HistoricalRecords()

    class Meta:
        verbose_name = _("milestone")
        verbose_name_plural = _("milestones")
        ordering = ["indicator", "year", "set_on"]
        constraints = [
            models.UniqueConstraint(
                name="milestone_set_once_a_day",
                fields=["indicator", "year", "set_on"],
                violation_error_message=_(
                    "A milestone for this year was already set on this day: "
                    "give the revision the day on which it was decided."
                ),
            )
        ]

    def __str__(self) -> str:
        return f"{self.year}: {self.value.normalize():f}"

    def clean(self) -> None:
        """Refuse what no milestone can be, and a revision that says neither who nor why."""
        errors = {}
        if self.indicator_id and self.year:
            plan = self.indicator.plan
            if self.year not in plan.years:
                errors["year"] = _(
                    "%(year)s is outside the plan, which runs from %(first)s to %(last)s."
                ) % {"year": self.year, "first": plan.start_year, "last": plan.end_year}
            elif plan.periods.filter(year=self.year).exclude(closed_on=None).exists():
                errors["year"] = _("%(year)s is closed: ask a manager to reopen it first.") % {
                    "year": self.year
                }
            if self.value is not None and (problem := self.indicator.value_error(self.value)):
                errors["value"] = problem
            if self._revises_another() and not (self.authority and self.reason):
                errors["reason"] = _(
                    "A milestone for %(year)s stands already: "
                    "say who revised it and why (authority and reason)."
                ) % {"year": self.year}
        if self._changes_what_was_set():
            errors["value"] = _(
                "A milestone that was set stays: add a new row with the new value, "
                "the day, the authority and the reason."
            )
        if errors:
            raise ValidationError(errors)

    def check_closing(self) -> None:
        """Refuse to set a milestone of a closed year, and to delete one."""
        periods = self.indicator.plan.periods.filter(year=self.year)
        periods.hold_open()

    def _revises_another(self) -> bool:
        others = Milestone.objects.filter(
            indicator=self.indicator_id, year=self.year, set_on__lt=self.set_on or date.max
        )
        return others.exclude(pk=self.pk).exists()

    def _changes_what_was_set(self) -> bool:
        stored = self.stored()
        names = ("indicator_id", "year", "set_on", "value")
        return stored is not None and any(
            getattr(stored, name) != getattr(self, name) for name in names
        )
