"""The words of the arithmetic in the language of the reader.

`logframe.progress` and what it builds on know no Django: their words are plain English, which also
stands in files and addresses. Pages translate them here, where the words to translate are listed.
"""

from decimal import Decimal

from django.utils.translation import gettext, gettext_noop

from logframe.figures import in_unit
from logframe.progress import Group, Status, Summary

WORDS = (
    gettext_noop("Achieved"),
    gettext_noop("Achieved late"),
    gettext_noop("On track"),
    gettext_noop("At risk"),
    gettext_noop("Partly achieved"),
    gettext_noop("Off track"),
    gettext_noop("Regressing"),
    gettext_noop("Not achieved"),
    gettext_noop("Report due"),
    gettext_noop("Report overdue"),
    gettext_noop("Baseline missing"),
    gettext_noop("Set-up incomplete"),
    gettext_noop("Not yet due"),
    gettext_noop("Discontinued"),
    gettext_noop("Good"),
    gettext_noop("Watch"),
    gettext_noop("Poor"),
    gettext_noop("Not assessable"),
    gettext_noop("Closed"),
    gettext_noop("yes"),
    gettext_noop("no"),
)


def shown(status: Status | Group) -> str:
    """Return the word for a status or a group, for a page."""
    return gettext(status.word)


def coverage(summary: Summary) -> str:
    """Return how much of the whole the status of a summary speaks for, for a page."""
    words = {"n": summary.assessable, "total": summary.total}
    return gettext("%(n)s of %(total)s assessable") % words


def value_in_unit(measure: str, number: Decimal) -> str:
    """Return a value of an indicator for a page: yes or no, a percentage, or a plain decimal."""
    text = in_unit(measure, number)
    return gettext(text) if text in WORDS else text
