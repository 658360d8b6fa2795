"""Who may come in at all, and what other sites may do with our pages."""

from http import HTTPStatus

from django.conf import settings
from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed


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
