"""Days and numbers as the content of papers has them: plain texts, or None."""

from datetime import date
from decimal import Decimal

from logframe.formats import number_text


def iso(day: date | None) -> str | None:
    """Return a day as 2027-03-01."""
    return day.isoformat() if day else None


def plain(number: Decimal | None) -> str | None:
    """Return a number without exponent and without zeros after its last decimal."""
    return None if number is None else number_text(number)
