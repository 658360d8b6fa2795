"""Every list page of the site is a file too: CSV and XLSX, with all its rows and no others."""

import io
import re

import pytest
from django.contrib.auth.models import User
from django.urls import get_resolver
from django.views.generic.list import MultipleObjectMixin
from django_tables2.views import TableMixinBase
from openpyxl import load_workbook

from logframe.choices import MOST_OFFERED, PlainSelect
from logframe.models import Plan
from logframe.progress import Status
from logframe.scorecard import Scorecard
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


def codes_of_the_page(client, **query) -> list[str]:
    html = client.get(PAGES["indicators"], query).content.decode()
    return re.findall(r'<td data-label="Code"[^>]*><a [^>]*>([^<]+)</a>', html)


def test_the_list_of_indicators_stands_in_the_order_of_the_plan():
    client = signed_in(User.objects.get(username="focal"))
    in_order = [score.indicator.code for score in Scorecard.load(Plan.objects.current()).indicators]

    pages = [codes_of_the_page(client, page=number) for number in (1, 2, 3)]

    assert [len(page) for page in pages] == [25, 25, 23]
    assert [code for page in pages for code in page] == in_order


def test_those_that_stand_alike_stand_in_the_order_of_the_plan():
    client = signed_in(User.objects.get(username="focal"))
    late = [
        score.indicator.code
        for score in Scorecard.load(Plan.objects.current()).indicators
        if score.status is Status.OFF_TRACK
    ]

    assert 1 < len(late) < 25
    assert codes_of_the_page(client, status="off_track") == late
    assert codes_of_the_page(client, status="off_track", sort="code") == sorted(late)


@pytest.mark.parametrize(
    "order", ["code", "-title", "status", "-progress,code", "reporting,-milestone"]
)
def test_a_page_of_indicators_begins_as_its_file_does(order):
    client = signed_in(User.objects.get(username="focal"))

    file = read_csv(client.get(PAGES["indicators"], {"sort": order, "_export": "csv"}).getvalue())

    in_file = [row["Code"] for row in file.dict]
    assert codes_of_the_page(client, sort=order) == in_file[:25]


def test_many_are_found_by_their_words_as_few_are(monkeypatch):
    client = signed_in(User.objects.get(username="focal"))
    few = codes_of_the_page(client, text="of STATES")
    monkeypatch.setattr("logframe.filters.FEW", 0)

    assert 1 < len(few) < 25
    assert codes_of_the_page(client, text="of STATES") == few
    assert codes_of_the_page(client, text="nothing of the sort") == []


def test_an_activity_leads_to_the_outputs_that_it_serves():
    client = signed_in(User.objects.get(username="focal"))

    html = client.get(PAGES["activities"]).content.decode()

    assert '<a href="/plans/2026-2030/outputs/4.1a/">4.1(a)</a>' in html


def test_a_filter_offers_what_can_be_chosen_and_marks_what_is():
    found = PlainSelect(choices=[("", "all"), ("a", "A & B"), ("c", "C")]).render("area", "a")

    assert found == (
        '<select name="area"><option value="">all</option>'
        '<option value="a" selected>A &amp; B</option><option value="c">C</option></select>'
    )


def test_of_very_many_choices_one_is_typed():
    many = [(str(number), f"Output {number}") for number in range(MOST_OFFERED + 1)]

    found = PlainSelect(choices=many).render("output", "7")

    assert found == '<input name="output" type="text" value="7">'
