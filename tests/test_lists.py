"""Every list page of the site is a file too: CSV and XLSX, with all its rows and no others."""

import io

import pytest
from django.contrib.auth.models import User
from django.urls import get_resolver
from django.views.generic.list import MultipleObjectMixin
from django_tables2.views import TableMixinBase
from openpyxl import load_workbook

from logframe.uploads import read_csv, read_xlsx
from tests.conftest import signed_in
from tests.demonstration import demonstration_loaded
from tests.pages import PAGES

pytestmark = pytest.mark.django_db


def addresses(patterns):
    """Return all addresses, also those that other modules bring."""
    for pattern in patterns:
        if hasattr(pattern, "url_patterns"):
            yield from addresses(pattern.url_patterns)
        else:
            yield pattern


def lists() -> list[str]:
    """Return the names of all addresses that show a list or a table of the database."""
    views = {
        address.name: getattr(address.callback, "view_class", object)
        for address in addresses(get_resolver().url_patterns)
    }
    shows_many = (MultipleObjectMixin, TableMixinBase)
    return [name for name, view in views.items() if issubclass(view, shows_many)]


@pytest.fixture(scope="module", autouse=True)
def _demonstration(django_db_setup, django_db_blocker):
    with demonstration_loaded(django_db_blocker):
        yield


def test_lists_are_found():
    assert {"indicators", "activities", "meetings", "decisions", "trace"} <= set(lists())


@pytest.mark.parametrize("name", lists())
def test_a_list_page_leads_to_both_files_with_its_filters(name):
    client = signed_in(User.objects.get(username="focal"))
    address = PAGES[name]

    html = client.get(address, {"sort": ""}).content.decode()
    plain = client.get(f"{address}?_export=csv")
    assert plain.streaming
    table = plain.getvalue()
    book = client.get(f"{address}?_export=xlsx")

    for ending in ("csv", "xlsx"):
        assert f"_export={ending}" in html
    assert plain["Content-Type"].startswith("text/csv")
    assert table.startswith(b"\xef\xbb\xbf")
    sheet = load_workbook(io.BytesIO(book.content)).active
    assert sheet.freeze_panes == "A2"
    assert [cell.value for cell in sheet[1]] == read_csv(table).headers
    assert len(read_xlsx(book.content)) == len(read_csv(table)) > 0
