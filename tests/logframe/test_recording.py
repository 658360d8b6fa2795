"""Recording values: the grid, one indicator, six States, corrections, and two people at once."""

import re
from datetime import date
from http import HTTPStatus

import pytest
from django.test import Client
from django.utils import timezone

from logframe.models import Measurement
from tests.conftest import signed_in
from tests.factories import (
    close_year,
    make_area,
    make_indicator,
    make_indicators,
    make_measurement,
    make_member_state,
    make_milestone,
    make_objective,
    make_output,
    make_period,
    make_plan,
    make_scale_level,
    make_user,
)
from tests.forms import messages_of, save, text_of

pytestmark = pytest.mark.django_db

GRID = "/plans/2026-2030/record/2026/"
HTMX = {"HX-Request": "true"}


@pytest.fixture
def period():
    make_plan()
    return make_period(year=2026)


@pytest.fixture
def indicators(period):
    output = make_output()
    return [make_indicator(output=output) for _ in range(3)]


def row(indicator, value, **more) -> dict:
    """What a browser sends for one row of the grid."""
    slug = f"{indicator.slug}.{more.pop('state')}" if "state" in more else indicator.slug
    sent = {"value": value, "as_of": "2026-06-30", "note": "", "evidence_link": ""} | more
    return {f"{slug}-{name}": value for name, value in sent.items()}


def values() -> dict:
    """What is stored: value and state by the code of the indicator."""
    return {
        row.indicator.code: (row.value, row.state)
        for row in Measurement.objects.select_related("indicator")
    }


# The grid


def test_the_grid_has_every_indicator_that_is_still_reported(officer_client, indicators):
    gone = make_indicator(adoption="discontinued", title="Of the past")

    page = text_of(officer_client.get(GRID))

    assert [i.title for i in indicators if i.title not in page] == []
    assert gone.title not in page


def test_a_long_plan_is_recorded_area_by_area(officer_client, period):
    first, second = (make_output(objective=make_objective(area=make_area())) for _ in range(2))
    make_indicators(200, output=first)
    other = make_indicator(output=second, title="Of the other area")

    short = text_of(officer_client.get(GRID))
    narrowed = text_of(officer_client.get(f"{GRID}?area={second.objective.area.slug}"))

    assert "All areas" not in short
    assert other.title not in short
    assert other.title in narrowed


def test_a_row_has_the_last_value_the_milestone_and_today(officer_client, period):
    next_year = make_period(year=2027)
    indicator = make_indicator()
    make_measurement(indicator=indicator, period=period, value=12, state="verified")
    make_milestone(indicator=indicator, year=2027, value=20)

    page = text_of(officer_client.get(f"/plans/2026-2030/record/{next_year.year}/"))

    assert '<td class="num" data-label="Last value">12 <small>2026</small></td>' in page
    assert '<td class="num" data-label="Milestone">20</td>' in page
    assert f'value="{timezone.localdate():%Y-%m-%d}"' in page


def test_filled_rows_are_saved_as_drafts_and_empty_ones_are_not(
    officer, officer_client, indicators
):
    first, second, third = indicators

    response = officer_client.post(
        GRID, row(first, "12.5") | row(second, "0") | row(third, ""), follow=True
    )

    assert values() == {first.code: (12.5, "draft"), second.code: (0, "draft")}
    assert messages_of(response) == "2 values were saved."
    saved = Measurement.objects.get(indicator=first)
    assert (saved.recorded_by, saved.as_of) == (officer, date(2026, 6, 30))


def test_what_cannot_be_saved_stands_as_it_was_typed(officer_client, indicators):
    first, second, _ = indicators

    response = officer_client.post(GRID, row(first, "many") | row(second, "7"))

    assert values() == {second.code: (7, "draft")}
    page = text_of(response)
    assert "Write the number as 1234.5." in page
    assert 'value="many"' in page
    assert "1 value was not saved" in page


def test_a_note_without_a_value_is_told(officer_client, indicators):
    response = officer_client.post(GRID, row(indicators[0], "", note="Soon"))

    assert "Give a value, or mark that the indicator does not apply" in text_of(response)
    assert values() == {}


def test_all_drafts_of_the_page_are_submitted_with_one_button(officer_client, indicators):
    first, second, _ = indicators
    make_measurement(indicator=second, value=3)

    officer_client.post(GRID, row(first, "4") | {"do": "submit"})

    assert values() == {first.code: (4, "submitted"), second.code: (3, "submitted")}


def test_the_grid_is_narrowed_to_an_area_or_an_output(officer_client, period):
    here = make_indicator(title="Of this area")
    area = make_area()
    elsewhere = make_output(objective=make_objective(area=area))
    there = make_indicator(output=elsewhere, title="Of that area")

    by_area = text_of(officer_client.get(f"{GRID}?area={area.slug}"))
    by_output = text_of(officer_client.get(f"{GRID}?output={here.output.slug}"))

    assert (there.title in by_area, here.title in by_area) == (True, False)
    assert (there.title in by_output, here.title in by_output) == (False, True)


@pytest.mark.parametrize("query", ["?area=nowhere", "?output=9.9z"])
def test_a_grid_narrowed_to_nothing_is_not_found(officer_client, period, query):
    assert officer_client.get(GRID + query).status_code == HTTPStatus.NOT_FOUND


def test_a_year_outside_the_plan_is_not_found(officer_client, period):
    response = officer_client.get("/plans/2026-2030/record/2031/")

    assert response.status_code == HTTPStatus.NOT_FOUND


@pytest.mark.parametrize("role", ["focal", None])
def test_who_may_not_record_is_refused(indicators, role):
    response = signed_in(make_user(role)).post(GRID, row(indicators[0], "5"))

    assert response.status_code == HTTPStatus.FORBIDDEN
    assert values() == {}


def test_a_closed_year_offers_nothing_to_type_and_refuses_what_is_sent(
    officer_client, indicators, period
):
    close_year(period)

    page = text_of(officer_client.get(GRID))
    response = officer_client.post(GRID, row(indicators[0], "5"), follow=True)

    assert "nothing can be written" in page
    assert "-value" not in page
    assert "was not saved. The year is closed." in messages_of(response)
    assert values() == {}


# One row at a time


def test_a_row_saves_itself_and_answers_with_its_status(officer_client, indicators):
    indicator = indicators[0]
    make_milestone(indicator=indicator, year=2026, value=10, due_on=date(2026, 3, 1))

    response = officer_client.post(f"{GRID}{indicator.slug}/", row(indicator, "10"), headers=HTMX)

    answer = text_of(response)
    assert values() == {indicator.code: (10, "draft")}
    assert "Saved." in answer
    assert "Achieved late</span> <small>once verified</small>" in answer
    assert f'name="{indicator.slug}-seen_version" value="1"' in answer
    assert "<html" not in answer


def test_a_row_that_cannot_be_saved_says_why(officer_client, indicators):
    response = officer_client.post(
        f"{GRID}{indicators[0].slug}/", row(indicators[0], "x"), headers=HTMX
    )

    assert "Not saved." in text_of(response)
    assert "Write the number as 1234.5." in text_of(response)
    assert values() == {}


def test_an_odd_value_is_saved_and_asks_for_a_note(officer_client, period):
    later = make_period(year=2027)
    indicator = make_indicator(accumulation="cumulative")
    make_measurement(indicator=indicator, period=period, value=12, state="verified")
    address = f"/plans/2026-2030/record/{later.year}/{indicator.slug}/"

    odd = officer_client.post(address, row(indicator, "7"), headers=HTMX)
    explained = officer_client.post(
        address, row(indicator, "7", note="Two were closed", seen_version="1"), headers=HTMX
    )

    assert "Below the last value, 12: a running total does not fall." in text_of(odd)
    assert "Below the last value" not in text_of(explained)
    assert Measurement.objects.get(period=later).value == 7


def test_who_is_signed_out_is_told_in_the_row(client, indicators):
    response = client.post(f"{GRID}{indicators[0].slug}/", row(indicators[0], "5"), headers=HTMX)

    assert response.status_code == HTTPStatus.UNAUTHORIZED
    assert values() == {}


# Two people, one value


def test_the_second_of_two_sees_both_values_and_chooses(officer_client, indicators):
    indicator = indicators[0]
    colleague = signed_in(make_user("officer", username="colleague"))
    address = f"{GRID}{indicator.slug}/"
    make_measurement(indicator=indicator, value=1)
    colleague.post(address, row(indicator, "2", seen_version="1"), headers=HTMX)

    told = officer_client.post(address, row(indicator, "3", seen_version="1"), headers=HTMX)

    assert values() == {indicator.code: (2, "draft")}
    page = text_of(told)
    assert "colleague saved this record" in page
    assert "Yours: <q>3</q>" in page
    assert "Stored: <q>2</q>" in page
    assert f'name="{indicator.slug}-seen_version" value="2"' in page
    officer_client.post(address, row(indicator, "3", seen_version="2"), headers=HTMX)
    assert values() == {indicator.code: (3, "draft")}


def test_a_value_that_a_colleague_recorded_first_is_not_overwritten(officer_client, indicators):
    indicator = indicators[0]
    make_measurement(indicator=indicator, value=1)

    response = officer_client.post(f"{GRID}{indicator.slug}/", row(indicator, "3"), headers=HTMX)

    assert values() == {indicator.code: (1, "draft")}
    page = text_of(response)
    assert "Yours: <q>3</q>" in page
    assert "Stored: <q>1</q>" in page
    assert f'name="{indicator.slug}-seen_version" value="1"' in page


def test_a_row_that_somebody_else_changed_and_i_did_not_is_left_alone(officer_client, indicators):
    mine, theirs = indicators[:2]
    for indicator in (mine, theirs):
        make_measurement(indicator=indicator, value=1)
    changed = Measurement.objects.get(indicator=theirs)
    changed.value = 2
    changed.save()

    response = officer_client.post(
        GRID, row(mine, "5", seen_version="1") | row(theirs, "1", seen_version="1"), follow=True
    )

    assert values() == {mine.code: (5, "draft"), theirs.code: (2, "draft")}
    assert messages_of(response) == "1 value was saved."


def test_a_row_that_is_sent_as_it_stands_is_not_written_again(officer_client, indicators):
    make_measurement(indicator=indicators[0], value=1, as_of=date(2026, 6, 30))

    officer_client.post(GRID, row(indicators[0], "1", seen_version="1"))

    assert Measurement.objects.get().version == 1


def test_a_value_that_was_submitted_meanwhile_is_not_changed_and_it_is_told(
    officer_client, indicators
):
    make_measurement(indicator=indicators[0], value=1, state="submitted")

    response = officer_client.post(GRID, row(indicators[0], "5", seen_version="1"), follow=True)
    in_row = officer_client.post(
        f"{GRID}{indicators[0].slug}/", row(indicators[0], "5", seen_version="1"), headers=HTMX
    )

    assert values() == {indicators[0].code: (1, "submitted")}
    assert f"{indicators[0].code} was not saved. It waits to be verified." in messages_of(response)
    assert "Not saved. It waits to be verified." in text_of(in_row)


# States


@pytest.fixture
def by_state(period):
    make_member_state()
    make_member_state()
    return make_indicator(by_member_state=True, state_total="sum")


def test_the_grid_opens_a_row_for_each_state(officer_client, by_state):
    page = text_of(officer_client.get(GRID))
    rows = text_of(officer_client.get(f"{GRID}{by_state.slug}/", headers=HTMX))

    assert "Open the States" in page
    assert "0 of 2 recorded" in page
    assert rows.count("<tr") == 2
    assert f'hx-post="{by_state.slug}/?state=AAA"' in rows
    assert f'name="{by_state.slug}.BBB-value"' in rows


def test_each_state_has_its_own_value(officer_client, by_state):
    address = f"{GRID}{by_state.slug}/"
    officer_client.post(f"{address}?state=BBB", row(by_state, "4", state="BBB"), headers=HTMX)
    officer_client.post(address, row(by_state, "5", state="AAA"))

    found = Measurement.objects.values_list("member_state__code", "value")
    assert dict(found) == {"AAA": 5, "BBB": 4}


def test_where_states_stand_beside_a_value_for_all_there_is_a_row_for_each(officer_client, period):
    make_member_state()
    indicator = make_indicator(by_member_state=True, state_total="separate")

    page = text_of(officer_client.get(f"{GRID}{indicator.slug}/"))
    officer_client.post(f"{GRID}{indicator.slug}/?state=", row(indicator, "9"), headers=HTMX)

    assert "All together" in page
    assert Measurement.objects.get().member_state is None


def test_a_state_that_is_none_is_not_found(officer_client, by_state):
    response = officer_client.get(f"{GRID}{by_state.slug}/?state=ZZZ")

    assert response.status_code == HTTPStatus.NOT_FOUND


# The page of one indicator


def test_a_value_is_saved_and_submitted_at_once(officer_client, indicators):
    response = officer_client.post(
        f"{GRID}{indicators[0].slug}/", row(indicators[0], "8") | {"do": "submit"}, follow=True
    )

    assert values() == {indicators[0].code: (8, "submitted")}
    assert "1 value was submitted for verification." in messages_of(response)


def test_the_page_has_the_milestone_of_the_year_and_its_day(officer_client, indicators):
    make_milestone(indicator=indicators[0], year=2026, value=10, due_on=date(2026, 8, 31))

    page = text_of(officer_client.get(f"{GRID}{indicators[0].slug}/"))

    assert "10 <small>due 31 August 2026</small>" in page


def test_every_input_of_the_form_has_its_label(officer_client, indicators):
    page = text_of(officer_client.get(f"{GRID}{indicators[0].slug}/"))

    inputs = re.findall(r'<(?:input|textarea|select)[^>]* id="(id_[^"]+)"', page)
    labelled = set(re.findall(r'<label for="(id_[^"]+)"', page))
    shown = [name for name in inputs if not name.endswith("seen_version")]
    assert len(shown) == 7
    assert set(shown) <= labelled


def test_what_does_not_apply_says_why(officer_client, indicators):
    address = f"{GRID}{indicators[0].slug}/"

    refused = officer_client.post(address, row(indicators[0], "", not_applicable="on"))
    officer_client.post(
        address, row(indicators[0], "", not_applicable="on", note="No coast"), follow=True
    )

    assert "say why in the note" in text_of(refused)
    saved = Measurement.objects.get()
    assert (saved.value, saved.not_applicable, saved.note) == (None, True, "No coast")


def test_the_way_back_is_the_page_that_was_left(officer_client, indicators):
    address = f"{GRID}{indicators[0].slug}/"

    home = officer_client.post(f"{address}?next=/decisions/", row(indicators[0], "8"))
    outside = officer_client.post(f"{address}?next=https://example.org/", row(indicators[1], "8"))

    assert home.url == "/decisions/"
    assert "example.org" not in outside.url.split("?")[0]


def test_yes_or_no_and_the_levels_of_a_scale_are_chosen(officer_client, period):
    yes_no = make_indicator(measure="yes_no")
    scale = make_indicator(measure="scale")
    make_scale_level(indicator=scale, text="Nothing yet")

    page = text_of(officer_client.get(GRID))
    officer_client.post(GRID, row(yes_no, "1") | row(scale, "0"))

    assert '<option value="1">yes</option>' in page
    assert '<option value="0">0: Nothing yet</option>' in page
    assert values() == {yes_no.code: (1, "draft"), scale.code: (0, "draft")}


def test_a_returned_value_shows_the_reason_and_is_mended(officer_client, manager, indicators):
    measurement = make_measurement(indicator=indicators[0], value=1, state="submitted")
    measurement.return_to_author(manager, "Of the wrong year")

    assert "Of the wrong year" in text_of(officer_client.get(GRID))
    address = f"{GRID}{indicators[0].slug}/"
    assert "Of the wrong year" in text_of(officer_client.get(address))
    officer_client.post(
        address,
        row(indicators[0], "2", seen_version=str(measurement.version)) | {"do": "submit"},
    )

    assert values() == {indicators[0].code: (2, "submitted")}


def test_a_verified_value_is_corrected_by_a_new_row_that_says_why(officer_client, indicators):
    indicator = indicators[0]
    first = make_measurement(indicator=indicator, value=4, state="verified", note="Counted")
    address = f"{GRID}{indicator.slug}/?correct=1"

    assert f"{indicator.slug}/?&amp;correct=1" in officer_client.get(GRID).content.decode()
    form = text_of(officer_client.get(address))
    refused = officer_client.post(address, row(indicator, "6"))
    officer_client.post(address, row(indicator, "6", replacement_reason="One was counted twice"))

    assert 'value="4"' in form
    assert ">Counted</textarea>" in form.replace("> ", ">")
    assert "Say why this replaces what was verified." in text_of(refused)
    correction = Measurement.objects.get(replaces=first)
    assert (correction.value, correction.revision) == (6, 2)


def test_nothing_is_recorded_by_reading(officer_client, indicators):
    for address in (GRID, f"{GRID}{indicators[0].slug}/"):
        officer_client.get(address)

    assert values() == {}


def test_a_page_without_its_token_is_refused(officer, indicators):
    client = Client(enforce_csrf_checks=True)
    client.force_login(officer)

    response = client.post(f"{GRID}{indicators[0].slug}/", row(indicators[0], "5"), headers=HTMX)

    assert response.status_code == HTTPStatus.FORBIDDEN
    assert values() == {}


def test_the_admin_tells_an_odd_value_too(officer_client, period):
    later = make_period(year=2027)
    indicator = make_indicator(accumulation="cumulative")
    make_measurement(indicator=indicator, period=period, value=12, state="verified")
    draft = make_measurement(indicator=indicator, period=later, value=13)

    response = save(officer_client, draft, value="7")

    assert "Below the last value, 12" in messages_of(response)
    assert Measurement.objects.get(pk=draft.pk).value == 7
