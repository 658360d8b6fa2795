"""Signing in with the organisation's own sign-in, which runs here for the test: OpenID Connect."""

import json
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

import jwt
import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.totp.internal.auth import TOTP
from cryptography.hazmat.primitives.asymmetric import ec
from django.contrib.auth.models import User
from django.test import Client
from jwt.algorithms import ECAlgorithm

from tests.conftest import confirmed
from tests.factories import make_user
from tests.forms import save, text_of

pytestmark = pytest.mark.django_db

LOGIN = "/accounts/oidc/organisation/login/"


class Organisation:
    """An identity provider that knows one person; `claims` are what it says of the person."""

    def __init__(self):
        self.claims = {"sub": "7", "email": "officer@example.org", "email_verified": True}
        self.signed = {}  # what its signed word says otherwise
        self.key, self.signature = ec.generate_private_key(ec.SECP256R1()), "ES256"
        self.public_key = self.key.public_key()
        self.asked = []
        organisation = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self):
                self.answer(organisation.page(urlsplit(self.path).path))

            def do_POST(self):
                body = self.rfile.read(int(self.headers["Content-Length"])).decode()
                organisation.asked.append(parse_qs(body))
                self.answer(organisation.page(self.path))

            def answer(self, data):
                self.send_response(200)
                self.send_header("Content-Type", "application/json")
                self.end_headers()
                self.wfile.write(json.dumps(data).encode())

            def log_message(self, *args):
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = self.issuer = f"http://127.0.0.1:{self.server.server_port}"

    def page(self, path: str) -> dict:
        """Return what the provider answers at an address."""
        about = {
            "iss": self.url,
            "aud": "tracker",
            "iat": 0,
            "exp": 4e9,
            **self.claims,
            **self.signed,
        }
        of_key, algorithm = {"kid": "1", "alg": "ES256"}, self.signature
        key = {"HS256": "k" * 32, "none": None}.get(algorithm, self.key)
        pages = {
            "/token": {
                "access_token": "a-token",
                "token_type": "Bearer",
                "id_token": jwt.encode(about, key, algorithm, headers={"kid": "1"}),
            },
            "/userinfo": self.claims,
            "/jwks": {"keys": [ECAlgorithm.to_jwk(self.public_key, as_dict=True) | of_key]},
        }
        found = {name: f"{self.url}/{name}" for name in ("authorize", "token", "userinfo", "jwks")}
        configuration = {
            "issuer": self.issuer,
            "authorization_endpoint": found["authorize"],
            "token_endpoint": found["token"],
            "userinfo_endpoint": found["userinfo"],
            "jwks_uri": found["jwks"],
        }
        return pages.get(path, configuration)


@pytest.fixture
def organisation(settings):
    provider = Organisation()
    thread = threading.Thread(target=provider.server.serve_forever, args=(0.01,))
    thread.start()
    app = {
        "provider_id": "organisation",
        "name": "Example",
        "client_id": "tracker",
        "secret": "secret",
        "settings": {"server_url": provider.url},
    }
    settings.OIDC_NAME, settings.OIDC_SERVER_URL = "Example", provider.url
    settings.SOCIALACCOUNT_PROVIDERS = {
        "openid_connect": {"OAUTH_PKCE_ENABLED": True, "APPS": [app]}
    }
    yield provider
    provider.server.shutdown()
    thread.join()
    provider.server.server_close()


def go(client, page="/help/", where="same-origin"):
    """Press the link to the organisation, which stands somewhere."""
    return client.get(f"{LOGIN}?next={page}", headers={"Sec-Fetch-Site": where})


def come_back(client):
    """Go to the organisation from the sign-in, and come back with its word."""
    there = parse_qs(urlsplit(go(client).url).query)
    return client.get(f"{LOGIN}callback/", {"code": "a-code", "state": there["state"][0]})


def test_without_the_setting_there_is_no_such_sign_in(client):
    assert client.get(LOGIN).status_code == 404
    assert "Sign in with" not in text_of(client.get("/accounts/login/"))


def test_the_sign_in_leads_to_the_organisation_with_a_proof_key(client, organisation):
    assert f"{LOGIN}?next=/help/" in text_of(client.get("/accounts/login/?next=/help/"))

    there = urlsplit(go(client).url)

    asked = parse_qs(there.query)
    assert f"{there.scheme}://{there.netloc}{there.path}" == f"{organisation.url}/authorize"
    assert asked["client_id"] == ["tracker"]
    assert asked["code_challenge_method"] == ["S256"]
    assert asked["redirect_uri"][0].endswith(f"{LOGIN}callback/")


def test_the_verified_address_opens_the_account(client, organisation):
    make_user(username="officer", email="officer@example.org")

    assert come_back(client).url == "/help/"
    assert client.get("/help/").context["user"].username == "officer"
    assert organisation.asked[0]["code_verifier"]


def test_a_second_time_the_organisations_number_of_the_person_is_enough(organisation):
    make_user(username="officer", email="officer@example.org")
    come_back(Client())
    organisation.claims["email"] = "married@example.org"

    assert come_back(Client()).url == "/help/"


@pytest.mark.parametrize(
    "claims", [{"email_verified": False}, {"email": "nobody@example.org"}, {"email": ""}]
)
def test_nobody_else_comes_in_and_no_account_is_made(client, organisation, claims):
    make_user(username="officer", email="officer@example.org")
    organisation.claims |= claims

    assert "no account" in text_of(come_back(client))
    assert client.get("/help/").status_code == 302
    assert User.objects.count() == 1


def test_a_closed_account_stays_closed(client, organisation):
    make_user(username="officer", email="officer@example.org", is_active=False)

    come_back(client)

    assert client.get("/help/").status_code == 302


def test_the_code_of_the_app_is_asked_for_here_too(client, organisation):
    TOTP.activate(make_user(email="officer@example.org"), "JBSWY3DPEHPK3PXP")

    assert come_back(client).url == "/accounts/2fa/authenticate/"


def test_a_word_that_was_not_asked_for_is_refused(client, organisation):
    make_user(email="officer@example.org")

    response = client.get(f"{LOGIN}callback/", {"code": "a-code", "state": "mine"})

    assert "were not signed in" in text_of(response)
    assert client.get("/help/").status_code == 302


def test_a_server_that_calls_itself_by_another_address_is_refused(client, organisation):
    organisation.issuer = "https://example.com"

    assert "were not signed in" in text_of(go(client))


def test_an_organisation_that_does_not_answer_is_told(client, organisation):
    organisation.server.server_close()

    assert "were not signed in" in text_of(go(client))


@pytest.mark.parametrize("where", ["cross-site", "same-site", "none", ""])
def test_nobody_is_led_there_who_did_not_press_our_link(client, organisation, where):
    assert go(client, where=where).url == "/accounts/login/"


@pytest.mark.parametrize("signature", ["none", "HS256"])
def test_a_word_that_is_not_signed_by_the_organisation_is_refused(client, organisation, signature):
    make_user(email="officer@example.org")
    organisation.signature = signature

    assert "were not signed in" in text_of(come_back(client))


def test_a_word_that_somebody_else_signed_is_refused(client, organisation):
    make_user(email="officer@example.org")
    organisation.key = ec.generate_private_key(ec.SECP256R1())

    assert "were not signed in" in text_of(come_back(client))


@pytest.mark.parametrize(
    "signed",
    [{"aud": "another site"}, {"iss": "https://example.com"}, {"exp": 1}, {"sub": "8"}],
)
def test_a_word_for_another_site_or_of_another_person_is_refused(client, organisation, signed):
    make_user(email="officer@example.org")
    organisation.signed = signed

    assert "were not signed in" in text_of(come_back(client))


def test_no_address_is_kept_that_could_later_set_a_password(
    client, organisation, administrator, mailoutbox
):
    person = make_user(username="officer", email="officer@example.org")
    come_back(client)

    save(confirmed(administrator), person, email="new@example.org")
    mailoutbox.clear()
    for address in ("officer@example.org", "new@example.org"):
        client.post("/accounts/password/reset/", {"email": address})
    assert [mail.to for mail in mailoutbox] == [["new@example.org"]]
    assert not EmailAddress.objects.exists()
