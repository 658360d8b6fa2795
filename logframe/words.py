"""Finding rows by words: in any order, all of them, capital letters like small ones."""

import re
from collections.abc import Iterable
from functools import reduce
from operator import and_, or_

from django.db import connection
from django.db.models import BooleanField, Func, Q, TextField, Value
from django.db.models.functions import Collate, Upper

MOST_WORDS = 8


def words_of(text: str) -> list[str]:
    """Return the words that a reader typed, without what no text can hold."""
    return text.replace("\x00", " ").split()[:MOST_WORDS]


def having_words(text: str, fields: Iterable[str]) -> Q:
    """Tell the rows in which every word occurs, each in any of the fields."""
    words = words_of(text)
    if connection.vendor == "postgresql":
        return _in_all_as_one(words, fields) if words else Q()
    # The longest is mostly the rarest: a row without it is looked at no further.
    words.sort(key=len, reverse=True)
    return reduce(and_, (_in_each(word, fields) for word in words), Q())


class _LikeAll(Func):
    """Whether a text is like each of some patterns.

    Of a bare LIKE of what is put together PostgreSQL expects hardly any row, and joins one by one.
    """

    template, arg_joiner = "COALESCE(%(expressions)s), FALSE)", " LIKE ALL ("
    output_field = BooleanField()


def _in_all_as_one(words: list[str], fields: Iterable[str]) -> Q:
    """Tell the rows with the words in the fields one behind the other.

    To turn one text into capital letters, once, takes PostgreSQL half as long as several short ones
    for each word; and a third less where it may leave all but those of English alone.
    """
    texts = Func(Value(" "), *fields, function="CONCAT_WS", output_field=TextField())
    if all(map(str.isascii, words)):
        texts = Collate(texts, "C")
    patterns = (Value(f"%{connection.ops.prep_for_like_query(word)}%") for word in words)
    array = Func(*map(Upper, patterns), template="ARRAY[%(expressions)s]")
    return Q(_LikeAll(Upper(texts), array))


def _in_each(word: str, fields: Iterable[str]) -> Q:
    """Tell the rows with a word in one of the fields.

    A pattern knows the capital letters of all scripts and is slow on SQLite; `icontains`, which is
    quick, knows only those of English.
    """
    lookup, value = ("icontains", word) if word.isascii() else ("iregex", re.escape(word))
    return reduce(or_, (Q(**{f"{field}__{lookup}": value}) for field in fields))
