"""Who may come in at all, who may keep a page, and what other sites may do with it."""

from http import HTTPStatus

from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed

from config.kept_pages import NEVER_KEPT


class SignInRequiredMiddleware(LoginRequiredMiddleware):
    """Asks for a sign-in on every page, unless LOGFRAME_PUBLIC opens the read-only ones.

    A view that writes asks for its own permission, public or not.
    """

    def process_view(self, request, view_func, view_args, view_kwargs):
        """Let the request pass where the site is public."""
        if settings.LOGFRAME_PUBLIC:
            return None
        return super().process_view(request, view_func, view_args, view_kwargs)

    def handle_no_permission(self, request, view_func):
        """Tell a part of a page that it is signed out; only a whole page leads to the sign-in."""
        if request.headers.get("HX-Request"):
            return HttpResponse(status=HTTPStatus.UNAUTHORIZED)
        return super().handle_no_permission(request, view_func)


class KnownMethodsMiddleware:
    """Answers what pages and forms send, and refuses all other methods."""

    METHODS = ("GET", "HEAD", "POST")

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.method not in self.METHODS:
            return HttpResponseNotAllowed(self.METHODS)
        return self.get_response(request)


class IsolationMiddleware:
    """Adds the headers that keep our pages and files apart from those of other sites."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        for name, value in settings.ISOLATION_HEADERS.items():
            response.headers.setdefault(name, value)
        return response


class UnkeptMiddleware:
    """Lets nobody on the way keep what a signed-in person sees, and no browser a file.

    What config.kept_pages says of a page stands. Of the rest a browser keeps only a page on which
    something is typed, so that Back has it where a save failed; signing out clears that.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if SESSION_KEY in request.session:
            kept = "private, no-cache" if self.takes_input(request) else "private, no-store"
            response.headers.setdefault("Cache-Control", kept)
        return response

    def takes_input(self, request: HttpRequest) -> bool:
        """Whether something is typed on the page, and no secret shown."""
        view = getattr(request.resolver_match, "func", None)
        has_form = hasattr(getattr(view, "view_class", None), "post")
        return has_form and not request.path.startswith(NEVER_KEPT)
