"""The rows of the list of indicators: where each stands is worked out for those that are shown."""

from collections.abc import Callable, Iterable
from functools import cached_property

from django.db.models import F, QuerySet
from django.db.models.functions import Coalesce
from django_tables2.data import TableListData

from logframe.scores import IndicatorScore, Reporting
from logframe.sentences import Sentence
from logframe.tables import reader

IN_PLAN = (
    Coalesce("objective__area__order", "output__objective__area__order"),
    F("output__letter").asc(nulls_first=True),
    "order",
    "code",
)
# By these the list is sorted without knowing where an indicator stands.
KNOWN = ("code", "title")
# What has its place by its words.
IN_WORDS = (Reporting, Sentence)


class ScoredIndicators(TableListData):
    """Chosen indicators in the order of the plan, each with its score.

    `whole` gives the scorecard of the plan, which a file and an order by where they stand need, and
    `is_read` tells whether a filter has read it; `some` reads the scores of indicators by their
    numbers: a page asks for its own alone.
    """

    model = None

    def __init__(self, indicators: QuerySet, whole: Callable, some: Callable, *, is_read: bool):
        self.whole, self.some, self.is_read = whole, some, is_read
        self.chosen = indicators.order_by().values_list("pk", flat=True)

    @cached_property
    def keys(self) -> QuerySet | list[int]:
        """The numbers of all in their order: a query, unless the scorecard tells it."""
        if self.is_read:
            return self._of(self.whole().by_pk)
        return self.chosen.order_by(*IN_PLAN)

    @property
    def data(self) -> list[IndicatorScore]:
        """The scores of all."""
        by_pk = self.whole().by_pk
        return [by_pk[pk] for pk in self.keys]

    @cached_property
    def count(self) -> int:
        """How many there are."""
        return len(self.keys) if isinstance(self.keys, list) else self.chosen.count()

    def __len__(self) -> int:
        return self.count

    def __getitem__(self, part: slice) -> list[IndicatorScore]:
        shown = list(self.keys[part])
        by_pk = self.some(set(shown)) if shown else {}
        return [by_pk[pk] for pk in shown]

    def order_by(self, aliases) -> None:
        """Sort by columns; `-` before the name of one turns it round."""
        if all(alias.lstrip("-") in KNOWN for alias in aliases):
            self.keys = self.chosen.order_by(*aliases, *IN_PLAN)
            return
        whole = self.whole()
        *others, last = aliases
        self.keys = self._of(whole.in_order(last, self._place_by(last)))
        for alias in reversed(others):
            place = self._place_by(alias)
            is_reversed = alias.startswith("-")
            self.keys.sort(key=lambda pk: place(whole.by_pk[pk]), reverse=is_reversed)

    def _of(self, keys: Iterable[int]) -> list[int]:
        chosen = set(self.chosen)
        return [pk for pk in keys if pk in chosen]

    def _place_by(self, alias: str) -> Callable[[IndicatorScore], tuple]:
        column = self.table.columns[alias.lstrip("-")].column
        (path,) = column.order_by or (column.accessor,)
        read = reader(path, IndicatorScore)
        return lambda score: _place(read(score))


def _place(value) -> tuple:
    """Return what puts a value into its place: what is empty before all others."""
    return value is not None, str(value) if isinstance(value, IN_WORDS) else value
