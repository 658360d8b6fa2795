"""What the arithmetic says, in the language of the reader.

`logframe.progress` and what it builds on know no Django: they say it in plain English, which also
stands in papers, files and addresses. Pages translate it here.
"""

from datetime import date
from decimal import Decimal
from functools import lru_cache

from django.utils.translation import get_language, gettext, gettext_noop, ngettext

from logframe.dates import day
from logframe.figures import in_unit
from logframe.progress import Group, Status
from logframe.sentences import Days, Sentence

YES_NO = (gettext_noop("yes"), gettext_noop("no"))


def said(text: str) -> str:
    """Return a text in the language of the reader, as `gettext` does, but looked up only once."""
    return looked_up(text, get_language())


@lru_cache(maxsize=1_000)
def looked_up(text: str, language: str) -> str:
    """Return a text in the language that is active now."""
    return gettext(text)


def shown(status: Status | Group) -> str:
    """Return the word for a status or a group, for a page."""
    return said(status.word)


def told(part: Sentence | object, language: str | None = None) -> str:
    """Return a sentence, or what stands in a gap of one, for a page.

    Who tells many passes the language that is active now, so that it is asked for once.
    """
    language = language or get_language()
    match part:
        case Sentence(text, parts):
            words = {name: told(one, language) for name, one in parts.items()}
            return looked_up(text, language) % words
        case str():
            return part
        case Days(number):
            return ngettext("%(n)s day", "%(n)s days", number) % {"n": number}
        case date():
            return day(part, language)
        case Status():
            return looked_up(part.word, language)
    return str(part)


def value_in_unit(measure: str, number: Decimal) -> str:
    """Return a value of an indicator for a page: yes or no, a percentage, or a plain decimal."""
    text = in_unit(measure, number)
    return said(text) if text in YES_NO else text
