"""The name of a meeting as the head of a paper spells it: the twenty-ninth meeting of its body."""

from django.conf import settings
from django.utils.translation import gettext as _

from meetings.models import Meeting

FIRST = [
    "First",
    "Second",
    "Third",
    "Fourth",
    "Fifth",
    "Sixth",
    "Seventh",
    "Eighth",
    "Ninth",
    "Tenth",
    "Eleventh",
    "Twelfth",
    "Thirteenth",
    "Fourteenth",
    "Fifteenth",
    "Sixteenth",
    "Seventeenth",
    "Eighteenth",
    "Nineteenth",
]
TENTHS = [
    "Twentieth",
    "Thirtieth",
    "Fortieth",
    "Fiftieth",
    "Sixtieth",
    "Seventieth",
    "Eightieth",
    "Ninetieth",
]
TENS = ["Twenty", "Thirty", "Forty", "Fifty", "Sixty", "Seventy", "Eighty", "Ninety"]


def title_of(meeting: Meeting) -> str:
    """Return as “Twenty-ninth Senior Officials Meeting (SOM)”, with the name of the programme.

    A body that names its meetings by their years has the year instead.
    """
    names = {
        "ordinal": ordinal(meeting.number),
        "body": meeting.body.name,
        "code": meeting.body.code,
        "programme": settings.PROGRAMME_NAME,
    }
    if meeting.number < 100:
        return _("%(ordinal)s %(body)s (%(code)s) of %(programme)s") % names
    return _("%(body)s (%(code)s) of %(programme)s, %(ordinal)s") % names


def ordinal(number: int) -> str:
    """Return the ordinal of 1 to 99 in words; a larger number, as a year, stays as it is."""
    if not 0 < number < 100:
        return str(number)
    if number < 20:
        return FIRST[number - 1]
    tens, ones = divmod(number, 10)
    return f"{TENS[tens - 2]}-{FIRST[ones - 1].lower()}" if ones else TENTHS[tens - 2]
