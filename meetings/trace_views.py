"""The page of the trace between decisions and the plan."""

from dataclasses import dataclass
from functools import cached_property

from django.shortcuts import get_object_or_404
from django_tables2 import RequestConfig

from logframe.models import Plan
from logframe.views.lists import ListPaginator, TableListView
from meetings.past import decisions_on
from meetings.trace import Part, Trace, TraceRow, TraceRows
from meetings.trace_filters import TraceFilter
from meetings.trace_tables import TraceTable

ROWS_OF_A_PART = 25


@dataclass(frozen=True, slots=True)
class Section:
    """One part of the trace, as the page shows it."""

    part: Part
    rows: TraceRows
    table: TraceTable


class TraceView(TableListView):
    """Outputs that no decision asks for, decisions that no output serves, and every link."""

    template_name = "meetings/trace.html"
    table_class = TraceTable
    filterset_class = TraceFilter
    list_name = "trace"
    paginate_by = None

    @cached_property
    def plan(self) -> Plan:
        """The plan to which decisions are traced: the current one."""
        return get_object_or_404(Plan, is_current=True)

    def get_queryset(self):
        """Return all decisions."""
        return decisions_on(self.on)

    @cached_property
    def trace(self) -> Trace:
        """The trace of the decisions, and in the area, that the reader chose."""
        return Trace.load(self.plan, self.object_list, self.on, self.filterset.chosen("area"))

    @cached_property
    def parts(self) -> list[Part]:
        """The parts that the reader chose: all of them at first."""
        chosen = self.filterset.chosen("show")
        return [Part(chosen)] if chosen else list(Part)

    def get_table_data(self) -> list[TraceRow]:
        """Return for a file the rows of the parts, one after the other; a page shows each alone."""
        if not self.file_type:
            return []
        return [row for part in self.parts for row in self.trace.of_part(part).data]

    def get_context_data(self, **kwargs):
        """Add the parts, each as a table of its own columns."""
        return super().get_context_data(
            **kwargs, trace=self.trace, sections=[self._section(part) for part in self.parts]
        )

    def _section(self, part: Part) -> Section:
        rows = self.trace.of_part(part)
        table = TraceTable(rows, prefix=f"{part}-", exclude=TraceTable.HIDDEN[part])
        pages = {"per_page": ROWS_OF_A_PART, "paginator_class": ListPaginator}
        RequestConfig(self.request, paginate=pages).configure(table)
        return Section(part, rows, table)
