"""Where people are signed in, and when that ends.

By itself: after hours without a page, and a day after the sign-in at the latest. And where the
person, or an administrator, ends it.
"""

import hashlib
import time
from dataclasses import dataclass
from datetime import datetime
from importlib import import_module

from allauth.account.signals import password_changed, password_reset
from django.conf import settings
from django.contrib.auth import SESSION_KEY, logout
from django.contrib.auth.models import User
from django.contrib.auth.signals import user_logged_in
from django.contrib.sessions.models import Session
from django.dispatch import receiver
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

# In the session, in seconds since 1970: when the person signed in, and was here last; and with what
# browser, as it calls itself.
BEGAN, SEEN, BROWSER = "sign_in_began", "sign_in_seen", "sign_in_browser"
LONGEST_NAME = 200  # of a browser
NOTED_EVERY = 300  # seconds; so most pages are read without writing the session
HOUR = 3600


@receiver(user_logged_in)
def begin(sender, request: HttpRequest, **kwargs) -> None:
    """Note when the person signed in, and with what."""
    request.session[BEGAN] = request.session[SEEN] = int(time.time())
    request.session[BROWSER] = request.headers.get("User-Agent", "")[:LONGEST_NAME]


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


@receiver([password_changed, password_reset])
def end_others(sender, request: HttpRequest, user: User, **kwargs) -> None:
    """Sign a person out everywhere else who has a new password."""
    end(*others_of(user, request))


@dataclass(frozen=True)
class SignIn:
    """One browser in which a person is signed in; the number names it without opening it."""

    key: str
    began: datetime
    seen: datetime
    browser: str

    @property
    def number(self) -> str:
        """A hash of the key: whoever has the key itself is signed in."""
        return hashlib.sha256(self.key.encode()).hexdigest()


def sign_ins_of(*people: User) -> list[SignIn]:
    """Return where the people are signed in, the latest first.

    Goes through all sessions that have not ended, some hundred rows in an office.
    """
    numbers = {str(person.pk) for person in people}
    sessions = (
        (session.session_key, session.get_decoded())
        for session in Session.objects.filter(expire_date__gt=timezone.now())
    )
    found = [
        SignIn(key, _moment(data[BEGAN]), _moment(data[SEEN]), data.get(BROWSER, ""))
        for key, data in sessions
        if data.get(SESSION_KEY) in numbers and BEGAN in data
    ]
    return sorted(found, key=lambda one: one.began, reverse=True)


def others_of(person: User, request: HttpRequest) -> list[SignIn]:
    """Return where a person is signed in besides the browser that asks."""
    here = request.session.session_key
    return [one for one in sign_ins_of(person) if one.key != here]


def end(*sign_ins: SignIn) -> None:
    """Sign out where the person is signed in."""
    store = import_module(settings.SESSION_ENGINE).SessionStore
    for one in sign_ins:
        store(one.key).delete()


def _moment(seconds: int) -> datetime:
    return datetime.fromtimestamp(seconds, tz=timezone.get_current_timezone())
