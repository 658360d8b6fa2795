"""List pages: one definition of the columns for the page, the CSV and the XLSX."""

from functools import cached_property

from django.core.paginator import Paginator
from django.http import HttpResponse, StreamingHttpResponse
from django_filters.views import FilterView
from django_tables2 import SingleTableMixin

from logframe.formats import csv_parts, xlsx_bytes
from logframe.models import Plan
from logframe.tables import ListTable
from logframe.views.base import AsOfMixin, if_current

CONTENT_TYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


class ListPaginator(Paginator):
    """The pages of a list: a reader may ask for longer ones, to print, up to a length."""

    MOST_ON_A_PAGE = 500

    def __init__(self, object_list, per_page, *args, **kwargs):
        length = max(1, min(int(per_page), self.MOST_ON_A_PAGE))
        super().__init__(object_list, length, *args, **kwargs)


class TableListView(AsOfMixin, SingleTableMixin, FilterView):
    """A filtered table; `?_export=csv` or `xlsx` gives all its rows, with the filters."""

    paginate_by = 25
    paginator_class = ListPaginator
    list_name: str
    strict = False

    def render_to_response(self, context, **kwargs):
        """Answer with the page, or with the file that `_export` asks for."""
        if self.file_type:
            return self.export(context["table"], self.file_type)
        return super().render_to_response(context, **kwargs)

    @property
    def file_type(self) -> str | None:
        """The kind of file that is asked for; None for the page."""
        asked = self.request.GET.get("_export")
        return asked if asked in CONTENT_TYPES else None

    def get_filterset_kwargs(self, filterset_class):
        """Give the filter the day, and the plan, whose areas and outputs are its choices."""
        return super().get_filterset_kwargs(filterset_class) | {"plan": self.plan, "on": self.on}

    def get_table_pagination(self, table):
        """Turn the pages of a page only: a file has all rows."""
        return not self.file_type and super().get_table_pagination(table)

    def paginate_queryset(self, queryset, page_size):
        """Let the table alone turn the pages, so that the rows are counted once."""
        return None, None, queryset, False

    def get_context_data(self, **kwargs):
        """Give the template the plan, which was read for the filter."""
        return super().get_context_data(**if_current(self.plan) | kwargs)

    def get_table_kwargs(self) -> dict:
        """Tell the table whose notice stands on every row of a file."""
        return {"notice": self.plan.notice if self.plan else ""}

    @cached_property
    def plan(self) -> Plan | None:
        """The plan whose notice stands in the files: the current one unless the page names one."""
        return Plan.objects.current()

    def export(self, table: ListTable, file_type: str) -> HttpResponse | StreamingHttpResponse:
        """Return all rows as a file; as CSV they leave while they are read."""
        rows = table.as_values()
        headers = next(rows)
        name = f"{self.list_name}-{self.on:%Y-%m-%d}.{file_type}"
        about = {
            "content_type": CONTENT_TYPES[file_type],
            "headers": {"Content-Disposition": f'attachment; filename="{name}"'},
        }
        if file_type == "csv":
            return StreamingHttpResponse(csv_parts(headers, rows), **about)
        return HttpResponse(xlsx_bytes(headers, rows, self.list_name), **about)
