"""The rows of the list of indicators: where each stands is worked out for those that are shown."""

from collections.abc import Callable
from functools import cached_property
from operator import itemgetter

from django.db.models import F, QuerySet
from django.db.models.functions import Coalesce
from django_tables2.data import TableListData

from logframe.scorecard import Scope, Scorecard
from logframe.scores import IndicatorScore

IN_PLAN = (
    Coalesce("objective__area__order", "output__objective__area__order"),
    F("output__letter").asc(nulls_first=True),
    "order",
    "code",
)
# By these the list is sorted without knowing where an indicator stands.
KNOWN = ("code", "title")


class ScoredIndicators(TableListData):
    """Chosen indicators in the order of the plan, each with its score.

    `load` reads the scorecard of the whole plan (None), or of the indicators of these numbers: a
    page asks for its own alone, a file and an order by where they stand for all.
    """

    model = None

    def __init__(self, indicators: QuerySet, load: Callable[[Scope], Scorecard]):
        self.load = load
        self.rows = list(indicators.order_by(*IN_PLAN).values("pk", *KNOWN))

    @cached_property
    def data(self) -> list[IndicatorScore]:
        """The scores of all."""
        by_pk = self.load(None).by_pk
        return [by_pk[row["pk"]] for row in self.rows]

    def __len__(self) -> int:
        return len(self.rows)

    def __getitem__(self, part: slice) -> list[IndicatorScore]:
        if "data" in vars(self):
            return self.data[part]
        shown = [row["pk"] for row in self.rows[part]]
        by_pk = self.load(set(shown)).by_pk if shown else {}
        return [by_pk[pk] for pk in shown]

    def order_by(self, aliases) -> None:
        """Sort by columns; `-` before the name of one turns it round."""
        if not all(alias.lstrip("-") in KNOWN for alias in aliases):
            return super().order_by(aliases)
        for alias in reversed(aliases):
            self.rows.sort(key=itemgetter(alias.lstrip("-")), reverse=alias.startswith("-"))
        return None
