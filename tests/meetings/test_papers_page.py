"""The page of the papers of a meeting: drafts and what is missing, for staff alone."""

from http import HTTPStatus

import pytest
from django.contrib.auth.models import User
from django.utils import timezone

from logframe.models import Plan
from meetings.models import AgendaItem, Document, Meeting
from tests.conftest import signed_in
from tests.demonstration import demonstration_loaded
from tests.papers import content, file_of, parts

pytestmark = pytest.mark.django_db

PAGE = "/meetings/SOM-29/papers/"
DRAFTS = f"{PAGE}drafts/"


@pytest.fixture(scope="module", autouse=True)
def _demonstration(django_db_setup, django_db_blocker):
    with demonstration_loaded(django_db_blocker):
        yield


@pytest.fixture
def officer():
    return signed_in(User.objects.get(username="officer"))


@pytest.fixture
def focal():
    return signed_in(User.objects.get(username="focal"))


@pytest.fixture
def meeting() -> Meeting:
    return Meeting.objects.get(code="SOM-29")


def page(client, address: str = PAGE) -> str:
    return client.get(address).content.decode()


def test_staff_see_each_paper_in_short(officer):
    html = page(officer)

    assert '<b class="no">1</b> Air Pollution' in html
    assert "Background and mandate · Progress in 2026 · Proposed activity plan" in html
    assert "<small>9 papers</small>" in html


def test_the_order_is_a_choice(officer):
    in_agenda, in_plan = page(officer), page(officer, f"{PAGE}?order=plan")

    assert '<b class="no">2</b> Biodiversity and Nature Conservation' in in_agenda
    assert '<b class="no">2</b> Low Carbon Cities' in in_plan
    assert "SOM-29-02-low-carbon-cities.docx?order=plan" in in_plan


def test_an_unknown_order_is_that_of_the_agenda(officer):
    assert '<b class="no">2</b> Biodiversity' in page(officer, f"{PAGE}?order=alphabet")


@pytest.mark.parametrize("name", ["air-pollution.docx", "follow-up.csv", "scorecard.xlsx"])
def test_a_draft_is_the_file_that_the_command_makes(officer, name):
    today = content(on=timezone.localdate())
    number = {"air-pollution.docx": "01", "follow-up.csv": "07", "scorecard.xlsx": "09"}[name]

    response = officer.get(f"{DRAFTS}SOM-29-{number}-{name}")

    assert response.content == file_of(today, name)
    assert f'filename="SOM-29-{number}-{name}"' in response["Content-Disposition"]


def test_all_come_as_an_archive(officer):
    response = officer.get(f"{DRAFTS}SOM-29-papers.zip?order=plan")

    names = list(parts(response.content))
    assert len(names) == 28
    assert names[3] == "SOM-29-02-low-carbon-cities.csv"
    assert response["Content-Type"] == "application/zip"


@pytest.mark.parametrize("name", ["SOM-29-01-low-carbon-cities.docx", "SOM-28-papers.zip", "x"])
def test_a_file_that_is_none_is_not_found(officer, name):
    assert officer.get(f"{DRAFTS}{name}").status_code == HTTPStatus.NOT_FOUND


def test_a_focal_point_sees_no_draft(focal):
    html = page(focal)

    assert "As they would be issued today" not in html
    assert "drafts/" not in html


def test_a_focal_point_gets_no_draft(focal):
    response = focal.get(f"{DRAFTS}SOM-29-papers.zip")

    assert response.status_code == HTTPStatus.FORBIDDEN


def test_a_public_site_keeps_the_drafts_to_itself(client, settings):
    settings.LOGFRAME_PUBLIC = True

    assert client.get(PAGE).status_code == HTTPStatus.OK
    assert client.get(f"{DRAFTS}SOM-29-papers.zip").status_code == HTTPStatus.FORBIDDEN


def test_without_a_plan_the_page_says_what_to_do(officer, meeting):
    meeting.reviews = None
    meeting.save()
    plan = Plan.objects.get()
    plan.is_current = False
    plan.save()

    response = officer.get(PAGE)

    assert response.status_code == HTTPStatus.NOT_FOUND
    assert "mark one as the current plan" in response.content.decode()


# What is missing


def test_what_is_missing_leads_to_where_it_is_mended(officer, meeting):
    html = page(officer)

    for address in (
        f"/admin/meetings/meeting/{meeting.pk}/change/",
        "/plans/2026-2030/record/2026/4.1b-3/",
        "/plans/2026-2030/outputs/4.1d/report/2026/",
        "/decisions/SOM-26-I-14-1/follow-up/",
        "/admin/logframe/activity/?q=A02",
    ):
        assert f'<a href="{address}">' in html


def test_what_is_known_of_the_meeting_is_not_missing(officer, meeting):
    meeting.city, meeting.country, meeting.dates_text = "Incheon", "Republic of Korea", "2027"
    meeting.save()
    area = Plan.objects.get().areas.get(code="AP")
    AgendaItem(meeting=meeting, order=1, number="5(a)", title="Air", area=area).save()

    html = page(officer)

    assert "Not known of the meeting" not in html
    assert "agenda item 5(a)" in html


def test_a_document_with_the_title_of_a_paper_gives_it_its_symbol(officer, meeting):
    Document(meeting=meeting, order=1, symbol="SOM(29)/3", title="Air pollution").save()

    html = page(officer)

    assert "<small>SOM(29)/3</small>" in html
    assert "<h3>Without a symbol <small>8</small></h3>" in html
