"""Numbers and dates as people read them; the only place where a number is rounded."""

from datetime import date
from decimal import ROUND_HALF_UP, Decimal, localcontext
from functools import lru_cache

NO_NUMBER = "–"


@lru_cache(maxsize=10_000)
def show(number: Decimal | None, places: int = 2) -> str:
    """A number as a plain decimal, rounded half up to at most `places` decimals.

    Trailing zeros are dropped, nothing is ever "-0" or written with an exponent, and a missing
    number is a dash.
    """
    if number is None:
        return NO_NUMBER
    # Format codes round as the context says, whatever the size; "z" turns "-0.00" into "0.00".
    with localcontext() as context:
        context.rounding = ROUND_HALF_UP
        text = f"{Decimal(number):z.{places}f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def percent(number: Decimal | None, places: int = 1) -> str:
    """A number of per cent (45 is "45 %"), rounded like `show`."""
    return NO_NUMBER if number is None else f"{show(number, places)} %"


def show_beside(number: Decimal, *bounds: Decimal) -> str:
    """A number with the decimals, two or more, that keep it distinct from bounds it differs from.

    Without them 0.949975 would read "0.95", in a sentence that says it is below 0.95.
    """
    places = 2
    while any(number != bound and show(number, places) == show(bound, places) for bound in bounds):
        places += 1
    return show(number, places)


@lru_cache(maxsize=10_000)
def spell(day: date) -> str:
    """A date as papers write it: 31 December 2027."""
    return f"{day.day} {day:%B} {day.year}"


def in_unit(measure: str, number: Decimal) -> str:
    """A value of an indicator for a table: yes or no, a percentage, or a plain decimal."""
    if measure == "yes_no" and number in (0, 1):
        return "yes" if number else "no"
    return percent(number) if measure == "percentage" else show(number, 4)
