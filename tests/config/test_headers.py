"""What a server in production tells browsers, scored by the rules of the MDN HTTP Observatory.

The rules are those of the Observatory (github.com/mdn/mdn-http-observatory, its files
src/grader/charts.js and src/analyzer, read in 2026): from 100 each penalty is taken off; where at
least 90 is left, each bonus is added. What depends on the certificate and on lists of browsers is
left out: it gives no points here.
"""

import re

import pytest
from django.test import Client, override_settings

from tests.conftest import signed_in
from tests.production import production_settings

pytestmark = pytest.mark.django_db

HOST = {"HTTP_HOST": "tracker.example.org"}
TLS = {**HOST, "HTTP_X_FORWARDED_PROTO": "https"}
SIX_MONTHS = 15_768_000
PRIVATE = {"no-referrer", "same-origin", "strict-origin", "strict-origin-when-cross-origin"}
# What the administration, the account and the site have of their own, one page each.
STAFF_PAGES = (
    "/admin/",
    "/admin/auth/user/",
    "/admin/logframe/measurement/import/",
    "/accounts/2fa/",
    "/accounts/password/",
    "/decisions/?_export=csv",
    "/nowhere/",
)


@pytest.fixture(scope="module", autouse=True)
def _production():
    with override_settings(**production_settings() | {"MFA_REQUIRED": False}):
        yield


def policy_of(response) -> dict[str, set[str]]:
    """The content security policy, by directive."""
    parts = response["Content-Security-Policy"].split(";")
    return {name: set(sources) for name, *sources in (part.split() for part in parts)}


# The rules: each returns the points of one of the Observatory's tests.


def csp(response) -> int:
    policy = policy_of(response)
    sources = set().union(*policy.values())
    if any("unsafe" in one for one in sources) or "data:" in policy["script-src"]:
        return -20
    is_closed = policy["default-src"] == {"'none'"} and policy["form-action"] <= {
        "'self'",
        "'none'",
    }
    return 10 if is_closed else 5


def cookies(response) -> int:
    sites = {cookie["samesite"] for cookie in response.cookies.values()}
    for name, cookie in response.cookies.items():
        if not cookie["secure"]:
            return -40 if "sess" in name else -20
        if "sess" in name and not cookie["httponly"]:
            return -30
    return 5 if sites and sites <= {"Lax", "Strict"} else 0


def cross_origin_sharing(response) -> int:
    return -50 if "Access-Control-Allow-Origin" in response else 0


def cross_origin_resources(response) -> int:
    return {"same-origin": 10, "same-site": 10}.get(response["Cross-Origin-Resource-Policy"], -5)


def redirection(response) -> int:
    first = Client().get("/help/", **HOST)
    return 0 if first.url == "https://tracker.example.org/help/" else -20


def referrer(response) -> int:
    return 5 if response["Referrer-Policy"] in PRIVATE else -5


def strict_transport(response) -> int:
    found = re.search(r"max-age=(\d+)", response.get("Strict-Transport-Security", ""))
    if found is None:
        return -20
    return 0 if int(found[1]) >= SIX_MONTHS else -10


def scripts(response) -> int:
    sources = re.findall(rb'<script[^>]*\bsrc="([^"]+)"', response.getvalue())
    return 0 if all(one.startswith(b"/") and one[:2] != b"//" for one in sources) else -50


def content_type_options(response) -> int:
    return 0 if response.get("X-Content-Type-Options") == "nosniff" else -5


def frames(response) -> int:
    if "frame-ancestors" in policy_of(response):
        return 5
    return 0 if response.get("X-Frame-Options") in ("DENY", "SAMEORIGIN") else -20


RULES = (
    csp,
    cookies,
    cross_origin_sharing,
    cross_origin_resources,
    redirection,
    referrer,
    strict_transport,
    scripts,
    content_type_options,
    frames,
)


def score(response) -> int:
    points = [rule(response) for rule in RULES]
    left = 100 + sum(one for one in points if one < 0)
    return left + sum(one for one in points if one > 0) if left >= 90 else left


def test_the_sign_in_scores_all_that_headers_can():
    # 100, and 10 + 5 + 10 + 5 + 5 for policy, cookies, resources, referrer and frames.
    assert score(Client().get("/accounts/login/", **TLS)) == 135


@pytest.mark.parametrize("address", STAFF_PAGES)
def test_every_other_answer_scores_120_at_least(superuser, address):
    response = signed_in(superuser).get(address, **TLS)

    assert response.status_code == (404 if address == "/nowhere/" else 200)
    assert score(response) >= 120


def test_a_worse_answer_scores_less():
    response = Client().get("/accounts/login/", **TLS)
    response["Content-Security-Policy"] += "; style-src 'unsafe-inline'"
    del response["Strict-Transport-Security"]

    assert score(response) == 60  # 100 - 20 for the policy - 20 for the transport


@pytest.mark.parametrize("address", ["/accounts/login/", "/healthz", *STAFF_PAGES])
def test_pages_are_kept_apart_from_those_of_other_sites(superuser, address):
    response = signed_in(superuser).get(address, **TLS)

    assert response["Cross-Origin-Opener-Policy"] == "same-origin"
    assert response["Cross-Origin-Embedder-Policy"] == "require-corp"
    assert response["X-Frame-Options"] == "DENY"
    assert "camera=()" in response["Permissions-Policy"]


def test_the_cookies_are_this_hosts_alone(officer):
    data = {"username": "officer", "password": "a long password"}
    response = Client().post("/accounts/login/", data, **TLS)

    cookie = response.cookies["__Host-sessionid"]
    assert (cookie["secure"], cookie["httponly"], cookie["path"]) == (True, True, "/")
    assert (cookie["samesite"], cookie["domain"]) == ("Lax", "")


def test_a_proxy_asks_for_a_sign_of_life_without_tls():
    assert Client().get("/healthz", **HOST).status_code == 200
