"""The pages: who signs in first, what stands on them, in how many queries, and what goes wrong."""

import csv
import io
import re
from datetime import datetime
from http import HTTPStatus

import openpyxl
import pytest
from django.contrib.auth.models import User
from django.db.models import Q
from django.test import Client
from django.urls import get_resolver
from django.utils import timezone

from logframe import explanations
from logframe.figures import in_unit
from logframe.models import Activity, Indicator, Output, Plan
from logframe.progress import Status
from logframe.scorecard import Scorecard
from logframe.tables import ActivityTable, IndicatorTable
from meetings.models import Decision, Meeting
from meetings.models.decision_queryset import still_open
from meetings.tables import DecisionTable, MeetingFollowUpTable, MeetingTable
from tests.conftest import signed_in
from tests.demonstration import demonstration_loaded
from tests.pages import (
    LISTS,
    OPEN_TO_ALL,
    PAGES,
    PERSONAL_PAGES,
    PLAN,
    STAFF_PAGES,
    WITHOUT_A_PAGE,
)

pytestmark = pytest.mark.django_db

ROLES = ("officer", "manager", "focal")
SHAPES = {status.word: status.shape for status in Status}
TABLES = {
    "indicators": IndicatorTable,
    "activities": ActivityTable,
    "meetings": MeetingTable,
    "meeting_follow_up": MeetingFollowUpTable,
    "decisions": DecisionTable,
}


@pytest.fixture(scope="module", autouse=True)
def _demonstration(django_db_setup, django_db_blocker):
    with demonstration_loaded(django_db_blocker):
        yield


@pytest.fixture
def officer():
    return signed_in(User.objects.get(username="officer"))


def text_of(response) -> str:
    """The words of a page, without markup."""
    html = response.content.decode()
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html)).replace("&#x27;", "'")


def rows_of(response) -> list[dict]:
    """The rows of a CSV file."""
    return list(csv.DictReader(io.StringIO(response.getvalue().decode("utf-8-sig"), newline="")))


def test_every_named_address_has_a_page_in_the_list_of_pages():
    names = {
        pattern.name
        for entry in get_resolver().url_patterns
        for pattern in getattr(entry, "url_patterns", [entry])
        if getattr(entry, "app_name", None) != "admin"
    }

    assert names == set(PAGES) | set(WITHOUT_A_PAGE)


@pytest.mark.parametrize("name", [*STAFF_PAGES, *PERSONAL_PAGES])
def test_a_public_site_keeps_the_pages_for_staff_closed(client, settings, name):
    settings.LOGFRAME_PUBLIC = True

    response = client.get(PAGES[name])

    is_asked_to_sign_in = getattr(response, "url", "").startswith("/accounts/login/")
    assert is_asked_to_sign_in or response.status_code == HTTPStatus.FORBIDDEN


@pytest.mark.parametrize("name", PAGES)
def test_who_is_not_signed_in_is_asked_to(client, name):
    response = client.get(PAGES[name])

    if name in OPEN_TO_ALL:
        assert response.status_code == HTTPStatus.OK
    else:
        assert response.status_code == HTTPStatus.FOUND
        assert response.url.startswith("/accounts/login/")


@pytest.mark.parametrize(
    "name", [name for name in PAGES if name not in (*STAFF_PAGES, *PERSONAL_PAGES)]
)
def test_a_public_site_shows_its_pages_to_all(client, settings, name):
    settings.LOGFRAME_PUBLIC = True

    assert client.get(PAGES[name]).status_code == HTTPStatus.OK


def test_a_public_site_keeps_the_admin_closed(client, settings):
    settings.LOGFRAME_PUBLIC = True

    assert client.get("/admin/logframe/measurement/").status_code == HTTPStatus.FOUND


@pytest.mark.parametrize(
    "address",
    [
        "/nowhere/",
        "/plans/1999-2000/",
        f"{PLAN}areas/space/",
        f"{PLAN}outputs/9.9z/",
        f"{PLAN}indicators/9.9z-1/",
        "/evidence/2026/nothing.pdf",
        "/meetings/SOM-99/",
        "/decisions/SOM-99-I-1-1/",
    ],
)
def test_a_wrong_address_is_a_designed_page(officer, address):
    response = officer.get(address)

    assert response.status_code == HTTPStatus.NOT_FOUND
    assert "There is no such page" in text_of(response)
    assert "tracker.css" in response.content.decode()


def test_a_refused_page_is_a_designed_page(officer):
    response = officer.get("/admin/logframe/plan/add/")

    assert response.status_code == HTTPStatus.FORBIDDEN
    assert "This page is not open to your account" in text_of(response)


def test_without_a_plan_the_home_page_says_what_to_do(officer):
    Plan.objects.update(is_current=False)

    response = officer.get("/")

    assert response.status_code == HTTPStatus.NOT_FOUND
    assert "load the records" in text_of(response)


def test_the_logframe_has_every_statement_word_for_word(officer):
    page = text_of(officer.get(PAGES["logframe"]))

    missing = [o.code for o in Output.objects.all() if o.statement not in page]
    assert Output.objects.count() == 27
    assert missing == []


def test_the_page_of_a_meeting_has_its_decisions_in_the_order_of_the_report(officer):
    page = officer.get(PAGES["meeting"]).content.decode()

    found = re.findall(r'href="/decisions/SOM-26-I-(\d+)-(\d+)/"', page)
    places = [(int(paragraph), int(sequence)) for paragraph, sequence in found]
    assert len(places) == 42
    assert places == sorted(places)
    assert places[0] == (2, 1)


def test_the_page_of_an_output_lists_the_decisions_that_bear_on_it(officer):
    output = Output.objects.get(code="4.1(a)")
    expected = set(output.decision_links.values_list("decision__code", flat=True))

    page = text_of(officer.get(output.get_absolute_url()))

    assert len(expected) > 3
    assert [code for code in expected if code not in page] == []


def test_an_annex_that_words_an_output_otherwise_is_quoted(officer):
    page = text_of(officer.get(Output.objects.get(code="4.5(c)").get_absolute_url()))

    assert "Annex 1 words it otherwise:" in page


def test_a_status_opens_the_sum_behind_it(officer):
    score = Scorecard.load(
        Plan.objects.current(), include=Indicator.objects.get(code="4.1(b)-2")
    ).by_pk.popitem()[1]

    page = text_of(officer.get(PAGES["indicator"]))

    assert str(score.assessment.explanation) in page
    assert "verified by manager on" in page


def test_drafts_are_shown_to_staff_and_not_to_focal_points():
    score = next(
        score for score in Scorecard.load(Plan.objects.current()).indicators if score.pending
    )

    seen = {
        role: "Not verified yet"
        in text_of(signed_in(User.objects.get(username=role)).get(score.url))
        for role in ROLES
    }

    assert seen == {"officer": True, "manager": True, "focal": False}


@pytest.mark.parametrize("name", LISTS)
def test_a_file_has_all_rows_of_the_list_without_its_paging(officer, name):
    totals = {
        "indicators": Indicator.objects.count(),
        "activities": Activity.objects.count(),
        "meetings": Meeting.objects.count(),
        "decisions": Decision.objects.open().count(),
        # The last meeting left no decision in the records: what is open, or has news since.
        "meeting_follow_up": Decision.objects.filter(is_actionable=True)
        .filter(still_open(timezone.localdate()) | Q(follow_ups__date__gt="2025-09-23"))
        .distinct()
        .count(),
    }

    as_csv = rows_of(officer.get(f"{PAGES[name]}?_export=csv"))
    as_xlsx = officer.get(f"{PAGES[name]}?_export=xlsx")
    sheet = openpyxl.load_workbook(io.BytesIO(as_xlsx.content)).active

    assert len(as_csv) == totals[name]
    assert sheet.max_row == totals[name] + 1


@pytest.mark.parametrize("name", LISTS)
def test_a_file_carries_the_notice_on_every_row(officer, name):
    notice = Plan.objects.current().notice

    rows = rows_of(officer.get(f"{PAGES[name]}?_export=csv"))

    assert {row["Notice"] for row in rows} == {notice}


@pytest.mark.parametrize("name", LISTS)
def test_a_file_neutralises_text_that_looks_like_a_formula(officer, name):
    formula = '=HYPERLINK("https://example.org")'
    Indicator.objects.filter(code="4.1(b)-2").update(title=formula)
    Activity.objects.filter(code="A01").update(title=formula)
    Meeting.objects.filter(code="SOM-26").update(host=formula)
    decision = Decision.objects.open().first()
    Decision.objects.filter(pk=decision.pk).update(heading=formula)

    text = officer.get(f"{PAGES[name]}?_export=csv").getvalue().decode("utf-8-sig")
    book = officer.get(f"{PAGES[name]}?_export=xlsx").content
    cells = [cell for row in openpyxl.load_workbook(io.BytesIO(book)).active for cell in row]

    fields = [field for row in csv.reader(io.StringIO(text, newline="")) for field in row]
    assert f"'{formula}" in fields
    assert formula not in fields
    assert [cell.data_type for cell in cells if cell.value == formula] == ["s"]


@pytest.mark.parametrize("name", LISTS)
def test_every_list_sorts_by_every_column_both_ways(officer, name):
    table = officer.get(PAGES[name]).context["table"]
    everything = len(table.rows)
    columns = [column.name for column in table.columns.iterall() if column.orderable]

    found = {}
    for column in columns:
        for order in (column, f"-{column}"):
            table.order_by = order
            found[order] = len([row.record for row in table.rows])

    assert len(columns) > 5
    assert set(found.values()) == {everything}


@pytest.mark.parametrize(
    ("rows", "shown"),
    [("", 25), ("500", 71), ("100000", 71), ("0", 25), ("-5", 1), ("many", 25)],
)
def test_a_reader_may_have_the_whole_register_on_one_page_to_print(officer, rows, shown):
    page = officer.get(f"{PAGES['decisions']}?show=&per_page={rows}")

    assert len(page.context["table"].page.object_list) == shown
    links = "All rows on one page, to print" in text_of(page)
    assert links == (shown < 71)


def test_a_list_is_sorted_by_the_address_of_the_page(officer):
    codes = [
        [
            row["Code"]
            for row in rows_of(officer.get(f"{PAGES['indicators']}?sort={order}&_export=csv"))
        ]
        for order in ("code", "-code")
    ]

    assert codes[0] == sorted(codes[0])
    assert codes[1] == sorted(codes[0], reverse=True)


def test_a_list_sorts_meetings_by_number_not_by_letters(officer):
    rows = rows_of(officer.get(f"{PAGES['meetings']}?body=SOM&sort=code&_export=csv"))

    assert [row["Meeting"] for row in rows[:3]] == ["SOM-1", "SOM-2", "SOM-3"]


@pytest.mark.parametrize(
    ("name", "query", "expected"),
    [
        ("indicators", "area=low-carbon-cities", {"Area": {"Low Carbon Cities"}}),
        ("indicators", "output=4.1a", {"Output or objective": {"4.1(a)"}}),
        ("indicators", "status=off_track", {"Status": {"Off track"}}),
        ("indicators", "text=symposium", {"Code": {"4.1-O1", "4.1(a)-1"}}),
        ("activities", "area=low-carbon-cities", {"Area": {"LCC"}}),
        ("activities", "status=completed", {"Status": {"completed"}}),
        ("decisions", "meeting=SOM-18", {"Meeting": {"SOM-18"}}),
        ("decisions", "kind=adopt", {"Kind": {"adopt"}}),
        ("decisions", "due=overdue", {"Status": {"Overdue"}}),
        ("decisions", "area=air-pollution", {"Area": {"AP"}}),
        ("meetings", "body=SPC", {"Body": {"NEACAP Science and Policy Committee"}}),
    ],
)
def test_a_filter_keeps_what_it_says(officer, name, query, expected):
    rows = rows_of(officer.get(f"{PAGES[name]}?{query}&_export=csv"))

    assert rows
    assert {column: {row[column] for row in rows} for column in expected} == expected


def test_a_filter_that_matches_nothing_says_so(officer):
    page = text_of(officer.get(f"{PAGES['indicators']}?text=nothing-has-this"))

    assert "Nothing matches these filters." in page


@pytest.mark.parametrize("query", ["area=nowhere", "status=splendid", "sort=nonsense", "page=99x"])
def test_a_filter_with_a_wrong_value_is_no_error(officer, query):
    response = officer.get(f"{PAGES['indicators']}?{query}")

    assert response.status_code in (HTTPStatus.OK, HTTPStatus.NOT_FOUND)


def test_the_register_shows_first_what_is_still_to_be_acted_on(officer):
    rows = rows_of(officer.get(f"{PAGES['decisions']}?_export=csv"))
    everything = rows_of(officer.get(f"{PAGES['decisions']}?show=&_export=csv"))

    assert len(rows) == Decision.objects.open().count()
    assert len(everything) == Decision.objects.count() >= 71


def as_text(cell) -> str:
    """The cell of a workbook as the CSV writes it."""
    if isinstance(cell, datetime):
        return cell.date().isoformat()
    return "" if cell is None else str(cell)


def rows_of_page(response) -> dict[str, str]:
    """The rows of the logframe page as text, by the code of the indicator."""
    rows = re.findall(r"<tr>(.*?)</tr>", response.content.decode(), flags=re.DOTALL)
    texts = [re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", row)).strip() for row in rows]
    return {text.split(" ", 1)[0]: text for text in texts}


def test_page_csv_and_xlsx_give_the_same_numbers_and_statuses(officer):
    scorecard = Scorecard.load(Plan.objects.current(), on=timezone.localdate())
    on_page = rows_of_page(officer.get(PAGES["logframe"]))
    in_csv = {
        row["Code"]: row for row in rows_of(officer.get(f"{PAGES['indicators']}?_export=csv"))
    }
    book = officer.get(f"{PAGES['indicators']}?_export=xlsx").content
    headers, *sheet = openpyxl.load_workbook(io.BytesIO(book)).active.values
    in_xlsx = {row[0]: dict(zip(headers, row, strict=True)) for row in sheet}

    for score in scorecard.indicators:
        code, value, word = score.indicator.code, score.assessment.value, score.status.word
        if value is None:
            shown = {"page": str(score.reporting), "csv": "", "xlsx": None}
        else:
            plain = in_unit("number", value)
            page = in_unit(score.indicator.measure, value)
            shown = {"page": page, "csv": plain, "xlsx": float(plain)}
        # On the page the value stands directly before the status, but for the mark "provisional".
        before_status = on_page[code].split(f" {SHAPES[word]} {word}")[0].removesuffix(" p")

        assert before_status.endswith(f" {shown['page']}"), code
        assert (in_csv[code]["Value"], in_csv[code]["Status"]) == (shown["csv"], word)
        assert (in_xlsx[code]["Value"], in_xlsx[code]["Status"]) == (shown["xlsx"], word)
        why = str(score.assessment.explanation)
        assert in_csv[code]["Why"] == in_xlsx[code]["Why"] == why
        assert in_csv[code] == {name: as_text(cell) for name, cell in in_xlsx[code].items()}

    assert len(in_csv) == len(in_xlsx) == 73


def test_empty_is_not_zero_in_any_file(officer):
    rows = {row["Code"]: row for row in rows_of(officer.get(f"{PAGES['indicators']}?_export=csv"))}
    scores = Scorecard.load(Plan.objects.current()).indicators

    zero = next(s.indicator.code for s in scores if s.assessment.value == 0)
    silent = next(code for code, row in rows.items() if row["Reporting"] == "not reported")
    later = next(
        code
        for code, row in rows.items()
        if row["Reporting"] == "not yet due" and row["Value"] == ""
    )

    assert rows[zero]["Value"] == "0"
    assert rows[zero]["Reporting"] == "reported"
    assert rows[silent]["Value"] == rows[later]["Value"] == ""
    assert not any(cell in ("None", "-0") for row in rows.values() for cell in row.values())


def test_the_help_page_has_every_status_and_every_constant(officer):
    page = text_of(officer.get(PAGES["help"]))

    assert [status.word for status in Status if status.word not in page] == []
    assert [
        number for number in ("0.95", "0.6", "60 %", "30 days", "5 %") if number not in page
    ] == []


def test_the_help_page_explains_columns_that_are_there():
    headings = {str(column.header) for column in IndicatorTable([]).columns.iterall()}

    assert set(explanations.columns()) <= headings


def test_the_admin_says_that_the_data_are_a_demonstration(officer):
    page = text_of(officer.get("/admin/logframe/measurement/"))

    assert Plan.objects.current().notice in page


def test_a_form_that_is_too_old_is_a_designed_page():
    client = Client(enforce_csrf_checks=True)

    response = client.post("/accounts/login/", {"username": "officer", "password": "demo"})

    assert response.status_code == HTTPStatus.FORBIDDEN
    assert "Nothing was saved." in text_of(response)


def test_pages_state_their_day(officer):
    today = timezone.localdate()

    assert f"As of {today.day} {today:%B} {today.year}" in text_of(officer.get(PAGES["plan"]))


def test_the_healthy_site_says_ok(client):
    assert client.get("/healthz").content == b"ok"
