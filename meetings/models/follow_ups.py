"""What became of a decision, as it was reported since."""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from logframe.models import Record
from logframe.models.evidence import EvidenceField
from logframe.models.history import HistoricalRecords
from meetings.models.decisions import Decision, Implementation
from meetings.models.links import Addressee


class FollowUp(Record):
    """What was done about a decision, and how far it is since; the newest sets where it stands.

    One that names an addressee speaks of the part of that addressee alone and moves its own
    implementation; the decision is moved by the follow-ups that name nobody.
    """

    natural_key_fields = ("decision__code", "date", "number")

    decision = models.ForeignKey(
        Decision, models.PROTECT, verbose_name=_("decision"), related_name="follow_ups"
    )
    addressee = models.ForeignKey(
        Addressee,
        models.PROTECT,
        verbose_name=_("about the part of"),
        null=True,
        blank=True,
        related_name="follow_ups",
        help_text=_("Empty: about the whole decision."),
    )
    date = models.DateField(_("date"), default=timezone.localdate)
    number = models.PositiveSmallIntegerField(_("number of the day"), default=1, editable=False)
    what_was_done = models.TextField(_("what was done"))
    evidence_link = models.URLField(_("link to evidence"), max_length=500, blank=True)
    evidence_file = EvidenceField(_("evidence, as a file"))
    no_evidence_reason = models.CharField(
        _("why there is no evidence"),
        max_length=300,
        blank=True,
        help_text=_("What is completed has evidence, or says here why there is none."),
    )
    implementation = models.CharField(
        _("implementation since"), max_length=11, choices=Implementation
    )
    next_update_on = models.DateField(_("next update expected on"), null=True, blank=True)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        verbose_name=_("author"),
        related_name="follow_ups",
        editable=False,
    )

    history = HistoricalRecords()

    class Meta:
        verbose_name = _("follow-up")
        verbose_name_plural = _("follow-ups")
        ordering = ["decision", "date", "number"]
        indexes = [
            # What was done since a meeting is asked for on the overview.
            models.Index(fields=["date"], name="follow_up_by_day"),
        ]
        constraints = [
            models.UniqueConstraint(
                name="follow_up_number_once_a_day",
                fields=["decision", "date", "number"],
                violation_error_message=_("The decision already has this follow-up."),
            ),
            models.CheckConstraint(
                name="follow_up_moves_on",
                condition=~Q(implementation="no_action"),
                violation_error_message=_("A follow-up says how far the decision has come."),
            ),
            models.CheckConstraint(
                name="follow_up_completes_with_evidence",
                condition=~Q(implementation="completed")
                | ~Q(evidence_link="")
                | ~Q(evidence_file="")
                | ~Q(no_evidence_reason=""),
                violation_error_message=_(
                    "What is completed needs evidence: give a link, or say why there is none."
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.date}: {self.get_implementation_display()}"

    def derive(self) -> None:
        """Number the follow-ups of one day; one that moves to another day comes last there."""
        if self.decision_id and self.date and self._is_new_on_its_day():
            same_day = FollowUp.objects.filter(decision=self.decision_id, date=self.date)
            last = same_day.aggregate(last=models.Max("number"))["last"]
            self.number = (last or 0) + 1

    def clean(self) -> None:
        """Refuse a follow-up of a decision that asks for nothing, and one of a day to come."""
        errors = {}
        if self.decision_id and not self.decision.is_actionable:
            errors["decision"] = _("This decision asks for no action, so there is none to follow.")
        if self.date and self.date > timezone.localdate():
            errors["date"] = _("A follow-up tells what was done: its day is not in the future.")
        if self.addressee_id and self.addressee.decision_id != self.decision_id:
            errors["addressee"] = _("The decision is not addressed to this one.")
        if errors:
            raise ValidationError(errors)

    @transaction.atomic
    def save(self, *args, **kwargs) -> None:
        """Write the follow-up and how far its decision is since, also the one that it leaves."""
        stored = self.stored()
        super().save(*args, **kwargs)
        for decision in {self.decision_id, stored.decision_id if stored else self.decision_id}:
            _follow(decision)

    @transaction.atomic
    def delete(self, *args, **kwargs):
        """Delete the follow-up and take its decision back to what the others say."""
        file = self.evidence_file
        deleted = super().delete(*args, **kwargs)
        file.discard()
        _follow(self.decision_id)
        return deleted

    def shows_evidence_to(self, user) -> bool:
        """Whether somebody may have the file: all who are signed in, as they see the follow-up."""
        return user.is_active

    def _is_new_on_its_day(self) -> bool:
        stored = self.stored()
        return stored is None or (stored.decision_id, stored.date) != (self.decision_id, self.date)


def _follow(decision_id: int) -> None:
    """Set a decision and its addressees to what their newest follow-ups say."""
    decision = Decision.objects.get(pk=decision_id)
    for addressee in decision.addressees.all():
        addressee.follow()
    before = decision.implementation, decision.falls_due_on
    if decision.is_actionable:
        decision.implementation = decision.reported_implementation()
    decision.derive()
    if (decision.implementation, decision.falls_due_on) != before:
        newest = decision.follow_ups.filter(addressee=None).order_by("date", "number").last()
        decision._change_reason = str(
            _("follow-up of %(day)s") % {"day": newest.date} if newest else _("follow-up deleted")
        )
        decision.save()
    elif decision.implementation == Implementation.COMPLETED:
        decision.check_addressees()
