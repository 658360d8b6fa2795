"""Closing a year: what is missing before it, the act itself, what it locks, and reopening it."""

import re
from datetime import date
from html import unescape
from http import HTTPStatus

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from logframe.closing import Lack, acts_of, open_points
from logframe.models import Milestone, ReportingPeriod, ReviewReturn
from logframe.models.base import StaleRecordError
from logframe.scorecard import Scorecard
from tests.evidence import GOOD, upload
from tests.factories import (
    close_year,
    make_indicator,
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

pytestmark = pytest.mark.django_db
THIS_YEAR = timezone.localdate().year


@pytest.fixture
def period():
    """The year that runs now."""
    plan = make_plan(start_year=THIS_YEAR - 1, end_year=THIS_YEAR + 1)
    return make_period(plan=plan, year=THIS_YEAR)


@pytest.fixture
def last_year(period):
    return make_period(plan=period.plan, year=THIS_YEAR - 1)


def again(period) -> ReportingPeriod:
    return ReportingPeriod.objects.get(pk=period.pk)


def told(period) -> list[tuple[str, str | None]]:
    """By whom and with which reason the year was closed and reopened."""
    return [
        (act.history_user and act.history_user.username, act.history_change_reason)
        for act in acts_of(period)
    ]


def points(period, *lacks: Lack) -> list[str]:
    """The codes of what is missing, of these kinds."""
    scorecard = Scorecard.load(period.plan)
    return [point.code for point in open_points(scorecard, period) if point.lack in lacks]


# The act


def test_a_closing_is_kept_with_by_whom_and_when(period, manager):
    period.close(manager)

    assert again(period).closed_on == timezone.localdate()
    assert told(period) == [("manager", "closed")]


def test_a_closing_keeps_how_much_was_open(period, manager):
    period.close(manager, open_points=1)
    period.reopen(manager, "A slip")
    period.close(manager, open_points=12)

    assert [reason for _who, reason in told(period)] == [
        "closed although 1 point was open",
        "reopened: A slip",
        "closed although 12 points were open",
    ]


def test_a_reopening_is_kept_with_its_reason(period, manager):
    close_year(period)

    again(period).reopen(manager, " State A sent its value late \n")

    assert not again(period).is_closed
    assert told(period)[-1] == ("manager", "reopened: State A sent its value late")


@pytest.mark.parametrize("reason", ["", "  \n"])
def test_a_reopening_without_a_reason_is_refused(period, manager, reason):
    close_year(period)

    with pytest.raises(ValidationError, match="Say why the year is reopened"):
        again(period).reopen(manager, reason)

    assert again(period).is_closed


def test_a_year_is_closed_once_and_an_open_one_not_reopened(period, manager):
    with pytest.raises(ValidationError, match=f"{THIS_YEAR} is open"):
        period.reopen(manager, "A slip")

    period.close(manager)

    with pytest.raises(ValidationError, match=f"{THIS_YEAR} is closed already"):
        period.close(manager)


def test_a_year_that_has_not_begun_is_not_closed(period, manager):
    coming = make_period(plan=period.plan, year=THIS_YEAR + 1)

    with pytest.raises(ValidationError, match="has not begun: it can be closed from 1 January"):
        coming.close(manager)

    assert not again(coming).is_closed


def test_of_two_managers_who_close_at_once_the_second_is_told(period, manager):
    seen = again(period)
    period.close(manager)

    with pytest.raises(StaleRecordError):
        seen.close(make_user("manager"))

    assert told(period) == [("manager", "closed")]
    assert not seen.is_closed


@pytest.mark.parametrize("day", [None, date(2026, 7, 1)])
def test_the_day_of_closing_is_changed_by_no_other_way(period, day):
    closed = close_year(period)

    closed.closed_on = day
    with pytest.raises(ValidationError, match="closed and reopened on its own page"):
        closed.save()

    assert again(period).closed_on == timezone.localdate()


def test_a_year_is_not_closed_by_typing_the_day(period):
    period.closed_on = date(2026, 7, 1)

    with pytest.raises(ValidationError, match="closed and reopened on its own page"):
        period.save()

    assert not again(period).is_closed


def test_what_is_saved_after_an_act_has_not_its_reason(period, manager):
    period.close(manager)
    period.reopen(manager, "A slip")

    period.due_on = date(THIS_YEAR, 11, 30)
    period.save()

    last = period.history.first()
    assert (last.history_user, last.history_change_reason) == (None, None)


# What it locks, besides what tests/logframe/test_closed_year.py tries


def test_a_closed_year_keeps_its_day_and_itself(period):
    closed = close_year(period)

    closed.due_on = date(THIS_YEAR, 11, 30)
    with pytest.raises(ValidationError, match="is closed, and its day is kept"):
        closed.save()
    with pytest.raises(ValidationError, match="A closed year is kept"):
        closed.delete()
    with pytest.raises(ValidationError, match="A closed year is kept"):
        ReportingPeriod.objects.filter(pk=closed.pk).delete()

    assert again(period).due_on == date(THIS_YEAR, 12, 31)


def test_a_year_that_is_open_moves_its_day_and_can_be_deleted(period):
    period.due_on = date(THIS_YEAR, 11, 30)
    period.save()
    assert again(period).due_on == date(THIS_YEAR, 11, 30)

    period.delete()
    assert not ReportingPeriod.objects.exists()


def test_a_milestone_of_a_closed_year_is_neither_set_nor_deleted(period):
    milestone = make_milestone(indicator=make_indicator(), year=THIS_YEAR)
    close_year(period)

    with pytest.raises(ValidationError, match="was closed on"):
        milestone.delete()
    with pytest.raises(ValidationError, match="was closed on"):
        Milestone.objects.all().delete()

    assert Milestone.objects.get() == milestone


def test_a_milestone_of_a_year_that_is_open_can_be_deleted(period, last_year):
    milestone = make_milestone(indicator=make_indicator(), year=THIS_YEAR)
    close_year(last_year)

    milestone.delete()

    assert not Milestone.objects.exists()


def test_a_return_is_neither_added_to_a_closed_year_nor_taken_away(period, manager):
    row = make_measurement(state="submitted")
    row.return_to_author(manager, "Which day?")
    close_year(period)

    with pytest.raises(ValidationError, match="was closed on"):
        ReviewReturn.objects.create(measurement=row, reason="Late", returned_by=manager)
    with pytest.raises(ValidationError, match="was closed on"):
        row.returns.get().delete()

    assert row.returns.get().reason == "Which day?"


@pytest.mark.parametrize("make", [make_measurement, make_progress_report, make_milestone])
def test_a_year_that_is_closed_between_the_check_and_the_write_takes_nothing(period, make):
    row = make(year=THIS_YEAR) if make is make_milestone else make(period=period)
    check = row.full_clean

    def check_and_be_overtaken(**options):
        check(**options)
        close_year(period)

    row.full_clean = check_and_be_overtaken
    with pytest.raises(ValidationError, match="was closed on"):
        row.save()

    assert type(row).objects.get().version == 1


# What is missing


def test_nothing_is_missing_of_a_year_that_is_complete(last_year):
    output = make_output()
    make_measurement(
        indicator=make_indicator(output=output),
        period=last_year,
        state="verified",
        evidence_link="https://example.org/report",
    )
    make_progress_report(output=output, period=last_year, state="verified")

    assert points(last_year, *Lack) == []


def test_a_year_that_is_not_over_says_so(period, last_year):
    assert points(period, Lack.END) == [str(THIS_YEAR)]
    assert points(last_year, Lack.END) == []


def test_each_indicator_without_a_value_is_named(period):
    for _number in range(3):
        make_indicator()
    make_indicator(adoption="discontinued")
    make_indicator(objective=make_objective())
    make_indicator(output=make_output(status="phased_out"))
    reported = make_indicator(output=make_output())
    make_measurement(indicator=reported, period=period)

    assert points(period, Lack.VALUE) == ["4.1(a)-1", "4.1(a)-2", "4.1(a)-3", "4.2-O1"]


def test_of_an_indicator_by_state_the_states_are_named(period):
    states = [make_member_state() for _number in range(3)]
    by_state = make_indicator(by_member_state=True, state_total="sum", title="Stations")
    make_measurement(indicator=by_state, period=period, member_state=states[1])

    found = open_points(Scorecard.load(period.plan), period)

    assert [point.words for point in found if point.lack is Lack.VALUE] == ["Stations: AAA, CCC"]


def test_of_an_indicator_with_states_beside_it_the_value_for_all_is_asked(period):
    apart = make_indicator(by_member_state=True, state_total="separate")
    make_measurement(indicator=apart, period=period, member_state=make_member_state())
    assert points(period, Lack.VALUE) == [apart.code]

    make_measurement(indicator=apart, period=period)
    assert points(period, Lack.VALUE) == []


def test_a_value_of_another_year_is_none_of_this_one(period, last_year):
    make_measurement(indicator=make_indicator(), period=last_year)

    assert points(period, Lack.VALUE) == ["4.1(a)-1"]


@pytest.mark.parametrize("state", ["draft", "submitted", "returned"])
def test_what_nobody_verified_is_named_and_not_missing(period, state):
    row = make_measurement(period=period, state=state)
    make_progress_report(output=row.indicator.output, period=period, state=state)

    assert points(period, Lack.VERIFICATION) == ["4.1(a)-1", "4.1(a)"]
    assert points(period, Lack.VALUE, Lack.NARRATIVE) == []


def test_a_correction_that_waits_is_named(period):
    make_measurement(replaces=make_measurement(period=period, state="verified"))

    assert points(period, Lack.VERIFICATION) == ["4.1(a)-1"]


def test_an_output_without_a_narrative_is_named_while_it_is_reported_on(period):
    make_output()
    make_output(status="merged")
    make_output(status="introduced")

    assert points(period, Lack.NARRATIVE) == ["4.1(a)", "4.1(c)"]


def test_a_value_without_link_and_file_is_named_and_not_applicable_needs_none(period):
    bare, linked, filed, none = (make_indicator() for _number in range(4))
    make_measurement(indicator=bare, period=period, state="verified")
    make_measurement(indicator=linked, period=period, evidence_link="https://example.org/report")
    file = upload("report.pdf", GOOD["report.pdf"])
    make_measurement(indicator=filed, period=period, evidence_file=file)
    make_measurement(
        indicator=none, period=period, value=None, not_applicable=True, note="No coast"
    )

    assert points(period, Lack.EVIDENCE) == [bare.code]


@pytest.mark.parametrize(
    ("rating", "reason", "named"),
    [
        ("off_track", "", True),
        ("off_track", "The figures came too early", False),
        ("achieved", "", False),
        ("", "", False),
    ],
)
def test_a_rating_that_differs_from_the_figures_without_a_reason_is_named(
    last_year, rating, reason, named
):
    indicator = make_indicator(output=make_output(), baseline_value=0, baseline_year=2024)
    make_milestone(indicator=indicator, year=last_year.year, value=5, set_on=date(2024, 12, 1))
    make_measurement(indicator=indicator, period=last_year, value=5, state="verified")
    make_progress_report(
        output=indicator.output, period=last_year, rating=rating, rating_reason=reason
    )

    assert points(last_year, Lack.REASON) == (["4.1(a)"] if named else [])


def test_what_is_missing_is_found_in_four_further_queries(period, django_assert_num_queries):
    for _number in range(3):
        make_measurement(indicator=make_indicator(), period=period)
        make_progress_report(output=make_output(), period=period, rating="achieved")
        make_indicator(output=make_output())
    scorecard = Scorecard.load(period.plan)

    with django_assert_num_queries(4):
        assert len(open_points(scorecard, period)) > 10


# The page


def text_of(response) -> str:
    return unescape(re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode())))


def send(client, period, **changes):
    """Press the button of the page as it stands, with changes."""
    form = client.get(period.get_closing_url()).context["form"]
    data = {name: form.initial.get(name, "") for name in form.fields}
    return client.post(period.get_closing_url(), data | changes, follow=True)


def test_the_page_lists_what_is_missing_with_a_link_to_the_form(manager_client, period):
    indicator, row = make_indicator(), make_measurement(indicator=make_indicator(), period=period)

    page = manager_client.get(period.get_closing_url())

    links = re.findall(r'href="([^"]+)"', unescape(page.content.decode()))
    assert f"/plans/2026-2030/record/{THIS_YEAR}/{indicator.slug}/" in links
    assert f"/admin/logframe/measurement/{row.pk}/change/" in links
    assert "Close although 5 points are open" in text_of(page)
    for link in links:
        if link.startswith(("/admin/logframe/", "/plans/")):
            assert manager_client.get(link).status_code == HTTPStatus.OK


def test_a_year_with_open_points_is_closed_with_a_tick(manager_client, period):
    make_indicator()

    refused = send(manager_client, period)
    assert "Tick this to close the year all the same." in text_of(refused)
    assert not again(period).is_closed

    done = send(manager_client, period, although="on")
    assert f"{THIS_YEAR} is closed." in text_of(done)
    assert told(period) == [("manager", "closed although 3 points were open")]


def test_a_year_without_open_points_is_closed_by_one_button(manager_client, last_year):
    page = manager_client.get(last_year.get_closing_url())
    assert "Nothing is open" in text_of(page)
    assert "although" not in page.context["form"].fields

    send(manager_client, last_year)

    assert told(last_year) == [("manager", "closed")]


def test_what_became_open_meanwhile_is_shown_before_the_year_is_closed(manager_client, period):
    data = {"seen_version": period.version, "seen_open": 0, "although": "on"}

    refused = manager_client.post(period.get_closing_url(), data)
    assert "More is open than when you opened the page" in text_of(refused)
    assert not again(period).is_closed

    form = refused.context["form"]
    data = {name: form[name].value() for name in form.fields} | {"although": "on"}
    manager_client.post(period.get_closing_url(), data)
    assert again(period).is_closed


def test_a_closed_year_says_by_whom_and_is_reopened_for_a_reason(manager_client, period):
    send(manager_client, period, although="on")
    page = text_of(manager_client.get(period.get_closing_url()))
    assert "by manager. Nothing can be written into it" in page

    refused = send(manager_client, period, reason=" ")
    assert "Say why the year is reopened." in text_of(refused)
    assert again(period).is_closed

    done = send(manager_client, period, reason="State A <b>sent</b> its value late")
    assert f"{THIS_YEAR} is open." in text_of(done)
    assert "reopened: State A <b>sent</b> its value late" in text_of(done)
    assert not again(period).is_closed


def test_who_is_second_is_told_and_nothing_is_done(manager_client, period):
    version = period.version
    close_year(period)

    response = manager_client.post(
        period.get_closing_url(), {"seen_version": version, "seen_open": 9, "although": "on"}
    )

    assert "Somebody else changed this year" in text_of(response)
    assert len(told(period)) == 1


@pytest.mark.parametrize("version", [None, "", "x"])
def test_a_form_without_its_version_is_refused(manager_client, period, version):
    data = {"seen_open": 9, "although": "on"}

    response = manager_client.post(
        period.get_closing_url(), data if version is None else data | {"seen_version": version}
    )

    assert "does not say which version" in text_of(response)
    assert not again(period).is_closed


def test_a_year_that_has_not_begun_has_no_button(manager_client, period):
    coming = make_period(plan=period.plan, year=THIS_YEAR + 1)

    page = text_of(manager_client.get(coming.get_closing_url()))
    send(manager_client, coming)

    assert "The year has not begun: it cannot be closed yet." in page
    assert f"Close {THIS_YEAR + 1} " in page
    assert not again(coming).is_closed


def test_nobody_else_closes_or_reopens(officer_client, focal_client, period, settings):
    settings.LOGFRAME_PUBLIC = True
    data = {"seen_version": period.version, "seen_open": 9, "although": "on"}

    for client in (officer_client, focal_client):
        assert client.get(period.get_closing_url()).status_code == HTTPStatus.FORBIDDEN
        assert client.post(period.get_closing_url(), data).status_code == HTTPStatus.FORBIDDEN

    assert not again(period).is_closed


def test_a_year_that_is_not_of_the_plan_is_a_missing_page(manager_client, period):
    address = period.get_closing_url().replace(str(THIS_YEAR), "1999")

    assert manager_client.get(address).status_code == HTTPStatus.NOT_FOUND
