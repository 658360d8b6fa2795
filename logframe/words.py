"""Finding rows by words: in any order, all of them, capital letters like small ones."""

import re
from collections.abc import Iterable
from functools import reduce
from operator import and_, or_

from django.db.models import Q

MOST_WORDS = 8


def words_of(text: str) -> list[str]:
    """Return the words that a reader typed, without what no text can hold."""
    return text.replace("\x00", " ").split()[:MOST_WORDS]


def having_words(text: str, fields: Iterable[str]) -> Q:
    """Tell the rows in which every word occurs, each in any of the fields.

    A pattern knows the capital letters of all scripts on every database; `icontains` knows only
    those of English on SQLite.
    """
    every = [
        reduce(or_, (Q(**{f"{field}__iregex": re.escape(word)}) for field in fields))
        for word in words_of(text)
    ]
    return reduce(and_, every, Q())
