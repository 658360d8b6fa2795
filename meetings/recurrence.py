"""When a decision that recurs falls due again: plain arithmetic on days."""

import calendar
from collections.abc import Iterable
from datetime import MAXYEAR, date

from django.db import models
from django.utils.translation import gettext_lazy as _


class Recurrence(models.TextChoices):
    """How often a decision falls due."""

    ONCE = "", _("once")
    MONTHLY = "monthly", _("every month")
    QUARTERLY = "quarterly", _("every quarter")
    HALF_YEARLY = "half_yearly", _("every half-year")
    YEARLY = "yearly", _("every year")
    EVERY_TWO_YEARS = "every_two_years", _("every two years")
    EVERY_MEETING = "every_meeting", _("at every Meeting")


YEAR = 12
# How many months a turn has; meetings are held about once a year.
MONTHS = {
    Recurrence.MONTHLY: 1,
    Recurrence.QUARTERLY: 3,
    Recurrence.HALF_YEARLY: 6,
    Recurrence.YEARLY: YEAR,
    Recurrence.EVERY_TWO_YEARS: 2 * YEAR,
    Recurrence.EVERY_MEETING: YEAR,
}


def next_turn(
    decided: date | None,
    meeting_day: date | None,
    concluded: date | None,
    recurrence: str = Recurrence.YEARLY,
) -> date | None:
    """Return the day on which a decision next falls due, None where none is known.

    It first falls due on the day decided, or else at the end of the turn after the meeting. Turns
    are calendar months, quarters, half-years or years; one of two years begins with the year in
    which it falls due. What was done or given up counts for the turn in which that was.
    """
    months = MONTHS[recurrence]
    first = decided or (meeting_day and _later(end_of_turn(meeting_day, recurrence), months))
    if first is None:
        return concluded and _later(end_of_turn(concluded, recurrence), months)
    if concluded is None:
        return first
    length = min(months, YEAR)
    passed = (_month(concluded) - _month(first) // length * length) // months
    return first if passed < 0 else _later(first, months * (passed + 1))


def next_meeting(
    days: Iterable[date | None], decided: date | None, concluded: date | None
) -> date | None:
    """Return the last day of the meeting at which a decision next falls due, if it is known.

    `days` are the last days of the later meetings in their order. What was done or given up counts
    for the meeting that came next.
    """
    turns = [day for day in days if day is None or decided is None or day >= decided]
    if concluded:
        to_come = [day for day in turns if day is None or day >= concluded]
        turns = to_come[1:]
    return turns[0] if turns else None


def end_of_turn(day: date, recurrence: str) -> date:
    """Return the last day of the month, quarter, half-year or year in which a day lies."""
    length = min(MONTHS[recurrence], YEAR)
    return _last_day(_month(day) // length * length + length - 1)


def _month(day: date) -> int:
    return day.year * YEAR + day.month - 1


def _last_day(month: int) -> date:
    year, before = min(divmod(month, YEAR), (MAXYEAR, YEAR - 1))
    return date(year, before + 1, calendar.monthrange(year, before + 1)[1])


def _later(day: date, months: int) -> date:
    """Return the day so many months later; the last of a month stays the last."""
    last = _last_day(_month(day) + months)
    return last if day == _last_day(_month(day)) else last.replace(day=min(day.day, last.day))
