"""Lists at an address of their own, with a personal key: for programs that refresh by themselves.

A feed is the list page's own file, as the person of the key would get it: the same columns, the
same filters in the address, the same formats. The key is the password with which the program signs
in (HTTP Basic), so that it stands in no address and in no log of a proxy.
"""

import base64
import binascii
from http import HTTPStatus

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views.generic import View

from config.rate_limits import is_too_often, wait
from logframe.audit_log import note_refusal
from logframe.models import FeedKey, Plan
from logframe.views import ActivityListView, IatiView, IndicatorListView
from meetings.views import DecisionListView, InformeaView, MeetingListView

# By the name in the address: the page that has the data, and whether it is of one plan.
FEEDS = {
    "indicators.csv": (IndicatorListView, True),
    "activities.csv": (ActivityListView, True),
    "decisions.csv": (DecisionListView, False),
    "meetings.csv": (MeetingListView, False),
    "iati.xml": (IatiView, True),
    "informea.json": (InformeaView, False),
}
ASKS_FOR_A_KEY = 'Basic realm="Key of a feed", charset="UTF-8"'


@method_decorator(login_not_required, name="dispatch")
class FeedView(View):
    """One list for a program that has a key; nothing of the request is kept but the day."""

    http_method_names = ["get", "head"]

    def get(self, request: HttpRequest, name: str) -> HttpResponse:
        """Answer with the file, or in a sentence why not."""
        if name not in FEEDS:
            raise Http404
        response = self.answer(request, name)
        response["Cache-Control"] = "private, no-store"
        response["Referrer-Policy"] = "no-referrer"
        return response

    def answer(self, request: HttpRequest, name: str) -> HttpResponse:
        """Return the file of the list to whom the key belongs, unless it asks too often."""
        if settings.SECURE_SSL_REDIRECT and not request.is_secure():
            # Not led on to https: nobody would see that the key travels in the open each time.
            note_refusal(request, why="no tls")
            return refusal(
                HTTPStatus.FORBIDDEN,
                _("Ask by https. What was sent could be read on the way: revoke the key."),
            )
        key = FeedKey.objects.opening(key_in(request))
        if key is None:
            note_refusal(request, why="key")
            refused = refusal(
                HTTPStatus.UNAUTHORIZED,
                _("This address needs a key as the password: make one on %(page)s.")
                % {"page": request.build_absolute_uri(reverse("feeds"))},
            )
            refused["WWW-Authenticate"] = ASKS_FOR_A_KEY
            return refused
        if is_too_often(f"key-{key.pk}"):
            note_refusal(request, why="too often")
            sentence = _(
                "This key has read %(n)s times within a minute: wait a minute, and read less."
            ) % {"n": settings.EXPENSIVE_A_MINUTE}
            return wait(refusal(HTTPStatus.TOO_MANY_REQUESTS, sentence))
        key.mark_used()
        return file_of(request, name, key.user)


def key_in(request: HttpRequest) -> str:
    """Return the key that a program sends as its password, whatever name it gives."""
    scheme, _space, sent = request.headers.get("Authorization", "").partition(" ")
    if scheme.lower() != "basic":
        return ""
    try:
        name_and_key = base64.b64decode(sent, validate=True).decode()
    except (binascii.Error, ValueError):
        return ""
    return name_and_key.partition(":")[2]


def file_of(request: HttpRequest, name: str, user) -> HttpResponse:
    """Return the file as the list page gives it to the person."""
    view, is_of_a_plan = FEEDS[name]
    asked = request.GET.copy()
    asked["_export"] = "csv"
    request.GET, request.user = asked, user
    plan = Plan.objects.current() if is_of_a_plan else None
    if is_of_a_plan and plan is None:
        raise Http404
    return view.as_view()(request, **{"plan": plan.slug} if plan else {})


def refusal(status: HTTPStatus, sentence: str) -> HttpResponse:
    """Return a refusal that a program can show as it is."""
    return HttpResponse(sentence, status=status, content_type="text/plain; charset=utf-8")
