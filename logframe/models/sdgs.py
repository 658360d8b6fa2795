"""The Sustainable Development Goals that the plan says it serves."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from logframe.models.base import Record
from logframe.models.history import HistoricalRecords
from logframe.models.plan import Plan, ThematicArea


class SustainableDevelopmentGoal(Record):
    """One of the 17 goals of the 2030 Agenda, named as in the plan."""

    natural_key_fields = ("number",)

    number = models.PositiveSmallIntegerField(_("number"), unique=True)
    name = models.CharField(_("name"), max_length=100)

    history = HistoricalRecords()

    class Meta:
        verbose_name = _("Sustainable Development Goal")
        verbose_name_plural = _("Sustainable Development Goals")
        ordering = ["number"]
        constraints = [
            models.CheckConstraint(
                name="goals_are_1_to_17",
                condition=Q(number__range=(1, 17)),
                violation_error_message=_("The goals are numbered 1 to 17."),
            )
        ]

    def __str__(self) -> str:
        return f"SDG {self.number} {self.name}"


class SdgLink(Record):
    """A statement of the plan that an area, or the plan as a whole, serves a goal."""

    natural_key_fields = ("plan__slug", "area__code", "goal__number")

    plan = models.ForeignKey(Plan, models.PROTECT, verbose_name=_("plan"), related_name="sdg_links")
    area = models.ForeignKey(
        ThematicArea,
        models.PROTECT,
        verbose_name=_("thematic area"),
        null=True,
        blank=True,
        related_name="sdg_links",
        help_text=_("Empty: the whole plan."),
    )
    goal = models.ForeignKey(
        SustainableDevelopmentGoal, models.PROTECT, verbose_name=_("goal"), related_name="links"
    )
    rationale = models.TextField(_("rationale"), blank=True, help_text=_("As the plan words it."))
    source = models.CharField(_("source"), max_length=200, blank=True)
    note = models.TextField(_("note"), blank=True)

    history = HistoricalRecords()

    class Meta:
        verbose_name = _("link to a goal")
        verbose_name_plural = _("links to goals")
        ordering = ["plan", "area__order", "goal__number"]
        constraints = [
            models.UniqueConstraint(
                name="sdg_link_once_per_area",
                fields=["area", "goal"],
                violation_error_message=_("The area is already linked to this goal."),
            ),
            models.UniqueConstraint(
                name="sdg_link_once_per_plan",
                fields=["plan", "goal"],
                condition=Q(area__isnull=True),
                violation_error_message=_("The plan is already linked to this goal."),
            ),
        ]

    def __str__(self) -> str:
        return f"link to a goal {self.pk}"

    def derive(self) -> None:
        """Take the plan from the area where there is one."""
        if self.area_id:
            self.plan = self.area.plan
