"""The admin for the plan: forms that lose nothing, deletions that refuse, rights that hold."""

import pytest
from django.urls import reverse

from logframe.models import (
    Indicator,
    Measurement,
    Milestone,
    Output,
)
from tests.factories import (
    close_year,
    make_indicator,
    make_measurement,
    make_member_state,
    make_milestone,
    make_output,
    make_period,
    make_statement,
)
from tests.forms import admin_url, filled, messages_of, run, save, text_of

pytestmark = pytest.mark.django_db


# Two people, one record


def test_who_saves_second_is_told_and_shown_both_versions(officer_client, manager_client):
    indicator = make_indicator(title="Original")
    seen = filled(officer_client.get(admin_url(indicator)), title="Mine", unit="workshops")
    save(manager_client, indicator, title="Theirs")

    response = officer_client.post(admin_url(indicator), seen)

    text = text_of(response)
    assert "manager saved this record on" in text
    assert "<strong>Title</strong><br>Yours: <q>Mine</q><br>Stored: <q>Theirs</q>" in text
    assert 'value="Mine"' in text
    assert Indicator.objects.get().title == "Theirs"


def test_who_was_shown_both_versions_can_save_the_own_one(officer_client, manager_client):
    indicator = make_indicator()
    seen = filled(officer_client.get(admin_url(indicator)), title="Mine")
    save(manager_client, indicator, title="Theirs")
    refused = officer_client.post(admin_url(indicator), seen)

    officer_client.post(admin_url(indicator), filled(refused))

    assert Indicator.objects.get().title == "Mine"
    assert indicator.history.filter(title="Theirs").exists()


def test_a_row_inside_another_form_is_not_overwritten_either(manager_client):
    statement = make_statement(text="Original")
    data = filled(manager_client.get(admin_url(statement.plan)), **{"statements-0-text": "Mine"})
    statement.text = "Theirs"
    statement.save()

    response = manager_client.post(admin_url(statement.plan), data)

    assert "Yours: <q>Mine</q><br>Stored: <q>Theirs</q>" in text_of(response)
    statement.refresh_from_db()
    assert statement.text == "Theirs"


def test_saving_what_was_not_changed_leaves_no_trace(officer_client):
    indicator = make_indicator(definition="two\nlines", tolerance="0.5")

    save(officer_client, indicator, definition="two\r\nlines")

    assert indicator.history.count() == 1


def test_an_earlier_version_is_shown_and_cannot_be_sent_back(officer_client):
    indicator = make_indicator(title="Original")
    save(officer_client, indicator, title="New")
    first = indicator.history.last()
    address = reverse("admin:logframe_indicator_simple_history", args=[indicator.pk, first.pk])

    assert "Original" in text_of(officer_client.get(address))
    assert officer_client.post(address, {"title": "Original"}).status_code == 403
    assert Indicator.objects.get().title == "New"


def test_an_indicator_with_many_milestones_and_values_is_saved(officer_client):
    indicator = make_indicator(by_member_state=True, state_total="sum")
    for year in (2026, 2027, 2028):
        make_milestone(indicator=indicator, year=year)
        make_measurement(indicator=indicator, member_state=make_member_state())

    save(officer_client, indicator, title="New")

    assert Indicator.objects.get().title == "New"


# What the model refuses


def test_a_rule_on_a_field_that_the_form_does_not_show_stands_above_it(officer_client):
    make_indicator(code="X")

    address = admin_url(Indicator, "add")
    data = filled(officer_client.get(address), output=Output.objects.get().pk, code="X", title="t")
    response = officer_client.post(address, data)

    assert "The plan already has an indicator with this code." in text_of(response)


def test_what_only_saving_finds_out_is_told_with_all_that_was_typed(officer_client):
    output = make_output()
    address = admin_url(Indicator, "add")
    data = filled(
        officer_client.get(address),
        output=output.pk,
        code="X",
        title="Typed",
        **{"milestones-2-0-year": "2050", "milestones-2-0-value": "1"},
    )

    response = officer_client.post(address, data)

    assert response.status_code == 200
    assert "2050 is outside the plan" in text_of(response)
    assert 'value="Typed"' in text_of(response)
    assert not Indicator.objects.exists()


def test_an_empty_form_tells_what_is_missing_and_nothing_about_derived_fields(officer_client):
    text = text_of(
        officer_client.post(
            admin_url(Indicator, "add"), filled(officer_client.get(admin_url(Indicator, "add")))
        )
    )

    assert "choose exactly one" in text
    assert "Plan: " not in text


def test_a_year_that_no_calendar_has_is_refused(manager_client):
    response = save(manager_client, make_period(), year="20000", due_on="")

    assert "20000 is outside the plan" in text_of(response)


@pytest.mark.parametrize("page", ["x/change/", "x/history/", "1/history/x/", "999/history/"])
def test_an_address_that_leads_nowhere_is_not_an_error(officer_client, page):
    make_indicator()

    assert officer_client.get(f"/admin/logframe/indicator/{page}").status_code in (302, 404)


# Milestones


def test_a_milestone_that_was_set_is_shown_and_not_edited(officer_client):
    milestone = make_milestone(value=10)

    assert "form-row field-year" in officer_client.get(admin_url(milestone)).content.decode()
    assert officer_client.post(admin_url(milestone), {"value": "11"}).status_code == 403
    assert Milestone.objects.get().value == 10


def test_a_revised_milestone_is_a_new_row_on_the_indicators_page(officer_client):
    indicator = make_milestone(value=10).indicator

    save(
        officer_client,
        indicator,
        **{
            "milestones-2-0-year": "2026",
            "milestones-2-0-value": "8",
            "milestones-2-0-set_on": "2026-05-01",
            "milestones-2-0-authority": "Meeting 2",
            "milestones-2-0-reason": "Fewer cities",
        },
    )

    assert list(indicator.milestones.values_list("value", flat=True)) == [10, 8]


# Deleting


def test_rows_are_deleted_one_by_one_and_what_stays_is_named(manager_client):
    draft = make_measurement()
    verified = make_measurement(indicator=make_indicator(), state="verified")

    response = run(manager_client, "delete_selected", draft, verified, post="yes")

    told = messages_of(response)
    assert "1 row was deleted." in told
    assert "2026-2030, 4.1(a)-2, 2026, 1: What was verified" in told
    assert Measurement.objects.get() == verified


def test_deleting_asks_first(manager_client):
    response = run(manager_client, "delete_selected", make_measurement())

    assert "Are you sure" in text_of(response)
    assert Measurement.objects.exists()


def test_what_others_refer_to_is_not_deleted(manager_client):
    indicator = make_measurement().indicator

    response = manager_client.post(admin_url(indicator, "delete"), {"post": "yes"})

    assert response.status_code == 200
    assert "measurement" in text_of(response)
    assert Indicator.objects.exists()


def test_a_row_of_a_closed_year_is_not_deleted_and_the_page_says_why(manager_client):
    measurement = make_measurement()
    close_year(measurement.period)

    response = manager_client.post(admin_url(measurement, "delete"), {"post": "yes"}, follow=True)

    assert "2026 was closed on" in messages_of(response)
    assert Measurement.objects.exists()


# Rights


def test_nobody_types_the_day_of_closing_and_a_manager_is_led_to_the_page(
    officer_client, manager_client
):
    period = make_period()
    link = f'href="{period.get_closing_url()}"'

    save(manager_client, period, closed_on="31/12/2026")

    period.refresh_from_db()
    assert not period.is_closed
    for seen in (period, period.plan):
        page = text_of(manager_client.get(admin_url(seen)))
        assert link in page
        assert "closed_on" not in filled(manager_client.get(admin_url(seen)))
        assert link not in text_of(officer_client.get(admin_url(seen)))
