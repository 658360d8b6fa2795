"""Days and spans of days as papers write them: 23-24 November 2023."""

from datetime import date, datetime
from functools import lru_cache

from django.utils import timezone
from django.utils.dates import MONTHS
from django.utils.formats import date_format
from django.utils.translation import get_language


def day(value: date | datetime | None, language: str | None = None) -> str:
    """Return a day: 31 December 2027; an unknown one is an empty text.

    A moment falls on the day that it is in the time zone of the installation. Who writes many
    passes the language that is active now, so that it is asked for once.
    """
    if isinstance(value, datetime):
        value = timezone.localdate(value, timezone.get_default_timezone())
    return written(value, language or get_language()) if value else ""


@lru_cache(maxsize=10_000)
def written(value: date, language: str) -> str:
    """Return a day in the language that is active now."""
    return f"{value.day} {MONTHS[value.month]} {value.year}"


def short(value: date) -> str:
    """Return a day with a short month, for a narrow column: 31 Dec 2027."""
    return written_short(value, get_language())


@lru_cache(maxsize=10_000)
def written_short(value: date, language: str) -> str:
    """Return a day with a short month in the language that is active now."""
    return date_format(value, "j M Y")


def span(first: date | None, last: date | None, as_known: str = "") -> str:
    """Return a span of days without saying twice what both share, or the words for it."""
    if first is None:
        return as_known or day(last)
    if last is None or last == first:
        return day(first)
    if (first.year, first.month) == (last.year, last.month):
        return f"{first.day}-{day(last)}"
    if first.year == last.year:
        return f"{first.day} {MONTHS[first.month]} - {day(last)}"
    return f"{day(first)} - {day(last)}"
