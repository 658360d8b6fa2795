"""Rows of a list that are made for a page from the keys of the page, and not for all the others."""

from collections.abc import Iterator
from functools import cached_property

from django.db.models import QuerySet
from django_tables2.data import TableListData


class PagedRows(TableListData):
    """The rows of `records`, in their order; what is to be made of all is made of them once."""

    model = None
    records: QuerySet

    def all_rows(self) -> list:
        """Return the rows of all records."""
        raise NotImplementedError

    def some_rows(self, keys: list[int]) -> dict:
        """Return the rows of the records of a page by their keys."""
        raise NotImplementedError

    @property
    def keys(self) -> QuerySet:
        """The keys of the records, in their order."""
        return self.records.prefetch_related(None).values_list("pk", flat=True)

    @cached_property
    def data(self) -> list:
        """The rows of all."""
        return self.all_rows()

    @cached_property
    def count(self) -> int:
        """How many there are."""
        return len(self.data) if "data" in vars(self) else self.keys.order_by().count()

    def __len__(self) -> int:
        return self.count

    def __iter__(self) -> Iterator:
        return iter(self.data)

    def __getitem__(self, part: slice) -> list:
        if "data" in vars(self):
            return self.data[part]
        keys = list(self.keys[part])
        rows = self.some_rows(keys) if keys else {}
        return [rows[key] for key in keys]
