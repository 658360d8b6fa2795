"""My work: what is due from whom, one click from its form, and many rows in one step."""

from datetime import date
from http import HTTPStatus

import pytest
from django.urls import reverse

from logframe.models import Measurement, ReviewState
from logframe.work import work_of
from tests.conftest import signed_in
from tests.factories import (
    close_year,
    make_area,
    make_decision,
    make_indicator,
    make_indicators,
    make_measurement,
    make_member_state,
    make_milestone,
    make_objective,
    make_output,
    make_period,
    make_plan,
    make_progress_report,
    make_user,
)
from tests.forms import admin_url, messages_of, text_of

pytestmark = pytest.mark.django_db

WORK = reverse("work")
ON = date(2026, 11, 1)


@pytest.fixture
def period():
    """The year 2026, due at its end."""
    return make_period(year=2026)


@pytest.fixture
def mine(period, officer):
    """An output of an area that is assigned to the officer."""
    area = make_area(plan=period.plan)
    area.officers.add(officer)
    return make_output(objective=make_objective(area=area))


@pytest.fixture
def elsewhere(mine):
    """An output of another area."""
    area = make_area(plan=mine.plan)
    return make_output(objective=make_objective(area=area))


def codes(lines) -> list[str]:
    return [line.subject.code for line in lines]


def key(row) -> str:
    return f"{row._meta.model_name}-{row.pk}-{row.version}"


def do(client, step, *keys):
    return client.post(WORK, {"do": step, "row": keys}, follow=True)


# What is due


def test_an_officer_has_what_nobody_reported_in_the_areas_assigned(officer, mine, elsewhere):
    make_indicator(output=mine)
    make_indicator(output=elsewhere)
    make_indicator(objective=mine.objective, output=None)

    work = work_of(officer, ON)

    assert codes(work.due) == ["4.1-O1", "4.1(a)", "4.1(a)-1"]
    assert work.overdue == []


def test_an_officer_without_an_area_has_all_and_is_told_who_assigns_them(elsewhere, mine):
    other = make_user("officer")

    assert codes(work_of(other, ON).due) == ["4.1(a)", "4.2(a)"]
    page = text_of(signed_in(other).get(WORK))
    assert "No area of Plan 1 is assigned to you, so you see all of them." in page
    assert "A manager of the Secretariat assigns areas" in page


@pytest.mark.parametrize(
    ("on", "due", "overdue"),
    [
        (date(2025, 12, 31), 0, 0),
        (date(2026, 1, 1), 1, 0),
        (date(2026, 12, 31), 1, 0),
        (date(2027, 1, 1), 0, 1),
    ],
)
def test_a_year_is_due_from_its_first_day_and_overdue_after_its_last(
    officer, mine, on, due, overdue
):
    work = work_of(officer, on)

    assert (len(work.due), len(work.overdue)) == (due, overdue)


def test_a_period_that_is_due_earlier_is_overdue_earlier(officer, mine, period):
    period.due_on = date(2026, 10, 31)
    period.save()

    assert codes(work_of(officer, ON).overdue) == ["4.1(a)"]


def test_a_closed_year_asks_for_nothing(officer, mine, period):
    make_progress_report(output=mine, recorded_by=officer)
    close_year(period)

    assert work_of(officer, ON).is_empty


def test_the_last_year_of_a_plan_stays_due_beside_the_next_plan(officer, mine):
    plan = make_plan(start_year=2027, end_year=2031)
    make_period(plan=plan, year=2027)
    make_output(objective=make_objective(area=make_area(plan=plan)))

    work = work_of(officer, date(2027, 2, 1))

    assert [(line.subject.plan.title, line.period.year) for line in work.overdue] == [
        ("Plan 1", 2026)
    ]
    assert [line.period.year for line in work.due] == [2027]
    assert work.plans_in_full == [plan]


def test_a_discontinued_indicator_is_never_due(officer, mine):
    make_indicator(output=mine, adoption="discontinued")

    assert codes(work_of(officer, ON).due) == ["4.1(a)"]


@pytest.mark.parametrize("status", ["merged", "phased_out"])
def test_an_output_that_was_given_up_asks_for_no_narrative(officer, mine, status):
    mine.status = status
    mine.save()

    assert work_of(officer, ON).due == []


@pytest.mark.parametrize("state", ["draft", "submitted", "verified"])
def test_what_was_reported_is_not_due(officer, mine, state):
    make_measurement(indicator=make_indicator(output=mine), state=state)
    make_progress_report(output=mine, state=state)

    assert work_of(officer, ON).due == []


def test_what_does_not_apply_is_reported(officer, mine):
    indicator = make_indicator(output=mine)
    make_measurement(indicator=indicator, not_applicable=True, note="No coast")

    assert codes(work_of(officer, ON).due) == ["4.1(a)"]


def test_the_states_that_are_missing_are_counted_in_one_line(officer, officer_client, mine):
    first, second, _third = (make_member_state() for _number in range(3))
    indicator = make_indicator(output=mine, by_member_state=True, state_total="sum")
    make_measurement(indicator=indicator, member_state=first, state="verified")

    line = work_of(officer, ON).due[1]

    assert [state.code for state in line.missing] == ["BBB", "CCC"]
    assert not line.lacks_total
    assert "2 of 3 States missing: BBB, CCC" in text_of(officer_client.get(WORK))
    make_measurement(indicator=indicator, member_state=second)
    assert len(work_of(officer, ON).due[1].missing) == 1


def test_a_value_for_all_together_is_missing_where_states_stand_beside_it(
    officer, officer_client, mine
):
    indicator = make_indicator(output=mine, by_member_state=True, state_total="separate")
    make_measurement(indicator=indicator, member_state=make_member_state())

    line = work_of(officer, ON).due[1]

    assert (line.missing, line.lacks_total) == ([], True)
    assert "value for all together" in text_of(officer_client.get(WORK))


# What is in hand


def test_drafts_returned_and_submitted_rows_are_told_apart(officer, mine):
    rows = {
        state: make_measurement(indicator=make_indicator(output=mine), state=state)
        for state in ("draft", "returned", "submitted")
    }

    work = work_of(officer, ON)

    groups = {"draft": work.drafts, "returned": work.returned, "submitted": work.waiting}
    assert {state: [line.row for line in lines] for state, lines in groups.items()} == {
        state: [row] for state, row in rows.items()
    }
    assert work.to_verify == []


def test_the_reason_of_a_return_stands_beside_the_line(officer_client, manager, mine):
    row = make_progress_report(output=mine, state="submitted")
    row.return_to_author(manager, "Which sites are meant?")

    page = text_of(officer_client.get(WORK))

    assert "Which sites are meant?" in page
    assert "manager returned it on" in page


def test_an_officer_has_the_own_rows_of_other_areas_and_not_those_of_others(
    officer, mine, elsewhere
):
    own = make_progress_report(output=elsewhere, recorded_by=officer)
    make_measurement(indicator=make_indicator(output=elsewhere))

    assert [line.row for line in work_of(officer, ON).drafts] == [own]


def test_a_row_of_a_year_that_has_not_begun_is_in_hand_all_the_same(officer, mine):
    row = make_progress_report(output=mine, period=make_period(year=2027))

    assert [line.row for line in work_of(officer, ON).drafts] == [row]


# Managers


def test_a_manager_has_all_that_waits_and_nothing_that_is_due(manager, mine, elsewhere):
    rows = [make_progress_report(output=output, state="submitted") for output in (mine, elsewhere)]

    work = work_of(manager, ON)

    assert [line.row for line in work.to_verify] == rows
    assert (work.due, work.sees_due) == ([], False)


def test_a_manager_with_an_area_has_what_is_due_there_too(manager, mine):
    mine.objective.area.officers.add(manager)

    assert codes(work_of(manager, ON).due) == ["4.1(a)"]


def test_who_handled_a_row_needs_a_colleague_unless_the_office_is_of_one(
    manager, manager_client, mine, settings
):
    row = make_progress_report(output=mine, state="submitted", recorded_by=manager)

    work = work_of(manager, ON)
    assert (work.to_verify[0].needs_colleague, work.verifiable) == (True, [])
    page = manager_client.get(WORK).content.decode()
    assert "needs a colleague" in page
    assert key(row) not in page

    settings.LOGFRAME_OWN_VERIFICATION = True
    assert len(work_of(manager, ON).verifiable) == 1


def test_a_verifier_sees_a_value_beside_the_last_one_and_the_milestone(manager, mine):
    indicator = make_indicator(output=mine)
    make_milestone(indicator=indicator, year=2026, value=8)
    make_milestone(
        indicator=indicator,
        year=2026,
        value=10,
        set_on=date(2026, 3, 1),
        authority="SOM",
        reason="More sites",
    )
    make_milestone(indicator=indicator, year=2027, value=20)
    first = make_measurement(indicator=indicator, value=4, state="verified")
    make_measurement(indicator=indicator, period=make_period(year=2027), value=5, state="submitted")

    line = work_of(manager, date(2027, 6, 1)).to_verify[0]

    assert (line.last, line.milestone.value) == (first, 20)


def test_a_verifier_sees_all_that_a_decision_needs(manager_client, mine):
    indicator = make_indicator(output=mine, baseline_value=2, baseline_year=2025)
    make_milestone(indicator=indicator, value=10)
    row = make_measurement(
        indicator=indicator,
        value=5,
        state="submitted",
        note="From the list of participants",
        evidence_link="https://example.org/list",
    )

    page = text_of(manager_client.get(WORK))

    for words in (
        "<b>5</b> things",
        "as of 30 June 2026",
        "baseline 2 (2025)",
        "milestone 10 for 2026",
        "From the list of participants",
        "https://example.org/list",
        row.recorded_by.username,
        admin_url(row, "return"),
    ):
        assert words in page


def test_a_narrative_is_read_where_it_is_verified(manager_client, mine):
    make_progress_report(
        output=mine, state="submitted", rating="at_risk", achievements="- <b>one</b>"
    )

    page = manager_client.get(WORK).content.decode()

    assert "own rating: at risk" in page
    assert "<ul><li>&lt;b&gt;one&lt;/b&gt;</li></ul>" in page


# The page


def test_each_line_leads_to_its_form(officer_client, mine):
    indicator = make_indicator(output=mine)

    page = officer_client.get(WORK).content.decode()

    for address in (
        reverse("record_indicator", args=[mine.plan.slug, 2026, indicator.slug]),
        reverse("narrative", args=[mine.plan.slug, mine.slug, 2026]),
        f"{reverse('record', args=[mine.plan.slug, 2026])}?area={mine.objective.area.slug}",
    ):
        assert f'href="{address}"' in page


def test_nothing_to_do_is_said(officer_client):
    assert "Nothing is due from you" in text_of(officer_client.get(WORK))


def test_a_decision_that_somebody_owns_and_is_overdue_stands_there(
    officer, officer_client, manager_client
):
    decision = make_decision(owner=officer, due_on=date(2026, 3, 1))
    make_decision(owner=officer, due_on=date(2999, 3, 1))

    page = text_of(officer_client.get(WORK))

    assert f'href="{decision.get_absolute_url()}"' in page
    assert "<b>1</b> decision overdue" in page
    assert decision.get_absolute_url() not in text_of(manager_client.get(WORK))


@pytest.mark.parametrize("public", [False, True])
def test_who_is_not_signed_in_is_asked_to_and_a_focal_point_is_refused(
    client, focal_client, settings, public
):
    settings.LOGFRAME_PUBLIC = public

    assert client.get(WORK).url == f"{reverse('account_login')}?next={WORK}"
    assert focal_client.get(WORK).status_code == HTTPStatus.FORBIDDEN
    assert focal_client.post(WORK).status_code == HTTPStatus.FORBIDDEN


def test_the_page_asks_as_many_queries_for_many_rows(
    manager_client, mine, django_assert_max_num_queries
):
    make_measurement(indicator=make_indicator(output=mine), state="submitted")
    make_progress_report(output=mine, state="submitted")
    for _number in range(4):
        output = make_output(objective=mine.objective)
        indicator = make_indicator(output=output, by_member_state=True, state_total="sum")
        for state in (make_member_state(), make_member_state()):
            make_measurement(indicator=indicator, member_state=state, state="submitted")
        make_progress_report(output=output, state="returned")

    with django_assert_max_num_queries(19):
        manager_client.get(WORK)


def test_the_page_shows_the_first_of_many_lines_and_all_on_demand(officer_client, mine):
    make_indicators(201, output=mine)

    short, long = (text_of(officer_client.get(f"{WORK}{query}")) for query in ("", "?all=1"))

    assert [page.count('<td class="title">') for page in (short, long)] == [200, 202]
    assert "Show all 202" in short
    assert "Show all" not in long


def test_staff_land_on_their_work_and_others_on_the_plan(client, officer, focal, mine):
    def landing(user, **more):
        data = {"username": user.username, "password": "a long password", **more}
        return client.post(reverse("account_login"), data).url

    assert landing(officer) == WORK
    assert landing(officer, next="/help/") == "/help/"
    assert landing(focal) == reverse("home")


# Many rows at once


def test_an_officer_submits_what_is_ticked(officer, officer_client, mine):
    value = make_measurement(indicator=make_indicator(output=mine))
    report = make_progress_report(output=mine)
    other = make_measurement(indicator=make_indicator(output=mine))

    page = do(officer_client, "submit", key(value), key(report))

    for row, state in ((value, "submitted"), (report, "submitted"), (other, "draft")):
        row.refresh_from_db()
        assert row.state == state
    assert value.submitted_by == officer
    assert "2 rows were submitted for verification." in messages_of(page)


def test_a_manager_verifies_what_is_ticked(manager, manager_client, mine):
    row = make_measurement(indicator=make_indicator(output=mine), state="submitted")

    page = do(manager_client, "verify", key(row))

    row.refresh_from_db()
    assert (row.state, row.verified_by) == (ReviewState.VERIFIED, manager)
    assert "1 row was verified, and counts from today." in messages_of(page)


def test_what_changed_after_it_was_seen_is_not_verified_and_the_others_are(
    manager_client, officer, manager, mine
):
    changed = make_measurement(indicator=make_indicator(output=mine), state="submitted")
    other = make_measurement(indicator=make_indicator(output=mine), state="submitted")
    seen = key(changed)
    changed.return_to_author(manager, "Twice")
    changed.value = 6
    changed.submit(officer)

    page = do(manager_client, "verify", seen, key(other))

    states = dict(Measurement.objects.values_list("pk", "state"))
    assert (states[changed.pk], states[other.pk]) == ("submitted", "verified")
    assert (
        "2026-2030, 4.1(a)-1, 2026, 1: somebody changed it after you saw it, "
        "so look at it again." in messages_of(page)
    )
    assert "1 row was verified" in messages_of(page)


def test_each_refusal_is_told_and_stops_no_other(manager, manager_client, mine, elsewhere):
    own = make_progress_report(output=mine, state="submitted", recorded_by=manager)
    gone = make_measurement(indicator=make_indicator(output=mine))
    ready = make_progress_report(output=elsewhere, state="submitted")
    keys = [key(own), key(gone), key(ready)]
    gone.delete()

    told = messages_of(do(manager_client, "verify", *keys))

    own.refresh_from_db()
    ready.refresh_from_db()
    assert (own.state, ready.state) == ("submitted", "verified")
    assert "2026-2030, 4.1(a), 2026, 1: Who recorded or submitted a row" in told
    assert "A row that you ticked was deleted meanwhile." in told


def test_a_closed_year_refuses_and_says_so(manager_client, mine, period):
    row = make_progress_report(output=mine, state="submitted")
    close_year(period)

    told = messages_of(do(manager_client, "verify", key(row)))

    row.refresh_from_db()
    assert row.state == "submitted"
    assert "2026 was closed on" in told


def test_a_row_in_another_state_is_refused_with_its_sentence(officer_client, mine):
    row = make_progress_report(output=mine, state="verified")

    told = messages_of(do(officer_client, "submit", key(row)))

    assert "This is verified: only what is draft or returned can be submitted." in told


def test_an_officer_does_not_verify(officer_client, mine):
    row = make_progress_report(output=mine, state="submitted")

    assert do(officer_client, "verify", key(row)).status_code == HTTPStatus.FORBIDDEN
    row.refresh_from_db()
    assert row.state == "submitted"


@pytest.mark.parametrize("data", [{"do": "verify"}, {"do": "delete", "row": "x"}, {}])
def test_nothing_ticked_is_nothing_done(manager_client, data):
    page = manager_client.post(WORK, data, follow=True)

    assert "Nothing was ticked, so nothing was done." in messages_of(page)


@pytest.mark.parametrize("wrong", ["user-1-1", "measurement-1", "measurement-x-1", "-", ""])
def test_a_tick_that_names_no_row_is_a_bad_request(manager_client, wrong):
    response = manager_client.post(WORK, {"do": "verify", "row": wrong})

    assert response.status_code == HTTPStatus.BAD_REQUEST
