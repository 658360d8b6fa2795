"""The home page, the pages for what goes wrong, and a sign of life for a proxy."""

from functools import cached_property
from http import HTTPStatus

from django.contrib.auth.decorators import login_not_required
from django.db import connection
from django.http import HttpResponse
from django.shortcuts import render
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


def bad_request(request, exception=None) -> HttpResponse:
    """Say that the request cannot be understood."""
    return _error(request, HTTPStatus.BAD_REQUEST)


def csrf_failure(request, reason="") -> HttpResponse:
    """Say that a form is too old to be trusted, and that nothing was saved."""
    detail = _("The form was open for too long, or cookies are off. Nothing was saved.")
    return _error(request, HTTPStatus.FORBIDDEN, detail=detail)


def permission_denied(request, exception=None) -> HttpResponse:
    """Say that the page is not for this person."""
    return _error(request, HTTPStatus.FORBIDDEN)


def page_not_found(request, exception=None) -> HttpResponse:
    """Say that there is no such page, and why where that is known."""
    detail = str(exception) if isinstance(exception, ToldNotFound) else ""
    return _error(request, HTTPStatus.NOT_FOUND, detail=detail)


def server_error(request) -> HttpResponse:
    """Say that something broke; asks nothing of the database."""
    return render(request, "errors/500.html", status=HTTPStatus.INTERNAL_SERVER_ERROR)


def _error(request, status: HTTPStatus, **context) -> HttpResponse:
    return render(request, f"errors/{status.value}.html", context, status=status)
