"""The home page, and a sign of life for a proxy."""

from functools import cached_property

from django.contrib.auth.decorators import login_not_required
from django.db import connection
from django.http import HttpResponse
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


@login_not_required
def healthz(request) -> HttpResponse:
    """Answer "ok" when the process runs and the database answers."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return HttpResponse("ok", content_type="text/plain")
