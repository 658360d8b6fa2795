"""The bodies of the programme, their meetings, agendas and documents."""

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from logframe.addresses import address
from logframe.dates import span
from logframe.models import MemberState, Record, ReportingPeriod, ThematicArea
from logframe.models.base import RecordQuerySet
from logframe.models.history import HistoricalRecords
from meetings.recurrence import Recurrence


class Body(Record):
    """A body that meets: the governing body of the programme, a committee, the focal points."""

    natural_key_fields = ("code",)
    named_by = ("name",)

    code = models.CharField(_("code"), max_length=20, unique=True, help_text=_("As SOM."))
    name = models.CharField(_("name"), max_length=120)
    is_governing = models.BooleanField(
        _("governs the programme"), default=False, help_text=_("Its decisions are followed up.")
    )
    order = models.PositiveSmallIntegerField(_("order"), default=0)

    history = HistoricalRecords()

    class Meta:
        verbose_name = _("body")
        verbose_name_plural = _("bodies")
        ordering = ["order", "code"]
        constraints = [
            models.UniqueConstraint(
                name="one_governing_body",
                fields=["is_governing"],
                condition=Q(is_governing=True),
                violation_error_message=_("Only one body governs the programme."),
            )
        ]


class MeetingQuerySet(RecordQuerySet):
    """Meetings of all bodies."""

    def of_governing_body(self):
        """Return the meetings whose decisions bind the programme."""
        return self.filter(body__is_governing=True)

    def held_by(self, on):
        """Return the governing body's meetings that ended by a day, the last first."""
        ended = self.of_governing_body().filter(ends_on__lte=on)
        return ended.exclude(status=Meeting.Status.CANCELLED).order_by("-ends_on")

    def last_held(self, on=None):
        """Return the governing body's last meeting that ended on or before the date, or None."""
        return self.held_by(on or timezone.localdate()).first()

    def before(self, meeting):
        """Return the meeting of the same body before a meeting, or None."""
        earlier = self.filter(body=meeting.body_id, number__lt=meeting.number)
        return earlier.exclude(status=Meeting.Status.CANCELLED).order_by("number").last()

    def days_after(self, meeting) -> list:
        """Return the last days of the same body's later meetings, None where one is not known."""
        later = self.filter(body=meeting.body_id, number__gt=meeting.number)
        to_be_held = later.exclude(status=Meeting.Status.CANCELLED).order_by("number")
        return list(to_be_held.values_list("ends_on", flat=True))

    def next_to_come(self, on=None):
        """Return the governing body's next meeting, whether its days are known or not, or None."""
        on = on or timezone.localdate()
        to_come = self.of_governing_body().filter(status=Meeting.Status.EXPECTED)
        not_over = to_come.filter(Q(ends_on=None) | Q(ends_on__gte=on))
        return not_over.order_by("number").first()

    def in_order(self):
        """Return the governing body's meetings first, the newest on top."""
        return self.select_related("body").order_by("body__order", "body__code", "-number")


class Meeting(Record):
    """One session of a body. What is not known about it is empty."""

    class Status(models.TextChoices):
        """Whether the meeting has taken place."""

        EXPECTED = "expected", _("expected")
        HELD = "held", _("held")
        CANCELLED = "cancelled", _("cancelled")

    natural_key_fields = ("code",)
    named_by = ("code",)
    story_parts = ("agenda", "documents", "officers")

    body = models.ForeignKey(Body, models.PROTECT, verbose_name=_("body"), related_name="meetings")
    number = models.PositiveSmallIntegerField(
        _("number"), help_text=_("Of the meeting, or its year where the body does not count.")
    )
    code = models.CharField(_("code"), max_length=30, unique=True, help_text=_("As SOM-26."))
    starts_on = models.DateField(_("first day"), null=True, blank=True)
    ends_on = models.DateField(_("last day"), null=True, blank=True)
    dates_text = models.CharField(
        _("dates as known"),
        max_length=100,
        blank=True,
        help_text=_("Where the days are not known."),
    )
    city = models.CharField(_("city"), max_length=80, blank=True)
    country = models.CharField(_("country"), max_length=80, blank=True)
    modality = models.CharField(_("modality"), max_length=80, blank=True)
    host = models.CharField(_("host"), max_length=200, blank=True)
    status = models.CharField(_("status"), max_length=9, choices=Status, default=Status.EXPECTED)
    attended_by = models.ManyToManyField(
        MemberState,
        verbose_name=_("attended by"),
        blank=True,
        related_name="attended_meetings",
        help_text=_("Empty: not known."),
    )
    reviews = models.ForeignKey(
        ReportingPeriod,
        models.PROTECT,
        verbose_name=_("reviews the year"),
        null=True,
        blank=True,
        related_name="meetings",
    )
    report_adopted_on = models.DateField(
        _("report adopted on"),
        null=True,
        blank=True,
        help_text=_("From this day the wording of its decisions is locked."),
    )
    agenda_note = models.TextField(_("note on the agenda"), blank=True)
    sources = models.TextField(_("sources"), blank=True, help_text=_("One a line."))
    note = models.TextField(_("note"), blank=True)

    objects = MeetingQuerySet.as_manager()
    history = HistoricalRecords(m2m_fields=[attended_by])

    class Meta:
        verbose_name = _("meeting")
        verbose_name_plural = _("meetings")
        ordering = ["body__order", "-number"]
        indexes = [
            # The list of meetings and the order of the reports are read from these, not sorted.
            models.Index(F("body"), F("number").desc(), name="meeting_newest_of_body"),
            models.Index(fields=["number"], name="meeting_by_number"),
        ]
        constraints = [
            models.UniqueConstraint(
                name="meeting_number_once",
                fields=["body", "number"],
                violation_error_message=_("The body already has a meeting with this number."),
            ),
            models.CheckConstraint(
                name="meeting_days_in_order",
                condition=Q(starts_on__isnull=True)
                | Q(ends_on__isnull=True)
                | Q(ends_on__gte=F("starts_on")),
                violation_error_message=_("The last day of a meeting is not before its first."),
            ),
        ]

    def clean(self) -> None:
        """Refuse another code once decisions have it in theirs, which are permanent."""
        stored = self.stored()
        if stored is not None and stored.code != self.code and self.decisions.exists():
            raise ValidationError(
                {
                    "code": _("The codes of its decisions begin with %(code)s: it stays.")
                    % {"code": stored.code}
                }
            )

    @transaction.atomic
    def save(self, *args, **kwargs) -> None:
        """Write the meeting; its last day is that of the decisions which are due at it."""
        stored = self.stored()
        super().save(*args, **kwargs)
        if stored is None or stored._turn != self._turn:
            self._tell_decisions()

    @transaction.atomic
    def delete(self, *args, **kwargs):
        """Delete the meeting: what is due at every meeting is due at the one after it."""
        deleted = super().delete(*args, **kwargs)
        self._tell_decisions()
        return deleted

    @property
    def _turn(self) -> tuple:
        """What makes it one of the meetings at each of which something can be due."""
        return self.ends_on, self.status, self.number

    def _tell_decisions(self) -> None:
        told = Q(recurrence=Recurrence.EVERY_MEETING, meeting__body=self.body_id)
        if self.pk:
            told |= Q(due_meeting=self) | (Q(meeting=self) & ~Q(recurrence=""))
        for decision in self._meta.get_field("decisions").related_model.objects.filter(told):
            before = decision.falls_due_on
            decision.derive()
            if decision.falls_due_on != before:
                reason = _("%(code)s has another last day") % {"code": self.code}
                decision._change_reason = str(reason)
                decision.save()

    def get_absolute_url(self) -> str:
        """Return the address of the meeting's page."""
        return address("meeting", self.code)

    @property
    def dates_as_known(self) -> str:
        """The days where they are known, or the words that the sources have for them."""
        return span(self.starts_on, self.ends_on, self.dates_text)

    @property
    def place(self) -> str:
        """City and country as far as known, or how it met."""
        return ", ".join(filter(None, (self.city, self.country))) or self.modality


class MeetingOfficer(Record):
    """Somebody whom a meeting elected to preside or to report."""

    class Role(models.TextChoices):
        """The offices of a meeting."""

        CHAIR = "chair", _("Chair")
        VICE_CHAIR = "vice_chair", _("Vice-Chair")
        RAPPORTEUR = "rapporteur", _("Rapporteur")

    natural_key_fields = ("meeting__code", "role")

    meeting = models.ForeignKey(
        Meeting, models.PROTECT, verbose_name=_("meeting"), related_name="officers"
    )
    role = models.CharField(_("role"), max_length=10, choices=Role)
    name = models.CharField(_("name"), max_length=120)
    member_state = models.ForeignKey(
        MemberState,
        models.PROTECT,
        verbose_name=_("member State"),
        null=True,
        blank=True,
        related_name="+",
    )

    history = HistoricalRecords()

    class Meta:
        verbose_name = _("officer of a meeting")
        verbose_name_plural = _("officers of a meeting")
        # By number: by the order of meetings, two more tables would be read for few rows of one.
        ordering = ["meeting_id", "role"]
        constraints = [
            models.UniqueConstraint(
                name="office_once_a_meeting",
                fields=["meeting", "role"],
                violation_error_message=_("The meeting already has somebody in this office."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_role_display()}: {self.name}"


class AgendaItem(Record):
    """One item of a meeting's agenda, as adopted or as the sources list it."""

    natural_key_fields = ("meeting__code", "order")

    meeting = models.ForeignKey(
        Meeting, models.PROTECT, verbose_name=_("meeting"), related_name="agenda"
    )
    order = models.PositiveSmallIntegerField(_("order"))
    number = models.CharField(_("number"), max_length=10, blank=True, help_text=_("As 5(a)."))
    title = models.TextField(_("title"))
    area = models.ForeignKey(
        ThematicArea,
        models.PROTECT,
        verbose_name=_("thematic area"),
        null=True,
        blank=True,
        related_name="agenda_items",
    )

    history = HistoricalRecords()

    class Meta:
        verbose_name = _("agenda item")
        verbose_name_plural = _("agenda items")
        ordering = ["meeting_id", "order"]
        constraints = [
            models.UniqueConstraint(
                name="agenda_order_once",
                fields=["meeting", "order"],
                violation_error_message=_("The agenda already has an item at this place."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.title}".strip()


class Document(Record):
    """A paper that was put before a meeting, or its report."""

    natural_key_fields = ("meeting__code", "order")

    meeting = models.ForeignKey(
        Meeting, models.PROTECT, verbose_name=_("meeting"), related_name="documents"
    )
    order = models.PositiveSmallIntegerField(_("order"))
    symbol = models.CharField(_("symbol"), max_length=60, blank=True)
    title = models.CharField(_("title"), max_length=300)
    link = models.URLField(_("link"), max_length=500, blank=True)

    history = HistoricalRecords()

    class Meta:
        verbose_name = _("document")
        verbose_name_plural = _("documents")
        ordering = ["meeting_id", "order"]
        constraints = [
            models.UniqueConstraint(
                name="document_order_once",
                fields=["meeting", "order"],
                violation_error_message=_("The meeting already has a document at this place."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.symbol} {self.title}".strip()
