"""Any page as of a day of the past: `?as_of=2027-03-01`, which the links of the page carry on."""

import re
from datetime import date

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from config.errors import bad_request_page

AS_OF = "as_of"
# Links to other pages of the site; the admin and what is written are always of today.
LINK = re.compile(rb'(<a\b[^>]*?\bhref=")(/(?!admin/|accounts/|static/|evidence/)[^"#]*)')


class AsOfMiddleware:
    """Tells the pages the day they are asked for as `request.as_of`, None where that is today.

    A day that is none, or that is to come, is answered with a sentence.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.as_of, asked = None, request.GET.get(AS_OF, "")
        if asked and request.method == "GET":
            try:
                request.as_of = past_day(asked)
            except ValueError as refusal:
                return bad_request_page(request, str(refusal))
        response = self.get_response(request)
        is_page = response.get("Content-Type", "").startswith("text/html")
        # A page that comes packed was kept, its links carried on already.
        if request.as_of and is_page and "Content-Encoding" not in response:
            response.content = carried_on(response.content, request.as_of)
            response.headers.pop("Content-Length", None)
        return response


def past_day(text: str) -> date | None:
    """Return the day; None where it is today. Raises ValueError with a sentence for the reader."""
    try:
        day = date.fromisoformat(text)
    except ValueError:
        raise ValueError(
            _("“%(text)s” is no day: write it as 2027-03-01, year, month and day.") % {"text": text}
        ) from None
    today = timezone.localdate()
    if day > today:
        raise ValueError(_("%(text)s is to come: nothing is known of it yet.") % {"text": text})
    return None if day == today else day


def carried_on(html: bytes, day: date) -> bytes:
    """Return a page whose links to other pages ask for the same day."""
    query = urlencode({AS_OF: day.isoformat()}).encode()

    def carry(link: re.Match) -> bytes:
        start, address = link.groups()
        if b"as_of=" in address:
            return link[0]
        return start + address + (b"&amp;" if b"?" in address else b"?") + query

    return LINK.sub(carry, html)
