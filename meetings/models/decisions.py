"""What the meetings decided, word for word, and how far each decision is."""

from datetime import date

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from logframe.models import Record, ThematicArea
from logframe.models.base import RecordQuerySet, slug_of
from meetings.models.meetings import Meeting


class Implementation(models.TextChoices):
    """How far what was decided has been done."""

    NO_ACTION = "no_action", _("no action required")
    NOT_STARTED = "not_started", _("not started")
    IN_PROGRESS = "in_progress", _("in progress")
    COMPLETED = "completed", _("completed")
    DELAYED = "delayed", _("delayed")
    BLOCKED = "blocked", _("blocked")
    NOT_DONE = "not_done", _("not done")


OPEN = (
    Implementation.NOT_STARTED,
    Implementation.IN_PROGRESS,
    Implementation.DELAYED,
    Implementation.BLOCKED,
)


def past_due(on: date) -> Q:
    """Tell the decisions whose day, or the last day of the meeting they are due at, is past."""
    return Q(due_on__lt=on) | Q(due_on__isnull=True, due_meeting__ends_on__lt=on)


class DecisionQuerySet(RecordQuerySet):
    """Decisions, as the register shows them."""

    def for_register(self):
        """Return decisions with their addressees and what they bear on."""
        return self.select_related("meeting", "area", "due_meeting").prefetch_related(
            "addressees__member_state",
            "addressees__body",
            "links__output__plan",
            "links__objective__area__plan",
        )

    def in_report_order(self):
        """Return decisions in the order in which the report has them."""
        return self.order_by("meeting__number", "section", "paragraph", "sequence")

    def open(self):
        """Return decisions in force on which somebody still has to act."""
        return self.filter(validity=Decision.Validity.IN_FORCE, implementation__in=OPEN)

    def overdue(self, on=None):
        """Return open decisions whose day, or whose meeting's last day, is past."""
        return self.open().filter(past_due(on or timezone.localdate()))


class Decision(Record):
    """One operative sentence of a meeting's report: the smallest thing that can be done.

    Its code, as SOM-26/I/5/2 (meeting, section, paragraph, sequence), never changes. The wording is
    that of the report and is locked once the report is adopted.
    """

    class Kind(models.TextChoices):
        """What the operative verb does, the strongest first."""

        REQUEST = "request", _("request")
        RECOMMEND = "recommend", _("recommend")
        APPROVE = "approve", _("approve")
        ADOPT = "adopt", _("adopt")
        SUPPORT = "support", _("support")
        ENCOURAGE = "encourage", _("encourage")
        WELCOME = "welcome", _("welcome")
        COMMEND = "commend", _("commend")
        EXPRESS = "express", _("express")
        NOTE = "note", _("note")

    class Certainty(models.TextChoices):
        """How sure the reader of the report is that somebody has to act, or nobody."""

        CLEAR = "clear", _("clear")
        ARGUABLE = "arguable", _("arguable")

    class Recurrence(models.TextChoices):
        """How often it falls due again."""

        ONCE = "", _("once")
        YEARLY = "yearly", _("every year")

    class Validity(models.TextChoices):
        """Whether the decision still binds: another matter than whether it was done."""

        IN_FORCE = "in_force", _("in force")
        SUPERSEDED = "superseded", _("superseded")
        ELAPSED = "elapsed", _("elapsed")

    natural_key_fields = ("code",)
    derived_fields = ("code", "slug")
    story_parts = ("follow_ups", "addressees", "links", "relations")

    meeting = models.ForeignKey(
        Meeting, models.PROTECT, verbose_name=_("meeting"), related_name="decisions"
    )
    section = models.CharField(_("section"), max_length=10, help_text=_("Of the report, as I."))
    paragraph = models.PositiveSmallIntegerField(_("paragraph"))
    sequence = models.PositiveSmallIntegerField(
        _("sequence"), help_text=_("Among the operative sentences of the paragraph.")
    )
    code = models.CharField(_("code"), max_length=60, unique=True, editable=False)
    slug = models.CharField(_("code in addresses"), max_length=60, unique=True, editable=False)
    heading = models.CharField(_("heading in the report"), max_length=200, blank=True)
    wording = models.TextField(_("wording"))
    kind = models.CharField(_("kind"), max_length=9, choices=Kind)
    is_actionable = models.BooleanField(
        _("asks for action"), default=False, help_text=_("A judgement, not said by the report.")
    )
    certainty = models.CharField(
        _("certainty of that judgement"),
        max_length=8,
        choices=Certainty,
        default=Certainty.CLEAR,
    )
    due_text = models.CharField(_("due, in the words of the report"), max_length=200, blank=True)
    due_on = models.DateField(_("due on"), null=True, blank=True)
    due_meeting = models.ForeignKey(
        Meeting,
        models.PROTECT,
        verbose_name=_("due at the meeting"),
        null=True,
        blank=True,
        related_name="decisions_due",
    )
    recurrence = models.CharField(
        _("falls due"), max_length=6, choices=Recurrence, blank=True, default=Recurrence.ONCE
    )
    area = models.ForeignKey(
        ThematicArea,
        models.PROTECT,
        verbose_name=_("thematic area"),
        null=True,
        blank=True,
        related_name="decisions",
    )
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        verbose_name=_("owner"),
        null=True,
        blank=True,
        related_name="decisions",
    )
    validity = models.CharField(
        _("validity"), max_length=10, choices=Validity, default=Validity.IN_FORCE
    )
    implementation = models.CharField(
        _("implementation"),
        max_length=11,
        choices=Implementation,
        default=Implementation.NO_ACTION,
        editable=False,
    )
    source = models.CharField(_("source"), max_length=200, blank=True)
    note = models.TextField(_("note"), blank=True)

    objects = DecisionQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("decision")
        verbose_name_plural = _("decisions")
        ordering = ["-meeting__number", "section", "paragraph", "sequence"]
        constraints = [
            models.UniqueConstraint(
                name="decision_place_once",
                fields=["meeting", "section", "paragraph", "sequence"],
                violation_error_message=_(
                    "The meeting already has a decision at this place of its report."
                ),
            ),
            models.CheckConstraint(
                name="decision_acted_on_only_where_asked",
                condition=Q(is_actionable=False, implementation="no_action")
                | (Q(is_actionable=True) & ~Q(implementation="no_action")),
                violation_error_message=_(
                    "A decision that asks for no action has no implementation to follow, "
                    "and one that asks for action has."
                ),
            ),
        ]

    def __str__(self) -> str:
        return self.code

    def derive(self) -> None:
        """Take the code from its place in the report, and start following what asks for action."""
        if self.meeting_id:
            self.code = f"{self.meeting.code}/{self.section}/{self.paragraph}/{self.sequence}"
            self.slug = slug_of(self.code)
        if not self.is_actionable:
            self.implementation = Implementation.NO_ACTION
        elif self.implementation == Implementation.NO_ACTION:
            self.implementation = Implementation.NOT_STARTED

    def clean(self) -> None:
        """Refuse a change of adopted wording or place, and completion without a follow-up."""
        stored = self.stored()
        if stored is not None:
            if stored.code != self.code:
                raise ValidationError(
                    _("The code %(code)s is permanent: its place in the report stays.")
                    % {"code": stored.code}
                )
            if stored.wording != self.wording and self.meeting.report_adopted_on:
                raise ValidationError(
                    {"wording": _("The report is adopted: its wording stays as it is.")}
                )
        if self.implementation == Implementation.COMPLETED and not (
            stored is not None
            and self.follow_ups.filter(implementation=Implementation.COMPLETED).exists()
        ):
            raise ValidationError(
                _("A decision is completed by a follow-up that says what was done: add it first.")
            )

    def delete(self, *args, **kwargs):
        """Delete a decision while the report that it stands in is not adopted."""
        if self.meeting.report_adopted_on:
            raise ValidationError(
                _("The report is adopted: what it decided stays. Mark it superseded or elapsed.")
            )
        return super().delete(*args, **kwargs)

    def get_absolute_url(self) -> str:
        """Return the address of the decision's page."""
        return reverse("decision", args=[self.slug])

    @property
    def due_day(self):
        """The day on which it falls due: its own, or the last day of the meeting it is due at."""
        return self.due_on or (self.due_meeting.ends_on if self.due_meeting else None)

    @property
    def is_open(self) -> bool:
        """Whether somebody still has to act."""
        return self.validity == self.Validity.IN_FORCE and self.implementation in OPEN

    def is_overdue(self, on) -> bool:
        """Whether it is open and its day is past."""
        return self.is_open and self.due_day is not None and self.due_day < on
