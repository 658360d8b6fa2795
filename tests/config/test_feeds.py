"""Feeds: lists at an address of their own, with a personal key."""

import base64
from datetime import timedelta
from http import HTTPStatus

import pytest
from django.contrib.auth.models import User
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.test import Client
from django.utils import timezone

from config.feeds import FEEDS
from logframe.models import FeedKey, Plan
from logframe.models.feeds import hash_of
from tests.conftest import signed_in
from tests.demonstration import demonstration_loaded
from tests.pages import PAGES
from tests.production import production_settings

pytestmark = pytest.mark.django_db

PAGE = "/feeds/"
LISTS = ("indicators", "activities", "decisions", "meetings")


@pytest.fixture(scope="module", autouse=True)
def _demonstration(django_db_setup, django_db_blocker):
    with demonstration_loaded(django_db_blocker):
        yield


@pytest.fixture(autouse=True)
def _nothing_counted_before():
    cache.clear()


def somebody(username="focal") -> User:
    return User.objects.get(username=username)


def make_key(username="focal", name="Workbook") -> tuple[FeedKey, str]:
    key = FeedKey(user=somebody(username), name=name)
    secret = key.give_secret()
    key.save()
    return key, secret


def read(name, secret, query="", **extra):
    return Client().get(f"/feeds/{name}{query}", **{"HTTP_AUTHORIZATION": basic(secret)} | extra)


def basic(secret: str) -> str:
    """Return the header with which a program sends a key as the password."""
    return "Basic " + base64.b64encode(f"any name:{secret}".encode()).decode()


@pytest.mark.parametrize("name", LISTS)
def test_a_feed_is_the_file_of_the_list_page(name):
    _key, secret = make_key()

    feed = read(f"{name}.csv", secret)
    page = signed_in(somebody()).get(f"{PAGES[name]}?_export=csv")

    assert feed.status_code == HTTPStatus.OK
    content = feed.getvalue()
    assert content == page.getvalue()
    assert feed.headers["Content-Type"] == page.headers["Content-Type"]
    assert len(content.splitlines()) > 5


def test_the_filters_of_the_page_work_in_a_feed():
    _key, secret = make_key()

    feed = read("indicators.csv", secret, "?area=air-pollution&as_of=2026-06-30")
    page = signed_in(somebody()).get(
        f"{PAGES['indicators']}?area=air-pollution&as_of=2026-06-30&_export=csv"
    )

    assert feed.getvalue() == page.getvalue()


@pytest.mark.parametrize("name", ["iati.xml", "informea.json"])
def test_other_systems_read_with_a_key_too(name):
    _key, secret = make_key()

    response = read(name, secret)

    assert response.status_code == HTTPStatus.OK
    assert Plan.objects.current().notice in response.content.decode()


@pytest.mark.parametrize("name", FEEDS)
def test_a_feed_is_kept_by_nobody_on_the_way(name):
    _key, secret = make_key()

    response = read(name, secret)

    assert response.headers["Cache-Control"] == "private, no-store"
    assert response.headers["Referrer-Policy"] == "no-referrer"
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert "Set-Cookie" not in response.headers


@pytest.mark.parametrize("name", FEEDS)
@pytest.mark.parametrize(
    "sent", ["", basic(""), basic("wrong"), "Basic ÿ", "Basic /w==", "Basic bm9uZQ==", "Bearer x"]
)
def test_without_a_key_that_is_valid_a_feed_says_what_to_do(client, name, sent):
    make_key()

    response = client.get(f"/feeds/{name}", HTTP_AUTHORIZATION=sent)

    assert response.status_code == HTTPStatus.UNAUTHORIZED
    assert response.headers["WWW-Authenticate"].startswith("Basic ")
    assert response.content.decode() == (
        "This address needs a key as the password: make one on http://testserver/feeds/."
    )


def test_a_key_in_an_address_opens_nothing(client):
    _key, secret = make_key()

    response = client.get(f"/feeds/indicators.csv?key={secret}")

    assert response.status_code == HTTPStatus.UNAUTHORIZED


def test_a_feed_is_read_by_tls_only_and_does_not_lead_there(settings):
    settings.SECURE_SSL_REDIRECT = True
    settings.SECURE_REDIRECT_EXEMPT = production_settings()["SECURE_REDIRECT_EXEMPT"]
    _key, secret = make_key()

    assert "revoke the key" in read("indicators.csv", secret).content.decode()
    assert read("indicators.csv", secret, secure=True).status_code == HTTPStatus.OK


def test_the_hash_that_is_kept_opens_nothing():
    key, _secret = make_key()

    assert read("indicators.csv", key.secret_sha256).status_code == HTTPStatus.UNAUTHORIZED


def test_a_session_opens_no_feed(settings):
    settings.LOGFRAME_PUBLIC = True

    response = signed_in(somebody("manager")).get("/feeds/indicators.csv")

    assert response.status_code == HTTPStatus.UNAUTHORIZED


def test_a_key_opens_nothing_but_feeds():
    _key, secret = make_key("manager")

    response = Client().get(PAGES["indicators"], HTTP_AUTHORIZATION=basic(secret))

    assert response.url.startswith("/accounts/login/")


def test_a_revoked_key_opens_nothing_and_another_one_still_does():
    key, secret = make_key()
    _other, other_secret = make_key(name="Power BI")

    key.revoke()

    assert read("indicators.csv", secret).status_code == HTTPStatus.UNAUTHORIZED
    assert read("indicators.csv", other_secret).status_code == HTTPStatus.OK


def test_the_key_of_a_person_who_left_opens_nothing():
    _key, secret = make_key()

    User.objects.filter(username="focal").update(is_active=False)

    assert read("indicators.csv", secret).status_code == HTTPStatus.UNAUTHORIZED


def test_the_day_of_the_last_read_is_kept_and_nothing_else():
    key, secret = make_key()
    versions = key.history.count()

    read("indicators.csv", secret)
    read("decisions.csv", secret)

    key.refresh_from_db()
    assert key.last_used_on == timezone.localdate()
    assert (key.version, key.history.count()) == (1, versions)


def test_a_refused_read_is_no_use_of_the_key():
    key, secret = make_key()
    key.revoke()

    read("indicators.csv", secret)

    key.refresh_from_db()
    assert key.last_used_on is None


def test_who_reads_too_often_is_told_to_wait(settings):
    settings.EXPENSIVE_A_MINUTE = 1
    _key, secret = make_key()

    answers = [read("meetings.csv", secret) for _time in range(4)]

    assert answers[0].status_code == HTTPStatus.OK
    response = next(one for one in answers if one.status_code == HTTPStatus.TOO_MANY_REQUESTS)
    assert response.headers["Retry-After"] == "60"
    assert "1 times within a minute: wait a minute" in response.content.decode()


def test_a_feed_writes_no_log_with_the_key_in_it(caplog):
    key, secret = make_key()

    read("indicators.csv", secret)
    key.revoke()
    read("indicators.csv", secret)

    assert secret not in caplog.text
    assert "focal" not in caplog.text


def test_a_feed_is_only_read(client):
    _key, secret = make_key()

    response = client.post("/feeds/indicators.csv", HTTP_AUTHORIZATION=basic(secret))

    assert response.status_code == HTTPStatus.METHOD_NOT_ALLOWED


def test_an_unknown_list_is_not_there():
    _key, secret = make_key()

    assert read("users.csv", secret).status_code == HTTPStatus.NOT_FOUND


def test_without_a_plan_there_is_no_list_of_its_indicators():
    _key, secret = make_key()
    Plan.objects.update(is_current=False)

    assert read("indicators.csv", secret).status_code == HTTPStatus.NOT_FOUND
    assert read("decisions.csv", secret).status_code == HTTPStatus.OK


# The page


def test_a_new_key_is_shown_once_and_only_its_hash_is_kept():
    client = signed_in(somebody())

    page = client.post(PAGE, {"name": "Workbook"})
    secret = page.context["secret"]
    key = FeedKey.objects.get()

    assert page.content.decode().count(secret) == 1
    assert page.context["addresses"][0] == f"http://testserver/feeds/{next(iter(FEEDS))}"
    assert (key.user, key.name, key.made_on) == (somebody(), "Workbook", timezone.localdate())
    assert key.secret_sha256 == hash_of(secret) != secret
    assert secret not in client.get(PAGE).content.decode()
    assert page.headers["Cache-Control"] == (
        "max-age=0, no-cache, no-store, must-revalidate, private"
    )
    assert read("indicators.csv", secret).status_code == HTTPStatus.OK


def test_no_two_keys_have_the_same_secret():
    secrets = {make_key(name=str(number))[1] for number in range(5)}

    assert len(secrets) == 5
    assert {len(secret) for secret in secrets} == {43}


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        ("", "This field is required."),
        ("x" * 81, "at most 80 characters"),
        ("Workbook", "You have a key with this name: choose another name."),
    ],
)
def test_a_name_that_is_none_is_refused_with_the_remedy(name, sentence):
    make_key()

    page = signed_in(somebody()).post(PAGE, {"name": name})

    assert sentence in page.content.decode()
    assert FeedKey.objects.count() == 1


def test_two_people_may_use_the_same_name():
    make_key("officer")

    signed_in(somebody()).post(PAGE, {"name": "Workbook"})

    assert FeedKey.objects.count() == 2


def test_a_person_revokes_the_own_key_on_the_page():
    key, _secret = make_key()
    client = signed_in(somebody())

    page = client.post(PAGE, {"revoke": key.pk}, follow=True)

    key.refresh_from_db()
    assert key.revoked_on == timezone.localdate()
    assert "The key “Workbook” is revoked." in page.content.decode()
    assert key.history.latest().history_user == somebody()


@pytest.mark.parametrize("number", ["", "0", "x", "99999999999999999999", "²"])
def test_a_key_that_is_none_is_not_revoked(number):
    response = signed_in(somebody()).post(PAGE, {"revoke": number})

    assert response.status_code == HTTPStatus.NOT_FOUND


def test_nobody_sees_or_revokes_the_key_of_another_person():
    key, _secret = make_key("focal", name="Of the focal point")
    client = signed_in(somebody("manager"))

    assert "Of the focal point" not in client.get(PAGE).content.decode()
    assert client.post(PAGE, {"revoke": key.pk}).status_code == HTTPStatus.NOT_FOUND
    key.refresh_from_db()
    assert key.revoked_on is None


def test_a_revoked_key_stays_revoked():
    key, _secret = make_key()
    key.revoke()

    key.revoked_on = None
    with pytest.raises(ValidationError, match="revoked for good"):
        key.save()


def test_a_public_site_asks_for_a_sign_in_here(client, settings):
    settings.LOGFRAME_PUBLIC = True

    assert client.get(PAGE).url.startswith("/accounts/login/")
    assert client.post(PAGE, {"name": "Mine"}).url.startswith("/accounts/login/")
    assert not FeedKey.objects.exists()


def test_the_days_of_a_key_are_told():
    key, secret = make_key()
    FeedKey.objects.filter(pk=key.pk).update(made_on=timezone.localdate() - timedelta(days=400))
    client = signed_in(somebody())
    assert "not used yet" in client.get(PAGE).content.decode()

    read("meetings.csv", secret)

    assert "not used yet" not in client.get(PAGE).content.decode()


def test_a_key_is_known_by_person_and_name():
    key, _secret = make_key()

    assert FeedKey.objects.get_by_natural_key("focal", "Workbook") == key
