"""The demonstration as IATI: valid by the rules of the standard."""

from datetime import date
from xml.etree import ElementTree

import pytest
from django.contrib.auth.models import User

from logframe.iati import iati_xml
from logframe.models import Plan
from logframe.scorecard import Scorecard
from tests.conftest import signed_in
from tests.demonstration import demonstration_loaded

pytestmark = pytest.mark.django_db

LANG = "{http://www.w3.org/XML/1998/namespace}lang"
ORDER = {
    "iati-activity": [
        "iati-identifier",
        "reporting-org",
        "title",
        "description",
        "participating-org",
        "activity-status",
        "activity-date",
        "activity-scope",
        "recipient-region",
        "sector",
        "tag",
        "result",
    ],
    "result": ["title", "description", "indicator"],
    "indicator": ["title", "description", "baseline", "period"],
    "period": ["period-start", "period-end", "target", "actual"],
    "target": ["dimension", "comment"],
    "actual": ["dimension", "comment"],
    "baseline": ["dimension", "comment"],
}
REQUIRED = {
    "result": {"type"},
    "indicator": {"measure"},
    "baseline": {"year", "value"},
    "target": {"value"},
    "actual": {"value"},
    "dimension": {"name", "value"},
    "period-start": {"iso-date"},
    "period-end": {"iso-date"},
    "reporting-org": {"ref", "type"},
    "participating-org": {"role", "ref"},
    "activity-status": {"code"},
    "activity-date": {"type", "iso-date"},
    "recipient-region": {"vocabulary", "code"},
    "sector": {"vocabulary", "code"},
}


@pytest.fixture(scope="module", autouse=True)
def _demonstration(django_db_setup, django_db_blocker):
    with demonstration_loaded(django_db_blocker):
        yield


@pytest.fixture
def demonstration():
    found = ElementTree.fromstring(iati_xml(Scorecard.load(Plan.objects.current())))
    assert len(list(found.iter("indicator"))) == 73
    assert len(list(found.iter("actual"))) > 100
    return found


def test_the_demonstration_is_valid_by_the_rules_of_the_standard(demonstration):
    (activity,) = demonstration
    assert {child.tag for child in activity} == set(ORDER["iati-activity"])
    for element in demonstration.iter():
        names = [child.tag for child in element]
        if element.tag in ORDER:
            assert names == sorted(names, key=ORDER[element.tag].index)
        assert set(element.attrib) >= REQUIRED.get(element.tag, set())
    for result in demonstration.iter("result"):
        assert len(result.findall("title")) == 1
        assert result.findall("indicator")
    for indicator in demonstration.iter("indicator"):
        assert indicator.get("measure") in ("1", "2", "3", "4")
        assert len(indicator.findall("title")) == 1
    for period in demonstration.iter("period"):
        first, last = (period.find(f"period-{end}").get("iso-date") for end in ("start", "end"))
        assert date.fromisoformat(first) < date.fromisoformat(last)
    for baseline in demonstration.iter("baseline"):
        assert int(baseline.get("year")) > 1990


def test_every_number_of_the_demonstration_is_a_plain_one(demonstration):
    for kind in ("baseline", "target", "actual"):
        for element in demonstration.iter(kind):
            assert element.get("value").replace("-", "", 1).replace(".", "", 1).isdigit()


def test_every_text_of_the_demonstration_says_its_language(demonstration):
    narratives = list(demonstration.iter("narrative"))

    assert narratives
    assert {one.get(LANG) for one in narratives} == {"en"}
    assert all((one.text or "").strip() for one in narratives)


def test_the_file_is_a_download_that_carries_the_notice():
    plan = Plan.objects.current()

    response = signed_in(User.objects.get(username="focal")).get(
        f"/plans/{plan.slug}/iati.xml?as_of=2026-06-30"
    )

    assert response.headers["Content-Type"] == "application/xml; charset=utf-8"
    assert response.headers["Content-Disposition"] == (
        'attachment; filename="iati-2026-2030-2026-06-30.xml"'
    )
    assert plan.notice in response.content.decode()


def test_who_is_not_signed_in_is_asked_to(client):
    assert client.get("/plans/2026-2030/iati.xml").url.startswith("/accounts/login/")
