"""The pages for what goes wrong."""

import errno
import sys
from http import HTTPStatus

from django.db import DataError, InterfaceError, InternalError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from logframe.audit_log import note_refusal
from logframe.views.base import ToldNotFound


def bad_request(request, exception=None) -> HttpResponse:
    """Say that the request cannot be understood."""
    note_refusal(request, why="not understood")
    return bad_request_page(request)


def bad_request_page(request: HttpRequest, detail: str = "") -> HttpResponse:
    """Say that the request cannot be understood, and why."""
    return _error(request, HTTPStatus.BAD_REQUEST, detail=detail)


def csrf_failure(request, reason="") -> HttpResponse:
    """Say that a form is too old to be trusted, and that nothing was saved."""
    note_refusal(request, why="csrf")
    detail = _("The form was open for too long, or cookies are off. Nothing was saved.")
    return _error(request, HTTPStatus.FORBIDDEN, detail=detail)


def permission_denied(request, exception=None) -> HttpResponse:
    """Say that the page is not for this person."""
    note_refusal(request)
    return _error(request, HTTPStatus.FORBIDDEN)


def page_not_found(request, exception=None) -> HttpResponse:
    """Say that there is no such page, and why where that is known."""
    detail = str(exception) if isinstance(exception, ToldNotFound) else ""
    return _error(request, HTTPStatus.NOT_FOUND, detail=detail)


def too_many_requests(request) -> HttpResponse:
    """Say that too much came from there in a short time."""
    note_refusal(request, why="too often")
    return too_many_requests_page(request)


def too_many_requests_page(request: HttpRequest, detail: str = "") -> HttpResponse:
    """Say that too much came from there in a short time, and what to do."""
    return _error(request, HTTPStatus.TOO_MANY_REQUESTS, detail=detail)


def server_error(request) -> HttpResponse:
    """Say that something broke, or that nothing can be saved; asks nothing of the database.

    Where the database works, but knows no such value as it was asked for, the request was wrong.
    """
    status = HTTPStatus.INTERNAL_SERVER_ERROR
    if is_no_value(sys.exception()):
        return bad_request_page(request)
    if is_out_of_order(sys.exception()):
        status = HTTPStatus.SERVICE_UNAVAILABLE
    return render(request, f"errors/{status.value}.html", status=status)


def is_no_value(error: BaseException | None) -> bool:
    """Whether a value is none for the database: a number too large, a character that is none."""
    if isinstance(error, OverflowError):
        return "SQLite" in str(error)
    return isinstance(error, DataError)


def is_out_of_order(error: BaseException | None) -> bool:
    """Whether database or disk failed, not the program: unreachable, full, locked or read-only."""
    if isinstance(error, OSError):
        return error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EROFS, errno.EIO)
    return isinstance(error, OperationalError | InterfaceError | InternalError)


def _error(request, status: HTTPStatus, **context) -> HttpResponse:
    return render(request, f"errors/{status.value}.html", context, status=status)
