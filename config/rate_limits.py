"""How often somebody may ask for what costs the server much: files, searches, imports, papers."""

import time
from http import HTTPStatus

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from config.errors import too_many_requests_page
from config.sign_in import client_address
from logframe.audit_log import note_refusal

MINUTE = 60  # seconds
# Pages that are costly whenever they are asked for, by name.
PAGES = ("edition_changes", "edition_zip", "iati", "informea", "meeting_draft", "search")
# Pages of the admin that are costly when a form is sent, by the end of their name.
FORMS = ("_export", "_import", "_process_import", "_read_report", "_undo")


class ExpensiveMiddleware:
    """Lets a person ask for costly things so many times a minute, and says when to go on."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request, view_func, view_args, view_kwargs) -> HttpResponse | None:
        """Let the request pass, unless it costs much and comes too often."""
        if not is_expensive(request) or not is_too_often(_who(request)):
            return None
        note_refusal(request, why="too often")
        detail = _(
            "You asked for files or searches more than %(n)s times within a minute. Wait for a "
            "minute, then go on."
        ) % {"n": settings.EXPENSIVE_A_MINUTE}
        return wait(too_many_requests_page(request, detail))


def is_expensive(request: HttpRequest) -> bool:
    """Whether what is asked for costs the server much."""
    name = request.resolver_match.url_name or ""
    if request.method == "POST":
        return name == "issue_edition" or name.endswith(FORMS)
    return name in PAGES or "_export" in request.GET


def is_too_often(who: str) -> bool:
    """Count one more use in this minute, and say whether that is more than the setting allows."""
    limit = settings.EXPENSIVE_A_MINUTE
    if not limit:
        return False
    counter = f"uses-{who}-{int(time.time()) // MINUTE}"
    cache.add(counter, 0, timeout=MINUTE)
    try:
        return cache.incr(counter) > limit
    except ValueError:  # the minute ended between the two
        return False


def wait(response: HttpResponse) -> HttpResponse:
    """Tell a program when to ask again."""
    response.status_code = HTTPStatus.TOO_MANY_REQUESTS
    response["Retry-After"] = str(MINUTE)
    return response


def _who(request: HttpRequest) -> str:
    person = request.user
    return f"person-{person.pk}" if person.is_authenticated else f"from-{client_address(request)}"
