"""Proposed outputs and earlier decisions alike: with the reason in words, and how often right."""

import pytest

from logframe.models import Plan
from meetings.models import Decision
from meetings.proposals import Proposer, latest_decisions, measure
from tests.demonstration import demonstration_loaded
from tests.factories import (
    make_area,
    make_decision,
    make_decision_link,
    make_objective,
    make_output,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def rivers():
    """An output on rivers, of the area A1, beside one on forests of the area A2."""
    objectives = [make_objective(area=make_area()) for _ in range(2)]
    rivers = make_output(objective=objectives[0], statement="Clean water in cross-border rivers")
    make_output(objective=objectives[1], statement="Growing forests")
    return rivers


def proposals(sentence: str, **more) -> list[tuple[str, tuple[str, ...]]]:
    found = Proposer.load(Plan.objects.current()).propose(sentence, **more)
    return [(one.output.code, one.reasons) for one in found]


def test_an_output_is_proposed_for_the_words_it_shares(rivers):
    found = proposals("The Meeting requested a study of clean water.")

    assert found == [(rivers.code, ("shares “clean water”",))]


def test_an_output_is_proposed_because_a_decision_alike_is_linked_to_it(rivers):
    link = make_decision_link(
        decision=make_decision(wording="The Meeting approved the dredging barge."), output=rivers
    )

    found = proposals("The Meeting noted the barge.")

    reason = f"resembles {link.decision.code}, which is linked to it"
    assert found == [(rivers.code, (reason,))]


def test_a_sentence_is_not_proposed_by_itself(rivers):
    link = make_decision_link(
        decision=make_decision(wording="The Meeting approved the dredging barge."), output=rivers
    )

    assert proposals(link.decision.wording, without=link.decision.pk) == []


def test_an_output_of_the_area_comes_first(rivers):
    words = "The Meeting noted growing water."

    assert proposals(words, area_code="A1")[0][0] == "4.1(a)"
    assert proposals(words, area_code="A2")[0][0] == "4.2(a)"


def test_words_that_all_reports_have_propose_nothing(rivers):
    assert proposals("The Meeting requested the Secretariat to note it in the other.") == []


def test_without_a_plan_nothing_is_proposed():
    assert Proposer.load(None).propose("The Meeting noted clean water.") == []


def test_a_sentence_names_the_earlier_decision_that_it_resembles():
    alike = make_decision(wording="The Meeting requested a concept note on clean rivers.")
    make_decision(wording="The Meeting welcomed the offer to host a seminar on forests.")
    proposer = Proposer.load(None)

    found = proposer.resembling(
        "The Meeting requested a new concept note on clean rivers.", Decision.objects.all()
    )

    assert [(one.decision, one.reason) for one in found] == [
        (alike, "shares “clean rivers”, “concept note”")
    ]


def test_the_number_of_queries_does_not_grow(rivers, django_assert_num_queries):
    for _ in range(5):
        make_decision_link(decision=make_decision(), output=rivers)

    with django_assert_num_queries(4):
        Proposer.load(rivers.plan)


def test_the_right_output_is_among_those_proposed_for_most_decisions(
    django_db_setup, django_db_blocker
):
    with demonstration_loaded(django_db_blocker):
        known = list(latest_decisions())
        asked = [one for one in known if one.meeting.code == "SOM-26"]
        earlier = [one for one in known if one.meeting.number < 26]

        plan = Plan.objects.current()
        found = {
            name: measure(plan, asked, rest)
            for name, rest in (("words", []), ("earlier", earlier), ("all", known))
        }

    assert {name: one.decisions for name, one in found.items()} == dict.fromkeys(found, 26)
    assert min(one.percent for one in found.values()) >= 70
