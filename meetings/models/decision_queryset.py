"""Which decisions are open, overdue or silent, and in which order they press."""

from datetime import date

from django.db.models import Case, Exists, F, OuterRef, Q, Subquery, Value, When
from django.db.models.expressions import OrderBy
from django.db.models.functions import Coalesce
from django.utils import timezone

from logframe.models.base import RecordQuerySet
from meetings.models.implementation import CONCLUDED, OPEN, Implementation
from meetings.models.on_a_day import NEWS_WITHIN
from meetings.recurrence import Recurrence, end_of_turn


class DecisionQuerySet(RecordQuerySet):
    """Decisions, as the register shows them."""

    def in_words(self):
        """Return decisions with what one line says of each: whom, by when, how far."""
        return self.select_related("meeting", "area", "due_meeting").prefetch_related(
            "addressees__member_state", "addressees__body", "follow_ups"
        )

    def for_register(self):
        """Return decisions with their addressees and what they bear on."""
        return self.in_words().prefetch_related(
            "links__output__plan", "links__objective__area__plan"
        )

    def in_long_list(self):
        """Return the same without joins: sorted by an index of its own, one table is walked."""
        return (
            self.in_words().select_related(None).prefetch_related("meeting", "area", "due_meeting")
        )

    def in_report_order(self):
        """Return decisions in the order in which the report has them."""
        return self.order_by("meeting__number", "section", "paragraph", "sequence")

    def by_due_day(self):
        """Return decisions as they press: overdue, due next, without a day; then as reported."""
        return self.as_reported_by(F("falls_due_on").asc(nulls_last=True))

    def as_reported_by(self, order: OrderBy):
        """Return decisions in an order, those alike as reported; turned round, all is.

        Of two meetings the one entered last comes first: an index can have that order.
        """
        place = ("-meeting_id", "section", "paragraph", "sequence")
        if order.descending:
            place = ("meeting_id", "-section", "-paragraph", "-sequence")
        return self.order_by(order, *place)

    def open(self, on=None):
        """Return decisions in force on which somebody still has to act, or has to again."""
        return self.filter(still_open(on or timezone.localdate()))

    def overdue(self, on=None):
        """Return open decisions whose day, or whose meeting's last day, is past."""
        on = on or timezone.localdate()
        return self.open(on).filter(falls_due_on__lt=on)

    def stale(self, on=None):
        """Return open decisions of which no news came when it was expected."""
        on = on or timezone.localdate()
        long_ago = on - NEWS_WITHIN
        expected_by_now = Q(next_update_on__lt=on) | Q(next_update_on=None, date__lt=long_ago)
        newest = (
            self._news(on).order_by("-date", "-number").annotate(late=_whether(expected_by_now))
        )
        # Asked once of the newest: each question would look for it again.
        told = Subquery(newest.values("late")[:1])
        return self.open(on).filter(Coalesce(told, _whether(Q(meeting__ends_on__lt=long_ago))))

    def standing_at(self, implementation, on=None):
        """Return decisions that are so far; what is due again has not been started again."""
        again = due_again(on or timezone.localdate())
        if implementation == Implementation.NOT_STARTED:
            return self.filter(Q(implementation=implementation) | again)
        return self.filter(implementation=implementation).exclude(again)

    def silent_since(self, day, on=None):
        """Return decisions without a follow-up after a day; without a day, without any."""
        news = self._news(on or timezone.localdate())
        return self.filter(~Exists(news.filter(date__gt=day) if day else news))

    def _news(self, on: date):
        follow_ups = self.model.follow_ups.field.model.objects
        return follow_ups.filter(decision=OuterRef("pk"), date__lte=on)


def _whether(condition: Q) -> Case:
    return Case(When(condition, then=Value(True)), default=Value(False))


def still_open(on: date) -> Q:
    """Tell the decisions in force on which somebody still has to act, or has to again."""
    # That it asks for action, `implementation` says too; by a column alone, and not by a choice of
    # values, PostgreSQL passes over the others within an index.
    in_force = Q(validity="in_force", is_actionable=True)
    return in_force & (Q(implementation__in=OPEN) | due_again(on))


def due_again(on: date) -> Q:
    """Tell the recurring decisions that were concluded and whose next turn has begun.

    One that is out of force has no day on which it falls due.
    """
    last_days = [
        When(recurrence=recurrence, then=Value(end_of_turn(on, recurrence)))
        for recurrence in Recurrence.values
        if recurrence
    ]
    begun = Q(falls_due_on__lte=Case(*last_days, default=Value(date.min)))
    return Q(implementation__in=CONCLUDED) & begun
