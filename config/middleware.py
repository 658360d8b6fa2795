"""Who may come in at all."""

from http import HTTPStatus

from django.conf import settings
from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.http import HttpResponse


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
