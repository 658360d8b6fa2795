"""The copy of the database that pages to read ask: which page asks it, and when."""

import pytest
from django.contrib.auth.models import User
from django.core.exceptions import ImproperlyConfigured
from django.db import router
from django.http import HttpRequest, HttpResponse
from django.urls import resolve

from config.replica import PAGES, ReplicaMiddleware
from logframe.models import Indicator
from tests.pages import PAGES as ADDRESSES
from tests.production import ENVIRONMENT, read_settings

PLAN = ADDRESSES["plan"]
COPY = "postgres://reader@copy/tracker"


@pytest.fixture(autouse=True)
def _routed(settings):
    settings.DATABASE_ROUTERS = ["config.replica.Router"]


def ask(rf, method: str, address: str, cookies=()) -> HttpResponse:
    """Ask for a page that tells where it reads the plan, where people, and where it writes."""

    def page(request: HttpRequest) -> HttpResponse:
        middleware.process_view(request, None, (), {})
        asked = (
            router.db_for_read(Indicator),
            router.db_for_read(User),
            router.db_for_write(Indicator),
        )
        return HttpResponse(" ".join(asked))

    middleware = ReplicaMiddleware(page)
    request = rf.generic(method, address)
    request.COOKIES = dict(cookies)
    request.resolver_match = resolve(address)
    return middleware(request)


def asked(response: HttpResponse) -> str:
    return response.content.decode()


def test_a_page_to_read_asks_the_copy_but_not_for_people_and_never_to_write(rf):
    assert asked(ask(rf, "GET", PLAN)) == "replica default default"
    assert router.db_for_read(Indicator) == "default"  # once the page is made


@pytest.mark.parametrize("address", ["/admin/", ADDRESSES["record"], ADDRESSES["work"]])
def test_where_staff_work_the_database_itself_is_asked(rf, address):
    assert asked(ask(rf, "GET", address)) == "default default default"


def test_who_has_just_written_sees_it(rf):
    written = ask(rf, "POST", ADDRESSES["record"])

    cookies = {name: morsel.value for name, morsel in written.cookies.items()}
    assert asked(written) == "default default default"
    assert asked(ask(rf, "GET", PLAN, cookies)) == "default default default"
    assert written.cookies["wrote"]["max-age"] == 15


def test_every_page_that_asks_the_copy_is_one_of_the_site():
    assert set(PAGES) - set(ADDRESSES) == {"iati", "informea"}


def test_only_the_database_itself_is_migrated(db):
    assert router.allow_migrate("default", "logframe")
    assert not router.allow_migrate("replica", "logframe")


def test_the_copy_takes_no_writes_and_is_there_by_setting_alone():
    found = read_settings(**ENVIRONMENT, REPLICA_URL=COPY)

    assert "read_only=on" in found["DATABASES"]["replica"]["OPTIONS"]["options"]
    assert "config.replica.ReplicaMiddleware" in found["MIDDLEWARE"]
    assert list(read_settings(**ENVIRONMENT)["DATABASES"]) == ["default"]


def test_a_file_is_no_copy_that_follows():
    with pytest.raises(ImproperlyConfigured, match="a copy that PostgreSQL keeps"):
        read_settings(**ENVIRONMENT, REPLICA_URL="sqlite:///copy.sqlite3")
