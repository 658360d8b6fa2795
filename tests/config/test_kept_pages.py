"""Pages that are kept: nobody ever sees an old one, whoever writes in whatever way."""

import gzip
from secrets import token_hex

import pytest
import yaml
from django.contrib.auth.models import Group
from django.core.cache import caches
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from config.records import load_folder
from config.roles import MANAGERS
from logframe.models import Indicator, Measurement
from tests.conftest import signed_in
from tests.exchange import INDICATORS, changed, confirm, export, send
from tests.factories import (
    make_decision,
    make_indicator,
    make_measurement,
    make_plan,
    make_user,
)
from tests.forms import admin_url, filled

# PostgreSQL changes the revision when a transaction ends: there each write is one of its own.
pytestmark = pytest.mark.django_db(transaction=connection.vendor == "postgresql")

OLD, NEW = "Stations that send data", "Stations that were silent"


@pytest.fixture(autouse=True)
def _pages_are_kept(settings):
    settings.LOGFRAME_KEEP_PAGES = True
    for name in ("pages", "long_pages"):
        caches[name].clear()


@pytest.fixture
def indicator() -> Indicator:
    return make_indicator(title=OLD)


@pytest.fixture
def address(indicator, officer_client) -> str:
    """The page of the indicator, kept for the officer."""
    address = indicator.get_absolute_url()
    officer_client.get(address)  # the first page brings the secret of the forms
    assert OLD in read(officer_client, address)
    return address


def read(client, address: str) -> str:
    return client.get(address).content.decode()


# What is kept


def test_a_page_that_is_kept_is_not_made_again(
    officer_client, address, django_assert_max_num_queries
):
    with django_assert_max_num_queries(3):  # the session, the person and the revision
        assert OLD in read(officer_client, address)


@pytest.mark.parametrize(("letters", "is_kept"), [(200_000, True), (1_200_000, False)])
def test_a_long_page_is_kept_unless_it_is_too_long_for_the_memory(officer_client, letters, is_kept):
    # In no order, so that it is hardly shorter when it is packed.
    address = make_indicator(definition=token_hex(letters // 2)).get_absolute_url()
    officer_client.get(address)
    officer_client.get(address)

    with CaptureQueriesContext(connection) as queries:
        officer_client.get(address)

    assert (len(queries) == 3) is is_kept


def test_a_browser_that_has_the_page_is_told_so(officer_client, address):
    page = officer_client.get(address)

    again = officer_client.get(address, headers={"if-none-match": page["ETag"]})

    assert (again.status_code, again.content) == (304, b"")
    assert page["Cache-Control"] == "private, no-cache"


def test_a_page_that_is_kept_is_sent_packed_to_who_can_unpack(officer_client, address):
    officer_client.get(address)

    page = officer_client.get(address, headers={"accept-encoding": "gzip"})

    assert page["Content-Encoding"] == "gzip"
    assert OLD in gzip.decompress(page.content).decode()


def test_a_kept_page_of_the_past_has_links_to_the_past(officer_client, address):
    past = f"{address}?as_of=2026-01-01"
    made = officer_client.get(past).content

    packed = officer_client.get(past, headers={"accept-encoding": "gzip"}).content

    assert gzip.decompress(packed) == made
    assert made.count(b"as_of=2026-01-01") > 5


def test_the_setting_turns_it_off(officer_client, address, settings):
    settings.LOGFRAME_KEEP_PAGES = False

    page = officer_client.get(address)

    assert OLD in page.content.decode()
    assert "ETag" not in page


def test_a_form_of_a_kept_page_can_be_sent(officer, address, indicator):
    client = Client(enforce_csrf_checks=True)
    client.force_login(officer)
    client.get(address)
    client.get(address)
    page = read(client, address)
    token = page.split('name="csrfmiddlewaretoken" value="')[1].split('"')[0]

    answer = client.post(reverse("account_logout"), {"csrfmiddlewaretoken": token})

    assert answer.status_code == 302


# Whose it is


def test_nobody_gets_the_page_of_another(officer_client, manager_client, address):
    manager_client.get(address)

    assert "Sign out officer" in read(officer_client, address)
    assert "Sign out manager" in read(manager_client, address)
    assert "Sign out officer" in read(officer_client, address)


def test_who_has_signed_out_is_asked_to_sign_in(officer_client, address):
    seen = officer_client.get(address)["ETag"]
    officer_client.logout()

    answer = officer_client.get(address, headers={"if-none-match": seen})

    assert answer.status_code == 302
    assert "login" in answer.url


def test_a_right_that_is_given_is_seen_at_once(address, indicator):
    person = make_user("focal")
    client = signed_in(person)
    client.get(address)
    before = read(client, address)

    person.groups.set([Group.objects.get(name=MANAGERS)])
    person.is_staff = True
    person.save()

    assert reverse("admin:index") not in before
    assert reverse("admin:index") in read(client, address)


def test_a_message_is_told_once(officer_client, indicator, address):
    work = reverse("work")
    officer_client.get(work)
    read(officer_client, work)
    draft = make_measurement(indicator=indicator)
    form = filled(officer_client.get(admin_url(draft)), note="Counted again.")

    answer = officer_client.post(admin_url(draft), form)
    told = read(officer_client, work)

    assert answer.status_code == 302
    assert 'class="message' in told
    assert 'class="message' not in read(officer_client, work)


def test_another_day_is_another_page(officer_client, address, settings):
    settings.TIME_ZONE = "Etc/GMT+12"
    yesterday = officer_client.get(address)["ETag"]

    settings.TIME_ZONE = "Pacific/Kiritimati"  # where it is the next day already, at any hour

    assert officer_client.get(address)["ETag"] != yesterday


# Every way of writing


def by_saving(indicator, **_others):
    indicator.title = NEW
    indicator.save()


def by_an_update(indicator, **_others):
    Indicator.objects.filter(pk=indicator.pk).update(title=NEW)


def by_a_bulk_update(indicator, **_others):
    indicator.title = NEW
    Indicator.objects.bulk_update([indicator], ["title"])


def by_sql(indicator, **_others):
    with connection.cursor() as cursor:
        cursor.execute("UPDATE logframe_indicator SET title = %s", [NEW])


def by_the_admin(indicator, client, **_others):
    form = client.get(admin_url(indicator))
    assert client.post(admin_url(indicator), filled(form, title=NEW)).status_code == 302


def by_an_import(indicator, client, **_others):
    confirm(
        client, INDICATORS, send(client, INDICATORS, changed(export(client, INDICATORS), title=NEW))
    )


def by_loading_records(indicator, folder, **_others):
    key = {"plan": [indicator.plan.slug], "code": indicator.code}
    record = {"model": "logframe.indicator", "fields": key | {"title": NEW}}
    (folder / "records.yaml").write_text(yaml.safe_dump([record]), encoding="utf-8")
    load_folder(folder, overwrite=True)


@pytest.mark.parametrize(
    "write",
    [
        by_saving,
        by_an_update,
        by_a_bulk_update,
        by_sql,
        by_the_admin,
        by_an_import,
        by_loading_records,
    ],
)
def test_what_is_written_is_seen_at_once(write, indicator, officer_client, address, tmp_path):
    seen = officer_client.get(address)["ETag"]

    write(indicator=indicator, client=signed_in(make_user("manager")), folder=tmp_path)

    page = officer_client.get(address, headers={"if-none-match": seen})
    assert page.status_code == 200
    assert NEW in page.content.decode()


def test_a_value_that_is_verified_is_seen_at_once(officer_client, indicator, address):
    draft = make_measurement(indicator=indicator, value=17)
    assert "17 (draft)" in read(officer_client, address)

    draft.submit(make_user("officer"))
    Measurement.objects.get(pk=draft.pk).verify(make_user("manager"))

    page = read(officer_client, address)
    assert "17 (draft)" not in page
    assert "17" in page.split("<main")[1]


def test_a_decision_is_seen_at_once_on_the_overview(officer_client, address):
    plan = make_plan(slug="2031-2035", start_year=2031, end_year=2035, is_current=False)
    overview = plan.get_absolute_url()
    assert "<b>0</b> decisions still to be acted on" in read(officer_client, overview)

    make_decision(is_actionable=True, kind="request", implementation="not_started")

    assert "<b>1</b> decisions still to be acted on" in read(officer_client, overview)


def test_what_is_deleted_is_gone_at_once(officer_client, indicator, address):
    listed = reverse("indicators", args=[indicator.plan.slug])
    assert OLD in read(officer_client, listed)

    indicator.delete()

    assert OLD not in read(officer_client, listed)
