"""The rules that say where a decision stands on a day."""

from datetime import date, timedelta

from meetings.models.implementation import CONCLUDED, OPEN
from meetings.recurrence import Recurrence, end_of_turn

# The governing body meets every year: without another day, news is expected within one.
NEWS_WITHIN = timedelta(days=365)
IN_FORCE = "in_force"


class OnADay:
    """Where a decision stands on a day, for what has the fields of one."""

    @property
    def due_day(self) -> date | None:
        """The day that was decided: its own, or the last day of the meeting it is due at."""
        return self.due_on or (self.due_meeting.ends_on if self.due_meeting else None)

    def is_due_again(self, on: date) -> bool:
        """Whether it recurs, was concluded, and the turn at which it next falls due has begun."""
        return (
            self.validity == IN_FORCE
            and self.recurrence != Recurrence.ONCE
            and self.implementation in CONCLUDED
            and self.falls_due_on is not None
            and self.falls_due_on <= end_of_turn(on, self.recurrence)
        )

    def is_open_on(self, on: date) -> bool:
        """Whether somebody still has to act, or has to again."""
        if self.is_due_again(on):
            return True
        return self.validity == IN_FORCE and self.implementation in OPEN

    def is_overdue(self, on: date) -> bool:
        """Whether it is open and the day on which it falls due is past."""
        return self.is_open_on(on) and self.falls_due_on is not None and self.falls_due_on < on

    def is_stale(self, on: date) -> bool:
        """Whether no news came when it was expected; load `meeting` and `follow_ups` with it.

        News is expected on the day that the newest follow-up names, or else within a year of that
        follow-up; where there is none, within a year of the meeting.
        """
        if not self.is_open_on(on):
            return False
        newest = max(self.follow_ups.all(), key=lambda row: (row.date, row.number), default=None)
        if newest and newest.next_update_on:
            return newest.next_update_on < on
        last_news = newest.date if newest else self.meeting.ends_on
        return last_news is not None and on - last_news > NEWS_WITHIN
