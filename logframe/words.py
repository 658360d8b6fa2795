"""Finding rows by words: in any order, all of them, capital letters like small ones."""

import re
from collections.abc import Iterable
from functools import reduce
from operator import and_, or_

from django.db import connection
from django.db.models import Q

MOST_WORDS = 8


def words_of(text: str) -> list[str]:
    """Return the words that a reader typed, without what no text can hold."""
    return text.replace("\x00", " ").split()[:MOST_WORDS]


def having_words(text: str, fields: Iterable[str]) -> Q:
    """Tell the rows in which every word occurs, each in any of the fields."""
    every = []
    # The longest is mostly the rarest: a row without it is looked at no further.
    for word in sorted(words_of(text), key=len, reverse=True):
        lookup, value = _lookup(word)
        every.append(reduce(or_, (Q(**{f"{field}__{lookup}": value}) for field in fields)))
    return reduce(and_, every, Q())


def _lookup(word: str) -> tuple[str, str]:
    """Return how the database finds a word, capital letters like small ones.

    A pattern knows those of all scripts on every database, and PostgreSQL has an index for it; on
    SQLite it is slow, and `icontains`, which is quick, knows only those of English.
    """
    if connection.vendor == "sqlite" and word.isascii():
        return "icontains", word
    return "iregex", re.escape(word)
