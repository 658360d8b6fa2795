"""When a decision that recurs falls due again: plain arithmetic on days."""

from datetime import date


def next_turn(
    decided: date | None, meeting_day: date | None, concluded: date | None
) -> date | None:
    """Return the day on which a yearly decision next falls due, None where none is known.

    It first falls due on the day decided, or else at the end of the year after the meeting. What
    was done or given up counts for the year of that day: the next turn is in the year after.
    """
    first = decided or (date(meeting_day.year + 1, 12, 31) if meeting_day else None)
    if first is None and concluded:
        return date(concluded.year + 1, 12, 31)
    if first is None or concluded is None or concluded.year < first.year:
        return first
    return _in_year(first, concluded.year + 1)


def _in_year(day: date, year: int) -> date:
    # 29 February falls on the 28th in the years between.
    return date(year, 2, 28) if (day.month, day.day) == (2, 29) else day.replace(year=year)
