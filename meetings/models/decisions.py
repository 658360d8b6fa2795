"""What the meetings decided, word for word, and how far each decision is."""

from datetime import date

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import F, Func, Q
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from logframe.addresses import address
from logframe.models import Record, ThematicArea
from logframe.models.base import slug_of
from logframe.models.history import HistoricalRecords
from meetings.models.decision_queryset import DecisionQuerySet
from meetings.models.implementation import CONCLUDED, OPEN, Implementation
from meetings.models.meetings import Meeting
from meetings.models.on_a_day import OnADay
from meetings.recurrence import Recurrence, next_meeting, next_turn

# By these the register is sorted off an index; those alike stand as reported, the newest Meeting's
# first. A number that is a parameter would be another expression than that of the index.
BEGINNING = Func("wording", template="SUBSTR(%(expressions)s, 1, 60)")
# PostgreSQL turns an index round as a whole: what has no day would come first then.
LATEST = Func("falls_due_on", template="COALESCE(%(expressions)s, '0001-01-01')")
REPORTED = (F("meeting").desc(), F("section"), F("paragraph"), F("sequence"))
# What tells the open ones: a database passes over the others without reading them.
STANDING = (F("validity"), F("is_actionable"), F("implementation"), F("recurrence"))


class Decision(OnADay, Record):
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

    class Validity(models.TextChoices):
        """Whether the decision still binds: another matter than whether it was done."""

        IN_FORCE = "in_force", _("in force")
        SUPERSEDED = "superseded", _("superseded")
        ELAPSED = "elapsed", _("elapsed")

    Recurrence = Recurrence

    # What takes note of something, or praises it, falls due on no day.
    NEVER_DUE = (Kind.NOTE, Kind.COMMEND)

    natural_key_fields = ("code",)
    named_by = ("code",)
    derived_fields = ("code", "slug", "falls_due_on")
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
    falls_due_on = models.DateField(
        _("next falls due on"),
        null=True,
        blank=True,
        editable=False,
        help_text=_("Empty where no day is known, and once nothing is due any more."),
    )
    recurrence = models.CharField(
        _("falls due"), max_length=15, choices=Recurrence, blank=True, default=Recurrence.ONCE
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
            models.CheckConstraint(
                name="decision_noted_never_due",
                condition=~Q(kind__in=("note", "commend"))
                | Q(due_on__isnull=True, due_meeting__isnull=True, recurrence=""),
                violation_error_message=_(
                    "What notes or commends something never falls due: leave day, meeting and "
                    "recurrence empty. The words of the report can be kept."
                ),
            ),
        ]
        # The register reads its first page off them, however many decisions there are. None begins
        # with what the open ones have in common: SQLite, which counts no rows, would take it to
        # find them, and sort most of the table.
        indexes = [
            models.Index(F("falls_due_on"), *REPORTED, *STANDING, name="decision_by_due_day"),
            models.Index(LATEST, *REPORTED, *STANDING, name="decision_by_latest_day"),
            models.Index(
                F("kind"), F("falls_due_on"), *REPORTED, *STANDING, name="decision_by_kind"
            ),
            models.Index(
                name="decision_by_area",
                fields=["area", "-meeting", "section", "paragraph", "sequence"],
            ),
            models.Index(
                Lower("implementation"),
                *REPORTED,
                *STANDING,
                F("falls_due_on"),
                name="decision_by_implementation",
            ),
            # A whole wording is longer than PostgreSQL takes into an index.
            models.Index(
                BEGINNING, *REPORTED, *STANDING, F("falls_due_on"), name="decision_by_wording"
            ),
        ]

    def derive(self) -> None:
        """Take the code from its place in the report; follow what asks for action to its end."""
        if self.meeting_id:
            self.code = f"{self.meeting.code}/{self.section}/{self.paragraph}/{self.sequence}"
            self.slug = slug_of(self.code)
        if not self.is_actionable:
            self.implementation = Implementation.NO_ACTION
        elif self.implementation == Implementation.NO_ACTION:
            self.implementation = self.reported_implementation()
        self.falls_due_on = self._next_due_day()

    def clean(self) -> None:
        """Refuse a change of adopted wording or place, and completion before it is complete."""
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
        if self.implementation == Implementation.COMPLETED:
            self._check_completion()

    def _check_completion(self) -> None:
        if not self._of_the_whole().filter(implementation=Implementation.COMPLETED).exists():
            raise ValidationError(
                _("A decision is completed by a follow-up that says what was done: add it first.")
            )
        self.check_addressees()

    def check_addressees(self) -> None:
        """Refuse completion while an addressee's own follow-up says that there is more to do."""
        reported = self.addressees.filter(follow_ups__isnull=False, implementation__in=OPEN)
        behind = reported.distinct().select_related("member_state", "body")
        if behind:
            raise ValidationError(
                _("Not completed yet by %(who)s: conclude that part with a follow-up first.")
                % {"who": ", ".join(row.who for row in behind)}
            )

    # What the follow-ups say

    def _of_the_whole(self):
        """Return the follow-ups of the decision itself, without those of one addressee."""
        follow_ups = self._meta.get_field("follow_ups").related_model.objects
        return follow_ups.filter(decision=self.pk, addressee=None).order_by("date", "number")

    def reported_implementation(self) -> str:
        """Return how far the newest follow-up of the whole decision says that it is."""
        newest = self._of_the_whole().last() if self.pk else None
        return newest.implementation if newest else Implementation.NOT_STARTED

    def _next_due_day(self):
        if (
            not self.is_actionable
            or self.kind in self.NEVER_DUE
            or self.validity != self.Validity.IN_FORCE
        ):
            return None
        if not self.recurrence:
            return self.due_day if self.implementation in OPEN else None
        concluded = self._of_the_whole().filter(implementation__in=CONCLUDED)
        last = concluded.last() if self.pk else None
        meeting = self.meeting if self.meeting_id else None
        later = meeting and self.is_due_at_every_meeting and Meeting.objects.days_after(meeting)
        return self.turn_after(last and last.date, later or ())

    @property
    def is_due_at_every_meeting(self) -> bool:
        """Whether each Meeting is a turn of it."""
        return self.recurrence == self.Recurrence.EVERY_MEETING

    def turn_after(self, concluded: date | None, later_meetings=()) -> date | None:
        """Return the day on which what recurs next falls due, last concluded on a day or never.

        `later_meetings` are the last days of the Meetings that came after that which decided it.
        """
        if self.meeting_id and self.is_due_at_every_meeting:
            return next_meeting(later_meetings, self.due_day, concluded)
        meeting_day = self.meeting.ends_on if self.meeting_id else None
        return next_turn(self.due_day, meeting_day, concluded, self.recurrence)

    @transaction.atomic
    def save(self, *args, **kwargs) -> None:
        """Write the decision, and with it the addressees that have not reported of their own."""
        super().save(*args, **kwargs)
        for addressee in self.addressees.all():
            addressee.follow()

    @transaction.atomic
    def delete(self, *args, **kwargs):
        """Delete a decision while the report that it stands in is not adopted."""
        if self.meeting.report_adopted_on:
            raise ValidationError(
                _("The report is adopted: what it decided stays. Mark it superseded or elapsed.")
            )
        for relation in self.relations.all():
            relation.delete()
        return super().delete(*args, **kwargs)

    def get_absolute_url(self) -> str:
        """Return the address of the decision's page."""
        return address("decision", self.slug)
