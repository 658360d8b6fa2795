"""Rows as they stood on a day of the past, where they are changed in place.

Values, narratives and milestones carry the day from which they count, and the scorecard reads it.
How far an activity or a decision is stands on its row and is overwritten: here it is told from what
is dated. All else about a row, its names and definitions, is as it is today.
"""

from datetime import date

from django.db.models import (
    Case,
    DateField,
    Exists,
    F,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
)
from django.db.models.functions import Coalesce
from django.utils import timezone

from logframe.models import Activity
from logframe.models.review import end_of


def is_past(on: date) -> bool:
    """Whether the day is before today."""
    return on < timezone.localdate()


def seen_on(rows: QuerySet, on: date, **fields) -> QuerySet:
    """Return rows whose fields are those of a day: in filters, in the order and on each row.

    What was written for today holds for the past by that. A field may build on those named before
    it. The rows are for reading: they cannot be saved.
    """
    seen = rows.defer(*fields).annotate(seen_on=Value(on, DateField()))
    for name, expression in fields.items():
        # annotate() would refuse the name of a field; the query takes it, and prefers it.
        seen.query.add_annotation(expression, name)
    return seen


def told_on(rows: QuerySet, field: str, on: date) -> Coalesce:
    """Return what the history tells of a field on a day; before that, what was entered first."""
    history = rows.model.history.filter(id=OuterRef("pk"))
    by_then = history.filter(history_date__lt=end_of(on)).order_by("-history_date", "-history_id")
    first = history.order_by("history_date", "history_id")
    return Coalesce(
        Subquery(by_then.values(field)[:1]), Subquery(first.values(field)[:1]), F(field)
    )


def activities_on(activities: QuerySet, on: date) -> QuerySet:
    """Return the activities that had begun, or were known of, by a day, as they stood then.

    One is known of once it is entered, or from the day as of which its source tells of it, where
    that is written as 2027-03-01. What had not begun was planned at most, and what had not ended
    was not completed.
    """
    if not is_past(on):
        return activities
    begun = Q(starts_on__lte=on) | Q(starts_on=None, ends_on__lte=on)
    entered = Activity.history.filter(id=OuterRef("pk"), history_date__lt=end_of(on))
    told_of = Q(status_as_of__regex=r"^[0-9]{4}", status_as_of__lte=on.isoformat())
    known = activities.filter(begun | told_of | Exists(entered))
    status = Activity.Status
    known = known.alias(told=told_on(activities, "status", on))
    early = Q(starts_on__gt=on, told__in=(status.IN_PROGRESS, status.COMPLETED))
    unfinished = Q(ends_on__gt=on, told=status.COMPLETED)
    return seen_on(
        known,
        on,
        status=Case(
            When(early, then=Value(status.PLANNED)),
            When(unfinished, then=Value(status.IN_PROGRESS)),
            default=F("told"),
        ),
        status_text=told_on(activities, "status_text", on),
        status_as_of=told_on(activities, "status_as_of", on),
    )
