"""When a sign-in ends by itself: after hours without a page, and a day after it at the latest."""

import time

from django.conf import settings
from django.contrib.auth import SESSION_KEY, logout
from django.contrib.auth.signals import user_logged_in
from django.dispatch import receiver
from django.http import HttpRequest, HttpResponse

# In the session, in seconds since 1970: when the person signed in, and was here last.
BEGAN, SEEN = "sign_in_began", "sign_in_seen"
NOTED_EVERY = 300  # seconds; so most pages are read without writing the session
HOUR = 3600


@receiver(user_logged_in)
def begin(sender, request: HttpRequest, **kwargs) -> None:
    """Note when the person signed in."""
    request.session[BEGAN] = request.session[SEEN] = int(time.time())


class SessionEndMiddleware:
    """Signs out who was away for too long, or signed in too long ago."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        session, now = request.session, int(time.time())
        if SESSION_KEY in session:
            if _is_over(session, now):
                logout(request)
            elif now - session[SEEN] >= NOTED_EVERY:
                session[SEEN] = now
        return self.get_response(request)


def _is_over(session, now: int) -> bool:
    began, seen = session.get(BEGAN), session.get(SEEN)
    if began is None or seen is None:  # signed in before this was kept
        return True
    is_idle = now - seen >= settings.SESSION_IDLE_HOURS * HOUR
    return is_idle or now - began >= settings.SESSION_LONGEST_HOURS * HOUR
