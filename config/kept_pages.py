"""Pages kept until something is written: the same page is made once for each person and day.

A page is kept in the process that made it, packed, under the revision of the data, the person, the
address and the day, so that a write by anybody is visible in the very next request. The browser
that has it already is told so (304). The setting LOGFRAME_KEEP_PAGES turns all of it off.
"""

import gzip
import hashlib
import os
from functools import cache
from http import HTTPStatus
from pathlib import Path

from django.conf import settings
from django.contrib.messages import get_messages
from django.core.cache import caches
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.cache import get_conditional_response, patch_cache_control
from django.utils.translation import get_language

from config import revision

# Where what is shown depends on more than the data, the person, the address and the day.
NEVER_KEPT = ("/admin/", "/accounts/")
SHORT, LONGEST = 50_000, 500_000  # bytes of a packed page; of those in between few are kept
PACKING = 6  # of 9, as Django packs what it sends
SOURCES = ("config", "logframe", "meetings", "templates")


@cache
def build() -> str:
    """Return what this installation was made of when the process began: files and environment."""
    found = sorted(
        f"{path} {path.stat().st_mtime_ns}"
        for folder in SOURCES
        for path in Path(settings.BASE_DIR, folder).rglob("*")
        if path.suffix in (".py", ".html", ".mo", ".css", ".js")
    )
    return hashlib.sha256(repr([found, sorted(os.environ.items())]).encode()).hexdigest()


class KeptPagesMiddleware:
    """Answers with the page that is kept, and keeps those that are made."""

    def __init__(self, get_response):
        self.get_response = get_response
        self.build = build()

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.page_key = request.revision = None
        response = self.get_response(request)
        key = request.page_key
        if key is None or not is_page(response) or get_messages(request).added_new:
            return response
        keep(key, response.content)
        return marked(response, key)

    def process_view(self, request, view_func, view_args, view_kwargs) -> HttpResponse | None:
        """Answer without the view where its answer is known; who may not come in is gone by now."""
        key = self.key(request)
        if key is None:
            return None
        if unchanged := get_conditional_response(request, etag=etag(key)):
            return marked(unchanged, key)
        if packed := caches["pages"].get(key) or caches["long_pages"].get(key):
            return marked(unpacked_for(request, packed), key)
        request.page_key = key
        return None

    def key(self, request: HttpRequest) -> str | None:
        """Return what the page depends on, in one word; None where no page is to be kept.

        The secret of the forms is part of it, because the forms of the page carry it.
        """
        secret = request.META.get("CSRF_COOKIE")
        if (
            not settings.LOGFRAME_KEEP_PAGES
            or request.method != "GET"
            or request.path.startswith(NEVER_KEPT)
            or not secret
            or len(get_messages(request))
        ):
            return None
        request.revision = revision.current()
        if request.revision is None:
            return None
        asked = sorted(item for item in request.headers.items() if item[0].startswith("Hx-"))
        parts = (
            self.build,
            request.revision,
            request.user.pk,
            secret,
            request.get_host(),
            request.get_full_path(),
            asked,
            timezone.localdate(),
            get_language(),
        )
        return hashlib.sha256(repr(parts).encode()).hexdigest()


def keep(key: str, page: bytes) -> None:
    """Keep a page, packed, unless it is too long even so."""
    packed = gzip.compress(page, PACKING)
    if len(packed) <= LONGEST:
        caches["pages" if len(packed) <= SHORT else "long_pages"].set(key, packed)


def is_page(response: HttpResponse) -> bool:
    """Whether the answer is a page and no more: no refusal, no file, no further header."""
    return (
        response.status_code == HTTPStatus.OK
        and not response.streaming
        and response.get("Content-Type", "").startswith("text/html")
        and response.headers.keys() <= {"Content-Type", "Content-Length", "Vary"}
        and not response.cookies
    )


def unpacked_for(request: HttpRequest, packed: bytes) -> HttpResponse:
    """Answer with a page that was packed, as the browser takes it."""
    if "gzip" in request.headers.get("Accept-Encoding", ""):
        return HttpResponse(packed, headers={"Content-Encoding": "gzip"})
    return HttpResponse(gzip.decompress(packed))


def etag(key: str) -> str:
    """Return the name under which a browser keeps the page; weak, for the packed one is as good."""
    return f'W/"{key}"'


def marked(response: HttpResponse, key: str) -> HttpResponse:
    """Tell the browser to keep the page for one person, and to ask each time whether it holds."""
    response["ETag"] = etag(key)
    patch_cache_control(response, private=True, no_cache=True)
    return response
