"""The words of decisions are found whichever way they were written, and however they change."""

import pytest
from django.db import connection

from meetings import text_index
from meetings.filters import DecisionFilter
from meetings.models import Decision
from tests.factories import make_decision

pytestmark = pytest.mark.django_db


def found(text: str, **chosen) -> list[str]:
    return [row.code for row in DecisionFilter({"text": text} | chosen, plan=None).qs]


def test_a_word_is_found_in_wording_heading_and_code():
    rows = [make_decision(wording="A Symposium was held."), make_decision(heading="Symposium")]

    assert sorted(found("symposium")) == [row.code for row in rows]
    assert found("I/2/1") == [rows[1].code]


@pytest.mark.parametrize("text", ["po", "Core", '"quoted"', "50 % more", "AND", "x*", "(a"])
def test_a_text_is_taken_as_it_stands(text):
    decision = make_decision(wording=f"The words {text} stand here.")
    make_decision(wording="Nothing of the kind.")

    assert found(text) == [decision.code]


@pytest.mark.parametrize("text", ["ÉCOLE", "é", "école verte", "МОСКВА"])
def test_capital_letters_of_every_alphabet_are_like_small_ones(text):
    decision = make_decision(wording="Une École verte, Москва.")
    make_decision(wording="An ecole, Moscow.")

    assert found(text) == [decision.code]


def test_a_word_does_not_run_from_the_heading_into_the_wording():
    make_decision(heading="Dust and", wording="storms")

    assert found("andstorms") == []
    assert found("storms dust") != []


def test_what_was_mended_is_found_and_what_it_replaced_is_not():
    decision = make_decision(wording="A simposium was held.")
    decision.wording = "A symposium was held."
    decision.save()

    assert found("symposium") == [decision.code]
    assert found("simposium") == []

    decision.delete()
    assert found("symposium") == []


def test_what_was_written_past_all_checks_is_found_too():
    decision = make_decision()
    Decision.objects.filter(pk=decision.pk).update(wording="A rubber stamp")

    assert found("rubber") == [decision.code]


def test_without_an_index_the_same_is_found(monkeypatch):
    monkeypatch.setattr(text_index, "is_made", lambda connection: False)
    decision = make_decision(wording="A rubber stamp")
    make_decision()

    assert found("RUBBER") == [decision.code]


@pytest.mark.parametrize("many", [3, 5])
def test_more_than_a_few_are_found_as_well_and_with_other_filters(monkeypatch, many):
    monkeypatch.setattr("meetings.filters.FEW", 2)
    monkeypatch.setattr(text_index, "FEW", dict.fromkeys(text_index.FEW, many))
    rows = [make_decision(wording="A rubber stamp") for _number in range(4)]
    rows.append(make_decision(wording="A rubber stamp", kind="note"))
    make_decision(kind="note")

    assert found("rubber") == [row.code for row in rows]
    assert found("rubber", kind="note") == [rows[4].code]


def test_a_lost_trigger_is_made_again_with_all_that_it_missed():
    if connection.vendor != "sqlite":
        return  # PostgreSQL has an index of its own, without triggers
    with connection.cursor() as cursor:
        cursor.execute("DROP TRIGGER meetings_decision_text_added")
    decision = make_decision(wording="A rubber stamp")
    assert not text_index.is_made(connection)
    assert found("rubber") == [decision.code]

    text_index.make(using="default")

    assert text_index.is_made(connection)
    assert found("rubber") == [decision.code]
