"""Every page of the admin for the plan: it opens for whom it should, and stays quick."""

import re
from datetime import date

import pytest
from django.contrib import admin
from django.contrib.auth.models import User
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from logframe.models import (
    Activity,
    FocalPoint,
    ImportRun,
    Indicator,
    Measurement,
    MemberState,
    Milestone,
    Objective,
    Output,
    Plan,
    ProgressReport,
    ReportingPeriod,
    SdgLink,
    SustainableDevelopmentGoal,
    ThematicArea,
)
from tests.conftest import confirmed, signed_in
from tests.factories import (
    make_activity,
    make_area,
    make_focal_point,
    make_import_run,
    make_indicator,
    make_measurement,
    make_member_state,
    make_milestone,
    make_objective,
    make_output,
    make_progress_report,
    make_scale_level,
    make_sdg_link,
    make_statement,
    make_user,
)
from tests.forms import admin_url, save, text_of
from tests.looks import looks

pytestmark = pytest.mark.django_db


# Every page


# What the content security policy would refuse.
INLINE = re.compile(r"<style|<[^>]+\s(style|on[a-z]+)=|<script(?![^>]*\ssrc=)")


def make_one_of_each() -> None:
    """Make a row of every kind that the admin of the plan shows."""
    make_statement()
    make_sdg_link()
    make_scale_level()
    make_milestone()
    make_measurement()
    make_progress_report()
    make_activity(outputs=[Output.objects.get()])
    make_focal_point()
    make_import_run()


def pages_of(model, model_admin) -> list[str]:
    """Return the addresses of all pages of a model."""
    record = model._default_manager.order_by("pk").first()
    lists, records = ["changelist", "export"], ["change", "history"]
    if model is not ImportRun:  # it is only read, and undone
        lists, records = [*lists, "add"], [*records, "delete"]
    lists += ["import"] * hasattr(model_admin, "import_action")
    kind = f"admin:{model._meta.app_label}_{model._meta.model_name}"
    return [reverse(f"{kind}_{page}") for page in lists] + [
        reverse(f"{kind}_{page}", args=[record.pk]) for page in records
    ]


MODELS = {
    model: model_admin
    for model, model_admin in admin.site._registry.items()
    if model._meta.app_label in ("auth", "logframe")
}


def test_every_page_opens_or_says_that_it_is_closed(officer, manager, subtests):
    make_one_of_each()

    addresses = [page for model in MODELS.items() for page in pages_of(*model)]
    for address, client in looks(addresses, (confirmed(officer), confirmed(manager))):
        with subtests.test(address):
            assert client.get(address).status_code in (200, 403)


def test_a_superuser_sees_every_page_and_every_version(superuser, subtests):
    make_one_of_each()
    client = confirmed(superuser)

    for model, model_admin in MODELS.items():
        for address in pages_of(model, model_admin):
            with subtests.test(address):
                response = client.get(address)
                closed = model is User and address.endswith("/delete/")  # nobody deletes people
                assert response.status_code == (403 if closed else 200)
                assert not INLINE.search(response.content.decode())
        if hasattr(model, "history"):
            version = model.history.first()
            name = f"admin:{model._meta.app_label}_{model._meta.model_name}_simple_history"
            with subtests.test(name):
                address = reverse(name, args=[version.id, version.pk])
                assert client.get(address).status_code == 200


def test_the_front_page_offers_an_officer_what_an_officer_enters(officer_client):
    text = text_of(officer_client.get("/admin/"))

    assert "What would you like to enter?" in text
    assert admin_url(Measurement, "add") in text
    assert admin_url(Plan, "add") not in text
    assert "To the site" in text


def test_a_record_leads_to_its_page_on_the_site(officer_client):
    page = officer_client.get(admin_url(make_indicator()))

    response = officer_client.get(page.context["absolute_url"])

    assert response.url.endswith("/plans/2026-2030/indicators/4.1a-1/")


def test_a_form_that_comes_back_still_lists_what_belongs_to_the_record(superuser):
    indicator = make_indicator(title="Stations that report")

    page = save(signed_in(superuser), indicator.output, letter="")

    assert "This field is required." in text_of(page)
    assert "Stations that report" in text_of(page)


def test_a_focal_point_does_not_enter_the_admin(focal_client):
    assert focal_client.get("/admin/").status_code == 403


# Speed


def spread(number: int) -> None:
    """Make rows that share as little as possible with one another."""
    for _number in range(number):
        area = make_area()
        objective = make_objective(area=area)
        output = make_output(objective=objective)
        indicator = make_indicator(output=output, owner=make_user("officer"))
        make_milestone(indicator=indicator)
        make_measurement(indicator=indicator)
        make_progress_report(output=output)
        make_activity(area=area, outputs=[output])
        make_sdg_link(area=area, goal=SustainableDevelopmentGoal.objects.first())
        make_focal_point(member_state=make_member_state())


# How often each list asks the database, whatever its length.
QUERIES = {
    Activity: 7,
    FocalPoint: 6,
    Indicator: 6,
    Measurement: 7,
    MemberState: 5,
    Milestone: 6,
    Objective: 6,
    Output: 6,
    Plan: 5,
    ProgressReport: 7,
    ReportingPeriod: 6,
    SdgLink: 7,
    SustainableDevelopmentGoal: 5,
    ThematicArea: 6,
    User: 7,
}


def test_lists_ask_as_often_for_thirty_rows_as_for_three(superuser):
    client = signed_in(superuser)
    for rows in (3, 27):
        spread(rows)
        asked = {}
        for model in QUERIES:
            with CaptureQueriesContext(connection) as queries:
                client.get(admin_url(model, "changelist"))
            asked[model] = len(queries)

        assert asked == QUERIES


def test_a_form_asks_as_often_for_thirty_rows_as_for_three(
    manager_client, django_assert_num_queries
):
    indicator = make_indicator(by_member_state=True, state_total="sum")
    manager_client.get(admin_url(indicator))  # the content types are asked for once, ever
    for rows in (3, 27):
        for _number in range(rows):
            make_milestone(
                indicator=indicator,
                set_on=date(2020, 1, 1 + indicator.milestones.count()),
                authority="Meeting",
                reason="Revised",
            )
            make_measurement(indicator=indicator, member_state=make_member_state())
            make_scale_level(indicator=indicator)
        with django_assert_num_queries(10):
            manager_client.get(admin_url(indicator))
