"""A copy of the database that follows it a moment later: the pages to read ask it, by setting.

What a person has just saved must be on the next page. So who has written something reads from the
database itself for some seconds, by a cookie that every answer to a form sets. Who signs in, with
what, and for how long is always asked of the database itself.
"""

from contextvars import ContextVar

from django.conf import settings
from django.db import DEFAULT_DB_ALIAS
from django.http import HttpRequest, HttpResponse

REPLICA = "replica"
APPS = ("logframe", "meetings", "config")  # of the last, the revision under which pages are kept
# Pages that only tell. What staff work with, and the admin, are not among them.
PAGES = (
    "home", "plan", "area", "output", "indicators", "indicator", "logframe", "activities",
    "member-states", "member-state", "sdgs", "meetings", "meeting", "meeting_follow_up",
    "decisions", "decision", "trace", "search", "iati", "informea",
)  # fmt: skip
WROTE = "wrote"
SECONDS = 15  # how far the copy may be behind

_asks_replica = ContextVar("asks_replica", default=False)


class Router:
    """Which database is asked: the copy for what a page to read tells, else the database itself."""

    def db_for_read(self, model, **hints) -> str:
        """Return the copy while a page to read is made."""
        return (
            REPLICA if _asks_replica.get() and model._meta.app_label in APPS else DEFAULT_DB_ALIAS
        )

    def db_for_write(self, model, **hints) -> str:
        """Return the database itself, also for a row that was read from the copy."""
        return DEFAULT_DB_ALIAS

    def allow_relation(self, one, other, **hints) -> bool:
        """Let rows of both be put together: they are the same."""
        return True

    def allow_migrate(self, db: str, app_label: str, **hints) -> bool:
        """Leave the copy to follow."""
        return db == DEFAULT_DB_ALIAS


class ReplicaMiddleware:
    """Lets pages to read be made from the copy, unless the person has just written."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        token = _asks_replica.set(False)
        try:
            response = self.get_response(request)
        finally:
            _asks_replica.reset(token)
        if request.method == "POST":
            is_secure = settings.SESSION_COOKIE_SECURE
            response.set_cookie(
                WROTE, "1", SECONDS, secure=is_secure, httponly=True, samesite="Lax"
            )
        return response

    def process_view(self, request: HttpRequest, view_func, view_args, view_kwargs) -> None:
        """Ask the copy from now on where the page allows it."""
        is_read = request.method != "POST" and request.resolver_match.view_name in PAGES
        _asks_replica.set(is_read and WROTE not in request.COOKIES)
