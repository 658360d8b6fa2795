"""The list of activities."""

from logframe.filters import ActivityFilter
from logframe.past import activities_on
from logframe.tables import ActivityTable
from logframe.views.base import PlanMixin
from logframe.views.lists import TableListView


class ActivityListView(PlanMixin, TableListView):
    """All activities of the plan, filtered and sorted; CSV and XLSX."""

    template_name = "logframe/activity_list.html"
    table_class = ActivityTable
    filterset_class = ActivityFilter
    list_name = "activities"

    def get_queryset(self):
        """Return the plan's activities, as they stood; of one plan an index has this order."""
        return activities_on(self.plan.activities.order_by("code"), self.on)
