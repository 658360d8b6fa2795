"""The home page."""

from functools import cached_property

from django.utils.translation import gettext as _

from logframe.models import Plan
from logframe.views.base import ToldNotFound
from logframe.views.plan import PlanView


class HomeView(PlanView):
    """The overview of the current plan."""

    @cached_property
    def plan(self) -> Plan:
        """The current plan."""
        plan = Plan.objects.current()
        if plan is None:
            raise ToldNotFound(
                _("No plan is marked as the current one: add it in the admin, or load the records.")
            )
        return plan
