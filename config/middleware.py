"""Who may come in at all."""

from django.conf import settings
from django.contrib.auth.middleware import LoginRequiredMiddleware


class SignInRequiredMiddleware(LoginRequiredMiddleware):
    """Asks for a sign-in on every page, unless LOGFRAME_PUBLIC opens the read-only ones.

    A view that writes asks for its own permission, public or not.
    """

    def process_view(self, request, view_func, view_args, view_kwargs):
        """Let the request pass where the site is public."""
        if settings.LOGFRAME_PUBLIC:
            return None
        return super().process_view(request, view_func, view_args, view_kwargs)
