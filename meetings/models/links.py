"""Whom a decision binds, what it bears on, and what it does to earlier decisions."""

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from logframe.models import MemberState, Objective, Output, Record
from logframe.models.history import HistoricalRecords
from meetings.models.decisions import OPEN, Decision, Implementation
from meetings.models.meetings import Body


class Addressee(Record):
    """Who is to act on a decision; "all member States" is one row a State.

    Its own implementation is what its own follow-ups say. While it has none it stands as the whole
    decision does; but a State that is asked beside others has not started while the whole is under
    way, because nothing was said of it. What concludes the whole holds for all who were asked.
    """

    class Kind(models.TextChoices):
        """What sort of addressee it is."""

        SECRETARIAT = "secretariat", _("Secretariat")
        MEMBER_STATE = "member_state", _("member State")
        BODY = "body", _("body of the programme")
        OTHER = "other", _("another")

    natural_key_fields = ("decision__code", "order")
    derived_fields = ("implementation",)
    story_name = ("kind", "member_state", "body", "name")

    decision = models.ForeignKey(
        Decision, models.CASCADE, verbose_name=_("decision"), related_name="addressees"
    )
    order = models.PositiveSmallIntegerField(_("order"), default=1)
    kind = models.CharField(_("who"), max_length=12, choices=Kind)
    member_state = models.ForeignKey(
        MemberState,
        models.PROTECT,
        verbose_name=_("member State"),
        null=True,
        blank=True,
        related_name="addressed_by",
    )
    body = models.ForeignKey(
        Body, models.PROTECT, verbose_name=_("body"), null=True, blank=True, related_name="+"
    )
    name = models.CharField(_("name"), max_length=120, blank=True, help_text=_("Of another."))
    is_implied = models.BooleanField(
        _("implied"), default=False, help_text=_("Concluded from the context, not named.")
    )
    implementation = models.CharField(
        _("own implementation"),
        max_length=11,
        choices=Implementation,
        default=Implementation.NOT_STARTED,
        editable=False,
    )
    note = models.TextField(_("note"), blank=True)

    history = HistoricalRecords()

    class Meta:
        verbose_name = _("addressee")
        verbose_name_plural = _("addressees")
        # By number: by the order of decisions, two more tables would be read for few rows of one.
        ordering = ["decision_id", "order"]
        constraints = [
            models.UniqueConstraint(
                name="addressee_order_once",
                fields=["decision", "order"],
                violation_error_message=_("The decision already has an addressee at this place."),
            ),
            models.UniqueConstraint(
                name="addressed_state_once",
                fields=["decision", "member_state"],
                violation_error_message=_("The decision is already addressed to this State."),
            ),
            models.CheckConstraint(
                name="addressee_is_one_thing",
                condition=Q(
                    kind="secretariat", member_state__isnull=True, body__isnull=True, name=""
                )
                | Q(kind="member_state", member_state__isnull=False, body__isnull=True, name="")
                | Q(kind="body", member_state__isnull=True, body__isnull=False, name="")
                | (Q(kind="other", member_state__isnull=True, body__isnull=True) & ~Q(name="")),
                violation_error_message=_(
                    "Name what fits the kind of addressee and nothing else: the State, the body, "
                    "or the name of another."
                ),
            ),
        ]

    def __str__(self) -> str:
        return self.name or self.get_kind_display()

    def derive(self) -> None:
        """Take how far it is from its own follow-ups, or from the decision once concluded."""
        if not self.decision_id:
            return
        own = self._own_follow_ups().order_by("date", "number").last() if self.pk else None
        self.implementation = self.decision.implementation
        if self.decision.is_actionable and own:
            self.implementation = own.implementation
        elif self.implementation in OPEN and self._is_state_among_others():
            self.implementation = Implementation.NOT_STARTED

    def _own_follow_ups(self):
        # Among those of the decision: where few follow-ups name an addressee, the database would
        # look for it among all that name none.
        return self.follow_ups.filter(decision=self.decision_id)

    def _others(self):
        return Addressee.objects.filter(decision=self.decision_id).exclude(pk=self.pk)

    def _is_state_among_others(self) -> bool:
        return self.kind == self.Kind.MEMBER_STATE and self._others().exists()

    @transaction.atomic
    def save(self, *args, **kwargs) -> None:
        """Write the addressee; who was the only one until now is one among others."""
        is_new = self._state.adding
        super().save(*args, **kwargs)
        if is_new:
            for other in self._others():
                other.follow()

    def follow(self) -> None:
        """Write how far it is, where follow-ups or the decision have changed that."""
        before = self.implementation
        self.derive()
        if self.implementation != before:
            self.save()

    @property
    def who(self) -> str:
        """The addressee's name; load `member_state` and `body` with the row."""
        return str(self.member_state or self.body or self)


class DecisionLink(Record):
    """A judgement that a decision bears on an output or on an objective, with its reason."""

    class Strength(models.TextChoices):
        """How closely the decision bears on it."""

        DIRECT = "direct", _("direct")
        INDIRECT = "indirect", _("indirect")

    natural_key_fields = (
        "decision__code",
        "output__plan__slug",
        "output__code",
        "objective__plan__slug",
        "objective__code",
    )

    decision = models.ForeignKey(
        Decision, models.CASCADE, verbose_name=_("decision"), related_name="links"
    )
    output = models.ForeignKey(
        Output,
        models.PROTECT,
        verbose_name=_("output"),
        null=True,
        blank=True,
        related_name="decision_links",
    )
    objective = models.ForeignKey(
        Objective,
        models.PROTECT,
        verbose_name=_("objective"),
        null=True,
        blank=True,
        related_name="decision_links",
    )
    strength = models.CharField(
        _("strength"), max_length=8, choices=Strength, default=Strength.DIRECT
    )
    reason = models.CharField(_("reason"), max_length=300, blank=True)

    history = HistoricalRecords()

    class Meta:
        verbose_name = _("link to the plan")
        verbose_name_plural = _("links to the plan")
        ordering = ["decision_id", "strength", "pk"]
        constraints = [
            models.CheckConstraint(
                name="link_to_one_thing",
                condition=Q(output__isnull=False, objective__isnull=True)
                | Q(output__isnull=True, objective__isnull=False),
                violation_error_message=_(
                    "A link leads to an output or to an objective: choose exactly one."
                ),
            ),
            models.UniqueConstraint(
                name="link_once_per_output",
                fields=["decision", "output"],
                violation_error_message=_("The decision is already linked to this output."),
            ),
            models.UniqueConstraint(
                name="link_once_per_objective",
                fields=["decision", "objective"],
                violation_error_message=_("The decision is already linked to this objective."),
            ),
        ]

    def __str__(self) -> str:
        return self.reason or self.get_strength_display()

    @property
    def target(self) -> Output | Objective:
        """The output or objective that the decision bears on; load both with the row."""
        return self.output or self.objective


class DecisionRelation(Record):
    """What one decision does to an earlier one."""

    class Kind(models.TextChoices):
        """The relation, read from the later to the earlier decision."""

        SUPERSEDES = "supersedes", _("supersedes")
        REPEATS = "repeats", _("repeats")
        AMENDS = "amends", _("amends")

    natural_key_fields = ("decision__code", "earlier__code")

    decision = models.ForeignKey(
        Decision, models.CASCADE, verbose_name=_("decision"), related_name="relations"
    )
    kind = models.CharField(_("relation"), max_length=10, choices=Kind)
    earlier = models.ForeignKey(
        Decision, models.PROTECT, verbose_name=_("earlier decision"), related_name="later_relations"
    )
    note = models.CharField(_("note"), max_length=300, blank=True)

    history = HistoricalRecords()

    class Meta:
        verbose_name = _("relation to an earlier decision")
        verbose_name_plural = _("relations to earlier decisions")
        ordering = ["decision_id", "pk"]
        constraints = [
            models.UniqueConstraint(
                name="relation_once",
                fields=["decision", "earlier"],
                violation_error_message=_("The two decisions are already related."),
            ),
            models.CheckConstraint(
                name="relation_of_two",
                condition=~Q(decision=F("earlier")),
                violation_error_message=_("A decision is not related to itself."),
            ),
        ]

    def __str__(self) -> str:
        return self.get_kind_display()

    def clean(self) -> None:
        """Refuse a relation to a decision of a later meeting of the same body."""
        if not (self.decision_id and self.earlier_id):
            return
        meeting, earlier = self.decision.meeting, self.earlier.meeting
        if meeting.body_id == earlier.body_id and earlier.number > meeting.number:
            raise ValidationError(
                {
                    "earlier": _("%(code)s is the later decision: enter the relation there.")
                    % {"code": self.earlier.code}
                }
            )

    @transaction.atomic
    def save(self, *args, **kwargs) -> None:
        """Write the relation: what is superseded is in force no more."""
        stored = self.stored()
        super().save(*args, **kwargs)
        if self.kind == self.Kind.SUPERSEDES:
            self._supersede()
        if stored and (stored.kind, stored.earlier_id) != (self.kind, self.earlier_id):
            stored._restore()

    @transaction.atomic
    def delete(self, *args, **kwargs):
        """Delete the relation: what nothing supersedes any more is in force again."""
        deleted = super().delete(*args, **kwargs)
        self._restore()
        return deleted

    def _supersede(self) -> None:
        earlier = Decision.objects.get(pk=self.earlier_id)
        if earlier.validity != Decision.Validity.SUPERSEDED:
            reason = _("superseded by %(code)s") % {"code": self.decision.code}
            _set_validity(earlier, Decision.Validity.SUPERSEDED, reason)

    def _restore(self) -> None:
        earlier = Decision.objects.get(pk=self.earlier_id)
        still = earlier.later_relations.filter(kind=self.Kind.SUPERSEDES).exists()
        was_superseded = earlier.validity == Decision.Validity.SUPERSEDED
        if self.kind == self.Kind.SUPERSEDES and was_superseded and not still:
            reason = _("no longer superseded by %(code)s") % {"code": self.decision.code}
            _set_validity(earlier, Decision.Validity.IN_FORCE, reason)


def _set_validity(decision: Decision, validity: Decision.Validity, reason: str) -> None:
    decision.validity = validity
    decision._change_reason = reason
    decision.save()
