"""Lists at an address of their own, with a personal key: for programs that refresh by themselves.

A feed is the list page's own file, as the person of the key would get it: the same columns, the
same filters in the address, the same formats.
"""

from http import HTTPStatus

from django.contrib.auth.decorators import login_not_required
from django.core.cache import cache
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views.generic import View

from logframe.models import FeedKey, Plan
from logframe.views import ActivityListView, IatiView, IndicatorListView
from meetings.views import DecisionListView, InformeaView, MeetingListView

READS_A_MINUTE = 60
# By the name in the address: the page that has the data, and whether it is of one plan.
FEEDS = {
    "indicators.csv": (IndicatorListView, True),
    "activities.csv": (ActivityListView, True),
    "decisions.csv": (DecisionListView, False),
    "meetings.csv": (MeetingListView, False),
    "iati.xml": (IatiView, True),
    "informea.json": (InformeaView, False),
}
KEY = "key"


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
        key = FeedKey.objects.opening(request.GET.get(KEY, ""))
        if key is None:
            return refusal(
                HTTPStatus.FORBIDDEN,
                _("This address needs a key that is valid: make one on %(page)s and use it here.")
                % {"page": request.build_absolute_uri(reverse("feeds"))},
            )
        if reads_in_this_minute(key) > READS_A_MINUTE:
            refused = refusal(
                HTTPStatus.TOO_MANY_REQUESTS,
                _("This key has read %(n)s times within a minute: wait a minute, and read less.")
                % {"n": READS_A_MINUTE},
            )
            refused["Retry-After"] = "60"
            return refused
        key.mark_used()
        return file_of(request, name, key.user)


def file_of(request: HttpRequest, name: str, user) -> HttpResponse:
    """Return the file as the list page gives it to the person."""
    view, is_of_a_plan = FEEDS[name]
    asked = request.GET.copy()
    del asked[KEY]
    asked["_export"] = "csv"
    request.GET, request.user = asked, user
    plan = Plan.objects.current() if is_of_a_plan else None
    if is_of_a_plan and plan is None:
        raise Http404
    return view.as_view()(request, **{"plan": plan.slug} if plan else {})


def reads_in_this_minute(key: FeedKey) -> int:
    """Count one more read of the key, in each process that serves."""
    counter = f"feed-{key.pk}"
    cache.add(counter, 0, timeout=60)
    try:
        return cache.incr(counter)
    except ValueError:  # the minute ended between the two
        return 1


def refusal(status: HTTPStatus, sentence: str) -> HttpResponse:
    """Return a refusal that a program can show as it is."""
    return HttpResponse(sentence, status=status, content_type="text/plain; charset=utf-8")
