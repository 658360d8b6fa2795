"""The lists of the overview and its table of outputs by year, as a reader sees them."""

import re
from datetime import UTC, date, datetime
from html import unescape

import pytest

from logframe import overview
from logframe.changes import Changes
from logframe.scorecard import Scorecard
from tests.factories import (
    make_area,
    make_indicator,
    make_measurement,
    make_milestone,
    make_objective,
    make_output,
    make_period,
    make_plan,
)

pytestmark = pytest.mark.django_db

MEETING, LATER = date(2026, 6, 30), date(2027, 9, 1)


@pytest.fixture
def plan():
    plan = make_plan()
    for _ in range(3):
        make_period(plan=plan)
    return plan


def verified(indicator, value):
    """Make a value of 2026 that was verified in the year after."""
    moment = datetime(2027, 2, 1, 3, tzinfo=UTC)
    make_measurement(
        indicator=indicator,
        value=value,
        state="verified",
        recorded_at=moment,
        submitted_at=moment,
        verified_at=moment,
    )


def read(html: str) -> list[str]:
    """Return what stands in each line of a list, and in each cell of a table."""
    texts = re.findall(r"<(?:li|t[hd])\b[^>]*>(.*?)</(?:li|t[hd])>", html, re.DOTALL)
    return [unescape(" ".join(re.sub(r"<[^>]+>", " ", text).split())) for text in texts]


def since_the_meeting(plan) -> Changes:
    return Changes(Scorecard.load(plan, on=MEETING), Scorecard.load(plan, on=LATER))


def test_an_output_has_its_status_of_each_year_and_this_one_opens(plan):
    indicator = make_indicator(output=make_output(short_title="Cleaner rivers"))
    make_milestone(indicator=indicator, year=2026, value=10)
    verified(indicator, 10)

    table = overview.outputs_by_year(Scorecard.load(plan, on=LATER))

    assert read(table) == [
        *("Output", "Title", "2026", "2027", "2028"),
        "4.1 Area 1",
        *("4.1(a)", "Cleaner rivers 1 of 1 assessable"),
        *("✓ Achieved", "✓ Achieved 4.1(a)-1 Achieved", "○ Not yet due"),
    ]
    assert re.findall(r'class="later"[^>]*>(\w*)', table) == ["2028", ""]


def test_what_can_never_be_said_is_said_of_the_years_to_come_too(plan):
    make_indicator()

    *_, current, to_come, after = read(
        overview.outputs_by_year(Scorecard.load(plan, on=date(2026, 3, 1)))
    )

    assert current == "! Set-up incomplete 4.1(a)-1 Set-up incomplete"
    assert (to_come, after) == ("! Set-up incomplete", "! Set-up incomplete")


def test_before_the_plan_begins_its_first_year_opens(plan):
    make_milestone(indicator=make_indicator(), year=2026)

    *_, first, second, third = read(
        overview.outputs_by_year(Scorecard.load(plan, on=date(2025, 12, 1)))
    )

    assert first == "○ Not yet due 4.1(a)-1 Not yet due"
    assert (second, third) == ("○ Not yet due", "○ Not yet due")


def test_of_many_changed_statuses_six_are_shown_and_the_rest_open(plan):
    for _ in range(8):
        indicator = make_indicator()
        make_milestone(indicator=indicator, year=2026, value=10)
        verified(indicator, 10)

    *shown, more = read(overview.status_lines(since_the_meeting(plan).statuses))

    assert len(shown) == 6
    assert all(line.endswith("was ○ Not yet due") for line in shown)
    assert more == ("2 more 4.1(a)-7 Not yet due → Achieved 4.1(a)-8 Not yet due → Achieved")


def test_what_is_not_there_is_said_in_each_list(plan):
    none = ["None."]

    assert read(overview.status_lines([])) == none
    assert read(overview.value_lines([])) == none
    assert read(overview.target_lines([])) == none
    assert overview.output_links([]) == "None."
    assert read(overview.report_lines([])) == ["Nothing is due."]


def test_nothing_that_people_typed_is_taken_for_a_tag(plan):
    area = make_area(name="<i>area")
    output = make_output(objective=make_objective(area=area), short_title="<i>output")
    indicator = make_indicator(output=output, title="<i>indicator")
    make_milestone(indicator=indicator, year=2026, value=10)
    make_milestone(
        indicator=indicator,
        year=2026,
        value=8,
        set_on=date(2026, 10, 1),
        authority="<i>authority",
        reason="<i>reason",
    )
    late = make_indicator(output=output, title="<i>late")
    make_milestone(indicator=late, year=2026, value=10)
    verified(indicator, 10)
    scorecard, changes = Scorecard.load(plan, on=LATER), since_the_meeting(plan)

    page = "".join(
        (
            overview.outputs_by_year(scorecard),
            overview.report_lines([scorecard.by_pk[late.pk]]),
            overview.status_lines(changes.statuses),
            overview.value_lines(changes.values),
            overview.target_lines(changes.revised_targets),
        )
    )

    assert "<i>" not in page
    assert set(re.findall("&lt;i&gt;([a-z]+)", page)) == {
        "area",
        "output",
        "indicator",
        "authority",
        "reason",
        "late",
    }
