"""Somebody who is signed in on a site that runs, asked over HTTP; follows no redirect."""

import http.client
import re
import secrets
from dataclasses import dataclass
from html import unescape
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.auth.models import User
from django.test import Client
from django.test.client import BOUNDARY, MULTIPART_CONTENT, encode_multipart

HIDDEN = re.compile(r'<input type="hidden"[^>]*>')
ATTRIBUTE = re.compile(r'(name|value)="([^"]*)"')
PATIENCE = 120


@dataclass(frozen=True)
class Answer:
    """What came back."""

    status: int
    text: str


class Browser:
    """The browser of one person: the session is written into the database, past the sign-in."""

    def __init__(self, site: str, username: str):
        self.host = urlsplit(site).netloc
        client = Client()
        client.force_login(User.objects.get(username=username))
        self.session = client.cookies[settings.SESSION_COOKIE_NAME].value
        self.token = secrets.token_hex(16)

    def get(self, path: str) -> Answer:
        """Ask for a page."""
        return self._send("GET", path)

    def post(self, path: str, data: dict) -> Answer:
        """Send a form."""
        return self._send("POST", path, encode_multipart(BOUNDARY, data))

    def _send(self, method: str, path: str, body: bytes | None = None) -> Answer:
        connection = http.client.HTTPConnection(self.host, timeout=PATIENCE)
        try:
            connection.request(
                method,
                path,
                body,
                {
                    "Content-Type": MULTIPART_CONTENT,
                    "Cookie": f"{settings.SESSION_COOKIE_NAME}={self.session}; "
                    f"{settings.CSRF_COOKIE_NAME}={self.token}",
                    "X-CSRFToken": self.token,
                },
            )
            response = connection.getresponse()
            return Answer(response.status, response.read().decode())
        finally:
            connection.close()


def hidden_inputs(page: str) -> dict[str, str]:
    """Return what the forms of a page send besides what somebody types; the token is our own."""
    fields = (dict(ATTRIBUTE.findall(tag)) for tag in HIDDEN.findall(page))
    values = {unescape(field["name"]): unescape(field.get("value", "")) for field in fields}
    values.pop("csrfmiddlewaretoken", None)
    return values
