"""Setting milestones on the page: proposed first, saved all or none, the old beside the new."""

import re
from datetime import date
from decimal import Decimal
from html import unescape
from http import HTTPStatus

import pytest
from django.urls import reverse
from django.utils import timezone

from logframe.formats import number_text
from logframe.models import Milestone
from tests.factories import (
    make_indicator,
    make_milestone,
    make_objective,
    make_output,
    make_period,
    make_plan,
    make_scale_level,
)

pytestmark = pytest.mark.django_db

ASKED = {"target": "30", "profile": "even", "set_on": "2026-01-30", "authority": "", "reason": ""}
DECIDED = {"set_on": "2026-03-01", "authority": "SOM-28, para. 9", "reason": "A site joined early"}
EVEN = {2026: "6", 2027: "12", 2028: "18", 2029: "24", 2030: "30"}


@pytest.fixture
def indicator():
    """An indicator that adds up, in a plan of 2026 to 2030."""
    return make_indicator(output=make_output(), accumulation="cumulative")


@pytest.fixture
def standing(indicator):
    """Its milestones, 6 to 30, set at the end of 2025."""
    return [make_milestone(indicator=indicator, year=year, value=EVEN[year]) for year in EVEN]


def address(indicator) -> str:
    return reverse("milestones", args=[indicator.plan.slug, indicator.slug])


def propose(client, indicator, **asked):
    return client.post(address(indicator), ASKED | asked | {"do": "propose"})


def save(client, indicator, years, seen=None, **asked):
    newest = max(indicator.milestones.values_list("pk", flat=True), default=0)
    typed = {f"year_{year}": value for year, value in years.items()}
    data = {**ASKED, **asked, **typed, "seen": newest if seen is None else seen, "do": "save"}
    return client.post(address(indicator), data)


def text_of(response) -> str:
    return unescape(re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode())))


def inputs(response) -> dict[int, str]:
    """The numbers in the inputs of the years."""
    tags = re.findall(r'<input type="number" name="year_\d+"[^>]*>', response.content.decode())
    return {
        int(re.search(r"year_(\d+)", tag)[1]): (re.search(r'value="([^"]*)"', tag) or "_ ")[1]
        for tag in tags
    }


def errors_at(response, year: int) -> list[str]:
    return response.context["years"].errors.get(f"year_{year}", [])


def stored(indicator) -> list[tuple]:
    rows = indicator.milestones.order_by("year", "set_on")
    return [(row.year, number_text(row.value), row.set_on) for row in rows]


# Who may


def test_the_indicator_leads_staff_to_the_page(officer_client, indicator):
    page = officer_client.get(indicator.get_absolute_url()).content.decode()

    assert f'href="{address(indicator)}"' in page
    assert "Set milestones" in page


def test_the_indicator_does_not_lead_a_focal_point_there(focal_client, indicator):
    page = focal_client.get(indicator.get_absolute_url()).content.decode()

    assert address(indicator) not in page


@pytest.mark.parametrize("public", [False, True])
def test_a_focal_point_is_refused(focal_client, indicator, settings, public):
    settings.LOGFRAME_PUBLIC = public

    answers = [
        focal_client.get(address(indicator)),
        propose(focal_client, indicator),
        save(focal_client, indicator, EVEN),
    ]

    assert {answer.status_code for answer in answers} == {HTTPStatus.FORBIDDEN}
    assert stored(indicator) == []


def test_a_stranger_on_a_public_site_is_refused(client, indicator, settings):
    settings.LOGFRAME_PUBLIC = True

    assert save(client, indicator, EVEN).status_code == HTTPStatus.FORBIDDEN
    assert stored(indicator) == []


def test_an_indicator_that_is_not_there_is_a_missing_page(officer_client, indicator):
    other = make_plan()

    for wrong in (
        reverse("milestones", args=[indicator.plan.slug, "9.9z-1"]),
        reverse("milestones", args=[other.slug, indicator.slug]),
    ):
        assert officer_client.get(wrong).status_code == HTTPStatus.NOT_FOUND


# Propose


def test_the_page_asks_for_the_target_of_the_last_year(officer_client, indicator):
    page = officer_client.get(address(indicator))

    form = page.context["proposal"]
    assert "Target for 2030" in text_of(page)
    assert form["set_on"].value() == timezone.localdate()
    assert inputs(page) == {}


def test_the_target_that_stands_is_where_the_page_begins(officer_client, indicator, standing):
    page = officer_client.get(address(indicator))

    assert str(page.context["proposal"]["target"].value()) == "30"


def test_an_officer_sees_the_years_and_nothing_is_saved(officer_client, indicator):
    page = propose(officer_client, indicator)

    assert inputs(page) == EVEN
    assert "nothing is saved yet" in text_of(page)
    assert stored(indicator) == []


def test_a_profile_changes_the_years(officer_client, indicator):
    page = propose(officer_client, indicator, profile="late")

    assert list(inputs(page).values()) == ["2", "6", "12", "20", "30"]


def test_a_request_without_a_button_only_proposes(officer_client, indicator):
    officer_client.post(address(indicator), ASKED | {"year_2026": "6", "seen": "0"})

    assert stored(indicator) == []


def test_what_stands_is_shown_beside_the_proposal(officer_client, indicator, standing):
    page = propose(officer_client, indicator, target="40", **DECIDED)

    assert list(inputs(page).values()) == ["8", "16", "24", "32", "40"]
    assert "24 set on 1 December 2025" in text_of(page)


def test_a_target_that_no_value_could_be_is_refused(officer_client):
    indicator = make_indicator(measure="scale", baseline_value=1, baseline_year=2025)
    for level in (1, 2, 3):
        make_scale_level(indicator=indicator, level=level)

    refused = propose(officer_client, indicator, target="4")
    proposed = propose(officer_client, indicator, target="3")

    assert "This indicator takes one of its levels: 1, 2, 3." in text_of(refused)
    assert inputs(refused) == {}
    assert list(inputs(proposed).values()) == ["1", "2", "2", "3", "3"]


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"target": ""}, "This field is required"),
        ({"target": "many"}, "Enter a number"),
        ({"profile": "steep"}, "Select a valid choice"),
        ({"set_on": "yesterday"}, "Enter a valid date"),
    ],
)
def test_what_is_missing_or_wrong_is_said_before_the_years(
    officer_client, indicator, wrong, sentence
):
    page = propose(officer_client, indicator, **wrong)

    assert sentence in text_of(page)
    assert inputs(page) == {}


def test_without_a_baseline_the_page_says_why_only_the_last_year_is_proposed(officer_client):
    page = propose(officer_client, make_indicator(accumulation="level"))

    assert list(inputs(page).values()) == [" ", " ", " ", " ", "30"]
    assert "a milestone is proposed for the last year only" in text_of(page)


def test_without_a_baseline_the_page_says_why_all_amounts_are_the_same(officer_client):
    page = propose(officer_client, make_indicator(accumulation="annual"))

    assert set(inputs(page).values()) == {"30"}
    assert "the same amount is proposed for every year" in text_of(page)


def test_a_target_on_the_wrong_side_of_the_baseline_is_pointed_out(officer_client):
    indicator = make_indicator(baseline_value=50, baseline_year=2025)

    page = propose(officer_client, indicator)

    assert "the status is Set-up incomplete by rule 2" in text_of(page)
    assert "wrong side of the baseline of 50" in text_of(page)


# Save


def test_an_officer_saves_the_years(officer_client, officer, indicator):
    page = propose(officer_client, indicator)
    answer = officer_client.post(
        address(indicator),
        {
            **{name: page.context["years"][name].value() for name in (*ASKED, "seen")},
            **{f"year_{year}": value for year, value in inputs(page).items()},
            "do": "save",
        },
        follow=True,
    )

    assert answer.redirect_chain == [(indicator.get_absolute_url(), HTTPStatus.FOUND)]
    assert "5 milestones were set." in text_of(answer)
    assert stored(indicator) == [(year, EVEN[year], date(2026, 1, 30)) for year in EVEN]


def test_the_history_says_that_a_profile_was_used_and_by_whom(officer_client, officer, indicator):
    save(officer_client, indicator, EVEN | {2027: "13"})

    told = {row.year: row.history.get() for row in indicator.milestones.all()}
    assert {entry.history_user for entry in told.values()} == {officer}
    assert told[2026].history_change_reason == (
        "Proposed by profile (even: equal steps) for 30 in 2030."
    )
    assert told[2027].history_change_reason == (
        "Proposed by profile (even: equal steps) for 30 in 2030, changed by hand."
    )


def test_a_year_left_empty_gets_no_milestone(officer_client, indicator):
    save(officer_client, indicator, {2028: "", 2029: "", 2030: "30"})

    assert [year for year, *_ in stored(indicator)] == [2030]


def test_zero_is_a_milestone_and_not_an_empty_year(officer_client, indicator):
    save(officer_client, indicator, {2026: "0", 2030: "30"})

    assert indicator.milestones.get(year=2026).value == Decimal(0)


@pytest.mark.parametrize("left_out", ["authority", "reason"])
@pytest.mark.parametrize("step", [propose, lambda *args, **asked: save(*args, {2030: 40}, **asked)])
def test_a_revision_asks_for_authority_and_reason(
    officer_client, indicator, standing, step, left_out
):
    page = step(officer_client, indicator, **DECIDED | {left_out: ""})

    assert "Milestones stand already: say" in text_of(page)
    assert len(stored(indicator)) == 5


def test_a_revision_stands_beside_the_old_milestone(officer_client, indicator, standing):
    for year in EVEN:
        make_period(year=year)
    save(officer_client, indicator, EVEN | {2029: "25", 2030: "40"}, target="40", **DECIDED)

    page = officer_client.get(indicator.get_absolute_url())
    html = page.content.decode()
    assert re.search(r"40\s*<s>30</s>", html)
    assert re.search(r"25\s*<s>24</s>", html)
    assert (
        "Milestone 2030 revised 30 → 40 on 1 March 2026 (SOM-28, para. 9): A site joined early"
    ) in text_of(page)


def test_a_year_that_does_not_change_gets_no_new_row(officer_client, indicator, standing):
    save(officer_client, indicator, EVEN | {2026: "6.0", 2030: "40"}, **DECIDED)

    assert len(stored(indicator)) == 6
    assert Milestone.objects.get(set_on=date(2026, 3, 1)).year == 2030


def test_a_revision_can_go_back_to_an_earlier_number(officer_client, indicator, standing):
    save(officer_client, indicator, {2030: "40"}, **DECIDED)
    save(officer_client, indicator, {2030: "30"}, **DECIDED | {"set_on": "2026-06-01"})

    values = indicator.milestones.filter(year=2030).order_by("set_on")
    assert [row.value for row in values] == [30, 40, 30]


def test_nothing_to_change_is_said(officer_client, indicator, standing):
    page = save(officer_client, indicator, EVEN, **DECIDED)

    assert "No year has another number than what stands: nothing to set." in text_of(page)
    assert len(stored(indicator)) == 5


def test_one_refused_year_saves_none_and_says_so_beside_it(officer_client):
    indicator = make_indicator(measure="yes_no", accumulation="annual")
    years = {2026: "0", 2027: "2", 2028: "0", 2029: "3", 2030: "1"}

    page = save(officer_client, indicator, years, target="1")

    assert errors_at(page, 2027) == ["This indicator takes 1 for yes and 0 for no."]
    assert errors_at(page, 2029) == ["This indicator takes 1 for yes and 0 for no."]
    assert errors_at(page, 2026) == errors_at(page, 2030) == []
    assert inputs(page) == years
    assert "Nothing was saved." in text_of(page)
    assert stored(indicator) == []
    assert Milestone.history.count() == 0


def test_a_number_that_is_none_is_refused_beside_its_year(officer_client, indicator):
    page = save(officer_client, indicator, EVEN | {2027: "twelve"})

    assert errors_at(page, 2027) == ["Enter a number."]
    assert stored(indicator) == []


def test_a_second_revision_on_the_same_day_is_refused(officer_client, indicator, standing):
    save(officer_client, indicator, {2030: "40"}, **DECIDED)

    page = save(officer_client, indicator, {2029: "25", 2030: "50"}, **DECIDED)

    assert "already set on this day" in errors_at(page, 2030)[0]
    assert len(stored(indicator)) == 6


def test_a_day_before_what_stands_is_refused(officer_client, indicator, standing):
    page = save(officer_client, indicator, {2030: "40"}, **DECIDED | {"set_on": "2025-11-30"})

    assert errors_at(page, 2030) == [
        "What stands for 2030 was set on 1 December 2025: give that day or a later one."
    ]
    assert len(stored(indicator)) == 5


def test_a_line_break_is_kept_in_one_way(officer_client, indicator):
    save(officer_client, indicator, {2030: "30"}, reason="First\r\nsecond")

    assert indicator.milestones.get().reason == "First\nsecond"


# Closed years


def test_a_closed_year_is_shown_and_has_no_input(officer_client, indicator, standing):
    make_period(year=2026, closed_on=date(2027, 2, 1))

    page = propose(officer_client, indicator, target="40", **DECIDED)

    assert list(inputs(page)) == [2027, 2028, 2029, 2030]
    assert "2026 6 set on 1 December 2025 closed" in text_of(page)


def test_a_year_closed_meanwhile_is_refused_and_so_are_the_others(
    officer_client, indicator, standing
):
    make_period(year=2026, closed_on=date(2027, 2, 1))

    page = save(officer_client, indicator, {2026: "7", 2030: "40"}, **DECIDED)

    assert errors_at(page, 2026) == ["2026 is closed: ask a manager to reopen it first."]
    assert "2026 is closed" in text_of(page)
    assert len(stored(indicator)) == 5


# Two people


def test_who_is_second_is_told_and_can_save_again(officer_client, indicator, standing):
    seen = standing[-1].pk
    make_milestone(
        indicator=indicator, year=2030, value=35, set_on=date(2026, 2, 1), authority="A", reason="B"
    )

    page = save(officer_client, indicator, {2030: "40"}, seen=seen, **DECIDED)
    assert "Somebody else set milestones of this indicator" in text_of(page)
    assert "35 set on 1 February 2026 (A)" in text_of(page)
    assert inputs(page)[2030] == "40"
    assert len(stored(indicator)) == 6

    save(
        officer_client,
        indicator,
        {2030: "40"},
        seen=page.context["years"]["seen"].value(),
        **DECIDED,
    )
    assert len(stored(indicator)) == 7


def test_a_form_that_does_not_say_what_it_shows_is_refused(officer_client, indicator):
    page = save(officer_client, indicator, EVEN, seen="")

    assert "nothing was saved" in text_of(page)
    assert stored(indicator) == []


# Queries


def test_the_page_asks_as_many_queries_for_many_milestones(
    officer_client, indicator, standing, django_assert_num_queries
):
    for year in EVEN:
        make_period(year=year)
    for number in range(5):
        make_milestone(
            indicator=indicator,
            year=2030,
            value=40 + number,
            set_on=date(2026, 1, 1 + number),
            authority="A",
            reason="B",
        )

    with django_assert_num_queries(7):
        officer_client.get(address(indicator))
    with django_assert_num_queries(7):
        propose(officer_client, indicator, **DECIDED)


def test_an_indicator_of_an_objective_has_the_page_too(officer_client):
    indicator = make_indicator(objective=make_objective(), accumulation="cumulative")

    assert inputs(propose(officer_client, indicator)) == EVEN
