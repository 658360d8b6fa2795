"""Errors for who runs the site: where and of what kind, and nothing of what somebody entered."""

import json
import logging

import pytest
from django.test import RequestFactory
from django.urls import resolve

from config.error_log import ErrorLine
from logframe.views import HelpView
from tests.forms import text_of
from tests.production import read_settings

ENTERED = "an unpublished position of a State"


@pytest.fixture
def line():
    """An error while somebody sets a password by a link, as it goes into the journal."""
    request = RequestFactory().get("/accounts/password/reset/1-the-key/", {"text": ENTERED})
    request.resolver_match = resolve(request.path)
    try:
        raise ValueError(ENTERED)
    except ValueError as error:
        told = (type(error), error, error.__traceback__)
    record = logging.makeLogRecord(
        {"name": "django.request", "msg": request.path, "exc_info": told, "request": request}
    )
    return ErrorLine().format(record)


def test_an_error_is_one_line_that_leads_to_its_place(line):
    told = json.loads(line)

    assert (told["event"], told["from"], told["kind"]) == (
        "error",
        "django.request",
        "builtins.ValueError",
    )
    assert told["page"].endswith("(?P<key>.+)/$")
    assert told["way"][-1].endswith(" line")
    assert "\n" not in line


def test_nothing_that_was_entered_and_no_key_of_a_link_is_in_it(line):
    assert ENTERED not in line
    assert "the-key" not in line


@pytest.mark.parametrize(("debug", "handlers"), [("False", ["errors"]), ("True", [])])
def test_production_writes_errors_to_the_error_output(debug, handlers):
    environment = {"DEBUG": debug, "ALLOWED_HOSTS": "example.org", "SECRET_KEY": "k" * 60}

    assert read_settings(**environment)["LOGGING"]["root"]["handlers"] == handlers


@pytest.mark.django_db
def test_a_page_that_breaks_does_not_tell_the_reader_why(officer_client, monkeypatch):
    def breaks(*args, **kwargs):
        raise ValueError(ENTERED)

    officer_client.raise_request_exception = False
    monkeypatch.setattr(HelpView, "get", breaks)

    answer = officer_client.get("/help/")

    assert answer.status_code == 500
    assert "Something broke on our side" in text_of(answer)
    assert ENTERED not in text_of(answer)
