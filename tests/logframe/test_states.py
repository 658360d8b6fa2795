"""Member States: what each was asked for, reported, has to act on, and hosted."""

import re
from datetime import UTC, date, datetime, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from logframe.models import ReviewState
from logframe.progress import Status
from logframe.scorecard import Scorecard
from logframe.states import Reported, StateRecord, matrix, year_asked
from meetings.models import Implementation
from meetings.states import Asked, meetings_by_host
from tests.conftest import signed_in
from tests.factories import (
    make_activity,
    make_addressee,
    make_area,
    make_decision,
    make_focal_point,
    make_follow_up,
    make_indicator,
    make_measurement,
    make_meeting,
    make_meeting_officer,
    make_member_state,
    make_milestone,
    make_objective,
    make_output,
    make_period,
    make_plan,
    make_user,
)

pytestmark = pytest.mark.django_db

DUE = date(2026, 10, 31)


@pytest.fixture
def plan():
    plan = make_plan()
    make_period(plan=plan, due_on=DUE)
    for _ in range(4):
        make_period(plan=plan)
    return plan


@pytest.fixture
def state(plan):
    return make_member_state(name="Arcadia")


def by_state(**fields):
    """Make an indicator that the States report and that has a milestone for 2026."""
    indicator = make_indicator(**{"by_member_state": True, "state_total": "sum"} | fields)
    make_milestone(indicator=indicator, year=2026)
    return indicator


def report(indicator, state, **fields):
    """Make a verified value of a State."""
    return make_measurement(
        indicator=indicator,
        member_state=state,
        state=ReviewState.VERIFIED,
        recorded_at=datetime(2026, 9, 1, tzinfo=UTC),
        verified_at=datetime(2026, 9, 2, tzinfo=UTC),
        **fields,
    )


def record(state, plan, on=DUE):
    return StateRecord(state, Scorecard.load(plan, on=on))


def text_of(response) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


# What a State reported


def test_a_state_is_asked_where_the_year_has_a_milestone(plan, state):
    by_state()
    make_indicator(by_member_state=True, state_total="sum")
    make_indicator()

    assert record(state, plan).reported == Reported(0, 1)


def test_a_figure_beside_that_of_all_is_shown_and_its_absence_is_no_silence(plan, state):
    indicator = by_state(state_total="separate")
    of = record(state, plan)

    assert (of.reported, of.missing) == (Reported(0, 0), [])

    report(indicator, state, value=2)
    ((_area, ((value,),)),) = record(state, plan).by_area
    assert (value.row.value, value.is_asked) == (2, False)


def test_a_verified_value_is_reported_and_a_draft_is_not(plan, state):
    report(by_state(), state)
    make_measurement(indicator=by_state(), member_state=state)

    assert record(state, plan).reported == Reported(1, 2)


def test_zero_and_not_applicable_are_answers(plan, state):
    report(by_state(), state, value=0)
    report(by_state(), state, value=None, not_applicable=True, note="It has no coast")

    of = record(state, plan)

    assert of.reported == Reported(2, 2)
    assert of.missing == []


def test_the_value_of_another_state_is_not_its_own(plan, state):
    report(by_state(), make_member_state())

    assert record(state, plan).reported == Reported(0, 1)


def test_a_discontinued_indicator_asks_nothing(plan, state):
    by_state(adoption="discontinued")

    assert record(state, plan).by_area == []


@pytest.mark.parametrize(
    ("days", "status"),
    [
        (-1, Status.NOT_YET_DUE),
        (0, Status.REPORT_DUE),
        (30, Status.REPORT_DUE),
        (31, Status.REPORT_OVERDUE),
    ],
)
def test_silence_is_to_come_then_due_then_overdue(plan, state, days, status):
    by_state()

    of = record(state, plan, on=DUE + timedelta(days=days))

    assert [value.silence for value in of.missing + of.to_come] == [status]
    assert bool(of.missing) == (status != Status.NOT_YET_DUE)


def test_what_was_missing_last_year_stays_missing(plan, state):
    indicator = by_state()
    make_milestone(indicator=indicator, year=2027)

    of = record(state, plan, on=date(2027, 3, 1))

    assert [value.year.year for value in of.missing] == [2026]
    assert [value.year.year for value in of.to_come] == [2027]
    assert of.reported == Reported(0, 1)


def test_the_matrix_counts_by_area_and_in_all(plan, state):
    first, second = (make_objective(area=make_area()) for _ in range(2))
    report(by_state(output=make_output(objective=first)), state)
    by_state(objective=first)
    by_state(output=make_output(objective=second))
    hosted = {(state.pk, first.area.pk): 2, (state.pk, None): 1}

    (row,) = matrix(Scorecard.load(plan, on=DUE), 2026, hosted)

    assert [cell.reported for cell in row.cells] == [
        Reported(1, 2),
        Reported(0, 1),
        Reported(0, 0),
    ]
    assert row.reported == Reported(1, 3)
    assert [cell.hosted for cell in row.cells] == [2, 0, 1]
    assert row.hosted == 3


@pytest.mark.parametrize(
    ("typed", "year"), [("2026", 2026), ("2027", 2027), ("2028", 2027), ("x", 2027), ("", 2027)]
)
def test_a_year_so_far_can_be_asked_for(plan, typed, year):
    scorecard = Scorecard.load(plan, on=date(2027, 3, 1))

    assert year_asked(typed, scorecard) == year


def test_both_pages_say_the_same_of_a_state(officer_client, plan, state):
    """2026 has a milestone and 2027 none; of the first nothing was reported."""
    today, silent = timezone.localdate(), by_state()
    for period in plan.periods.all():
        period.due_on = today - timedelta(days=1)
        period.save()

    of_state = page_of(officer_client, state).context["record"].by_area[0][1][0]
    ((_state, of_indicator),) = officer_client.get(silent.get_absolute_url()).context["states"]

    said = {value.year.year: value.absence for value in of_indicator}
    assert said == dict.fromkeys(range(2027, 2031), "not asked") | {2026: "not reported"}
    assert {value.year.year: value.absence for value in of_state}.items() <= said.items()


@pytest.mark.parametrize(
    ("fields", "absence"),
    [
        ({"value": 0}, ""),
        ({"value": None, "not_applicable": True, "note": "Why"}, "not applicable"),
    ],
)
def test_what_was_answered_is_told_from_silence(plan, state, fields, absence):
    report(by_state(), state, **fields)

    assert record(state, plan).values[0].absence == absence


# What decisions ask of a State


def test_overdue_decisions_come_first_and_done_ones_last(state):
    today = timezone.localdate()
    later = make_decision(due_on=today + timedelta(days=5))
    undated = make_decision()
    late = make_decision(due_on=today - timedelta(days=5))
    done = make_decision()
    for decision in (later, undated, late, done):
        make_addressee(decision=decision, member_state=state)
    make_follow_up(decision=done, implementation=Implementation.COMPLETED)

    asked = Asked.of(state, timezone.localdate())

    assert [row.decision for row in asked.open] == [late, later, undated]
    assert [row.decision for row in asked.others] == [done]
    assert asked.overdue == 1


def test_a_state_that_did_its_part_is_asked_no_more(state):
    row = make_addressee(member_state=state)
    make_follow_up(decision=row.decision, addressee=row, implementation=Implementation.COMPLETED)

    assert Asked.of(state, timezone.localdate()).open == []


def test_a_decision_for_another_state_is_not_asked_of_it(state):
    make_addressee(member_state=make_member_state())

    asked = Asked.of(state, timezone.localdate())
    assert (asked.open, asked.others) == ([], [])


# What it hosted


def test_a_state_whose_name_is_within_that_of_another_is_not_the_host(plan):
    short, long = make_member_state(name="Arcadia"), make_member_state(name="Upper Arcadia")
    meeting = make_meeting(host="Government of Upper Arcadia", country="Arcadia")

    assert meetings_by_host([short, long], timezone.localdate()) == {long.pk: [meeting]}


def test_what_it_was_still_to_host_on_a_day_of_the_past_is_not_counted(state):
    held = make_meeting(country="Arcadia", ends_on=date(2026, 3, 1), status="held")
    make_meeting(country="Arcadia", ends_on=date(2026, 6, 1), status="held")

    assert meetings_by_host([state], date(2026, 5, 1)) == {state.pk: [held]}


def test_two_states_may_host_together(plan):
    one, two = make_member_state(name="Arcadia"), make_member_state(name="Upper Arcadia")
    meeting = make_meeting(host="Arcadia and Upper Arcadia")

    assert meetings_by_host([one, two], timezone.localdate()) == {
        one.pk: [meeting],
        two.pk: [meeting],
    }


def test_the_country_tells_the_host_where_nothing_else_does(state):
    here = make_meeting(country="Arcadia")
    make_meeting(country="Arcadia", status="cancelled")
    make_meeting(host="A ministry", country="Elsewhere")

    assert meetings_by_host([state], timezone.localdate()) == {state.pk: [here]}


# The pages


def page_of(client, state):
    return client.get(reverse("member-state", args=["2026-2030", state.code]))


def test_the_page_of_a_state_tells_all_about_it(officer_client, plan, state):
    make_addressee(member_state=state, decision=make_decision(due_text="by the next Meeting"))
    make_activity(title="A workshop", host_state=state)
    make_meeting_officer(member_state=state, name="Ms Ada")
    silent = by_state(title="Trees planted")
    page = text_of(page_of(officer_client, state))

    assert "The Meeting requested the Secretariat to do thing 1." in page
    assert "by the next Meeting" in page
    assert "A workshop" in page
    assert "Ms Ada" in page
    assert f"{silent.code} Trees planted" in page


def test_only_who_is_signed_in_sees_the_address_of_a_focal_point(
    client, officer_client, settings, plan, state
):
    settings.LOGFRAME_PUBLIC = True
    person = make_user("focal", first_name="Ada", last_name="Lee", email="ada@example.org")
    make_focal_point(user=person, member_state=state)

    seen = {
        name: page_of(one, state).content.decode()
        for name, one in {"officer": officer_client, "stranger": client}.items()
    }

    assert "Ada Lee" in seen["officer"]
    assert "Ada Lee" in seen["stranger"]
    assert "ada@example.org" in seen["officer"]
    assert "ada@example.org" not in seen["stranger"]


def test_who_has_left_is_no_contact(officer_client, plan, state):
    person = make_user("focal", first_name="Ada", last_name="Lee", is_active=False)
    make_focal_point(user=person, member_state=state)

    assert "Ada Lee" not in text_of(page_of(officer_client, state))


def test_drafts_never_appear_on_the_page_of_a_state(manager_client, plan, state):
    make_measurement(indicator=by_state(), member_state=state, value=4321)

    assert "4321" not in text_of(page_of(manager_client, state))


def test_a_focal_point_sees_the_page_of_the_own_state_and_no_link_to_another(plan, state):
    other = make_member_state()
    client = signed_in(make_focal_point(member_state=state).user)
    address = reverse("member-states", args=["2026-2030"])
    matrix = client.get(address).content.decode()

    assert page_of(client, state).status_code == 200
    assert page_of(client, other).status_code == 404
    assert "for those who speak for it" in text_of(page_of(client, other))
    assert f"/member-states/{state.code}/" in matrix
    assert other.name in matrix
    assert f"/member-states/{other.code}/" not in matrix


def test_who_speaks_for_no_state_sees_no_page_of_one_and_on_a_public_site_every(
    focal_client, settings, plan, state
):
    assert page_of(focal_client, state).status_code == 404

    settings.LOGFRAME_PUBLIC = True
    assert page_of(focal_client, state).status_code == 200


def test_an_unknown_state_is_not_found(officer_client, plan):
    assert officer_client.get(reverse("member-state", args=["2026-2030", "XXX"])).status_code == 404


@pytest.mark.parametrize("many", [1, 10])
def test_the_pages_ask_as_often_for_ten_times_the_rows(
    officer_client, plan, state, many, django_assert_num_queries
):
    for _ in range(many):
        report(by_state(), state)
        by_state()
        make_addressee(decision=make_decision(), member_state=state)
        make_activity(host_state=state)
        make_meeting_officer(member_state=state, meeting=make_meeting(country=state.name))
        make_focal_point(member_state=state)

    with django_assert_num_queries(18):
        page_of(officer_client, state)
    with django_assert_num_queries(15):
        officer_client.get(reverse("member-states", args=["2026-2030"]))


def test_the_overview_is_one_click_from_the_page_of_a_state(plan, state):
    client = signed_in(make_focal_point(member_state=state).user)

    assert f'href="{plan.get_absolute_url()}"' in page_of(client, state).content.decode()
