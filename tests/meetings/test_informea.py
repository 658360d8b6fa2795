"""The decisions as JSON with the names of InforMEA's fields."""

import json
from datetime import date

import pytest

from meetings.informea import decisions_to_tell, told
from meetings.models import Decision
from tests.factories import (
    make_area,
    make_decision,
    make_decision_link,
    make_decision_relation,
    make_meeting,
    make_output,
    make_plan,
)

pytestmark = pytest.mark.django_db

FIELDS = {
    "id",
    "link",
    "number",
    "type",
    "status",
    "treaty",
    "published",
    "updated",
    "meetingId",
    "meetingTitle",
    "meetingUrl",
    "displayOrder",
    "titles",
    "longTitles",
    "summaries",
    "contents",
    "keywords",
    "files",
}


def only() -> dict:
    (decision,) = told(decisions_to_tell())
    return decision


def test_a_decision_is_told_with_the_names_of_the_portal(settings):
    settings.SITE_URL, settings.PROGRAMME_NAME = "https://tracker.example.org", "PROGRAMME"
    meeting = make_meeting(number=26, ends_on=date(2023, 11, 24))
    make_decision(meeting=meeting, heading="Air", wording="The Meeting asked for a report.")

    found = only()

    assert set(found) == FIELDS
    assert (found["id"], found["number"], found["treaty"]) == (
        "SOM-26/I/1/1",
        "SOM-26/I/1/1",
        "PROGRAMME",
    )
    assert found["link"] == "https://tracker.example.org/decisions/SOM-26-I-1-1/"
    assert (found["meetingId"], found["published"]) == ("SOM-26", date(2023, 11, 24))
    assert found["meetingUrl"] == "https://tracker.example.org/meetings/SOM-26/"
    assert found["titles"] == [{"language": "en", "title": "SOM-26/I/1/1 Air"}]
    assert found["contents"] == [{"language": "en", "content": "The Meeting asked for a report."}]


@pytest.mark.parametrize(
    ("kind", "told_as"), [("recommend", "recommendation"), ("adopt", "decision")]
)
def test_a_recommendation_is_told_from_a_decision(kind, told_as):
    make_decision(kind=kind)

    assert only()["type"] == told_as


@pytest.mark.parametrize(
    ("validity", "status"),
    [("in_force", "active"), ("superseded", "retired"), ("elapsed", "retired")],
)
def test_a_decision_out_of_force_is_retired(validity, status):
    make_decision(validity=validity)

    assert only()["status"] == status


def test_a_decision_that_a_later_one_amends_is_amended():
    earlier, later = make_decision(), make_decision()
    make_decision_relation(decision=later, earlier=earlier, kind="amends")

    assert {one["id"]: one["status"] for one in told(decisions_to_tell())} == {
        earlier.code: "amended",
        later.code: "active",
    }


def test_what_a_decision_bears_on_are_its_keywords(settings):
    area = make_area(name="Air")
    decision = make_decision(area=area)
    output = make_output(short_title="Symposium")
    make_decision_link(decision=decision, output=output)

    assert only()["keywords"] == [
        {"namespace": settings.SITE_URL + area.get_absolute_url(), "term": "4.1 Air"},
        {"namespace": settings.SITE_URL + output.get_absolute_url(), "term": "4.1(a) Symposium"},
    ]


def test_the_day_of_the_last_change_is_told():
    decision = make_decision()
    decision.note = "Read again"
    decision.save()

    assert only()["updated"] == decision.history.latest().history_date


def test_decisions_stand_in_the_order_of_the_reports():
    tenth, ninth = make_meeting(number=10), make_meeting(number=9)
    for meeting, paragraph in ((tenth, 2), (ninth, 11), (tenth, 1)):
        make_decision(meeting=meeting, paragraph=paragraph)

    found = [(one["displayOrder"], one["id"]) for one in told(decisions_to_tell())]

    assert found == [(1, "SOM-9/I/11/1"), (2, "SOM-10/I/1/1"), (3, "SOM-10/I/2/1")]


def test_the_file_is_a_download_in_clear_text_with_the_notice(focal_client):
    make_plan(notice="Invented")
    make_decision(wording="Уулзалт 회의")

    response = focal_client.get("/decisions/informea.json")

    content = json.loads(response.content)
    assert response.headers["Content-Type"] == "application/json"
    assert response.headers["Content-Disposition"].startswith('attachment; filename="decisions-')
    assert "Уулзалт 회의" in response.content.decode()
    assert content["notice"] == "Invented"
    assert [one["id"] for one in content["value"]] == [Decision.objects.get().code]


def test_more_decisions_ask_no_further_query(focal_client, django_assert_max_num_queries):
    for _ in range(3):
        make_decision_link(decision=make_decision(), output=make_output())

    with django_assert_max_num_queries(14):
        focal_client.get("/decisions/informea.json")


def test_who_is_not_signed_in_is_asked_to(client):
    assert client.get("/decisions/informea.json").url.startswith("/accounts/login/")
