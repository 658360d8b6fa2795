"""The list of activities."""

from logframe.filters import ActivityFilter
from logframe.tables import ActivityTable
from logframe.views.base import PlanMixin
from logframe.views.lists import TableListView


class ActivityListView(PlanMixin, TableListView):
    """All activities of the plan, filtered and sorted; CSV and XLSX."""

    template_name = "logframe/activity_list.html"
    table_class = ActivityTable
    filterset_class = ActivityFilter
    list_name = "activities"
    knows_past = False

    def get_queryset(self):
        """Return the plan's activities with what a row shows."""
        activities = self.plan.activities.select_related("area", "host_state")
        return activities.prefetch_related("outputs")
