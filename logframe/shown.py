"""What the arithmetic says, in the language of the reader.

`logframe.progress` and what it builds on know no Django: they say it in plain English, which also
stands in papers, files and addresses. Pages translate it here.
"""

from datetime import date
from decimal import Decimal

from django.utils.translation import gettext, gettext_noop, ngettext

from logframe.dates import day
from logframe.figures import in_unit
from logframe.progress import Group, Status
from logframe.sentences import Days, Sentence

YES_NO = (gettext_noop("yes"), gettext_noop("no"))


def shown(status: Status | Group) -> str:
    """Return the word for a status or a group, for a page."""
    return gettext(status.word)


def told(part: Sentence | object) -> str:
    """Return a sentence, or what stands in a gap of one, for a page."""
    match part:
        case Sentence():
            return gettext(part.text) % {name: told(one) for name, one in part.parts.items()}
        case Days(number):
            return ngettext("%(n)s day", "%(n)s days", number) % {"n": number}
        case date():
            return day(part)
        case Status():
            return shown(part)
    return str(part)


def value_in_unit(measure: str, number: Decimal) -> str:
    """Return a value of an indicator for a page: yes or no, a percentage, or a plain decimal."""
    text = in_unit(measure, number)
    return gettext(text) if text in YES_NO else text
