"""The trace: outputs that no decision asks for, decisions that no output serves, and the links."""

import csv
import io
import re

import openpyxl
import pytest
from django.utils import timezone

from meetings.models import Decision
from meetings.trace import Part, Trace
from tests.factories import (
    make_area,
    make_decision,
    make_decision_link,
    make_meeting,
    make_objective,
    make_output,
    make_plan,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def plan():
    return make_plan()


def trace(plan, **chosen):
    area = chosen.pop("area", None)
    return Trace.load(plan, Decision.objects.filter(**chosen), timezone.localdate(), area)


def rows_of(response) -> list[dict]:
    return list(csv.DictReader(io.StringIO(response.getvalue().decode("utf-8-sig"), newline="")))


def text_of(response) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


def test_each_side_that_stands_alone_is_found(plan):
    asked, lonely = make_output(), make_output()
    link = make_decision_link(output=asked)
    unserved = make_decision()

    found = trace(plan)

    assert [row.target for row in found.no_decision] == [lonely]
    assert [row.decision for row in found.no_output] == [unserved]
    assert [row.link for row in found.links] == [link]


def test_a_decision_on_an_objective_alone_has_no_output_that_serves_it(plan):
    output = make_output()
    link = make_decision_link(objective=output.objective)

    found = trace(plan)

    assert [row.target for row in found.no_decision] == [output]
    assert [row.decision for row in found.no_output] == [link.decision]
    assert [row.target for row in found.links] == [output.objective]


def test_decisions_that_ask_for_action_stand_first(plan):
    noted = make_decision(kind="note", is_actionable=False)
    requested = make_decision()

    found = trace(plan)

    assert [row.decision for row in found.no_output] == [requested, noted]
    assert found.no_output_to_act_on == 1


def test_links_follow_the_plan_and_what_is_direct_comes_first(plan):
    first, second = make_output(), make_output()
    decision = make_decision()
    late = make_decision_link(decision=decision, output=second)
    indirect = make_decision_link(decision=decision, output=first, strength="indirect")
    direct = make_decision_link(decision=make_decision(), output=first)
    whole = make_decision_link(decision=decision, objective=first.objective)

    found = trace(plan)

    assert [row.link for row in found.links] == [whole, direct, indirect, late]
    assert found.direct == 3


def test_one_meeting_leaves_open_what_only_others_ask_for(plan):
    one, other = make_meeting(), make_meeting()
    output = make_output()
    make_decision_link(output=output, decision=make_decision(meeting=other))

    found = trace(plan, meeting=one)

    assert [row.target for row in found.no_decision] == [output]
    assert (list(found.no_output), list(found.links)) == ([], [])


def test_one_area_shows_its_outputs_decisions_and_links(plan):
    here, there = (make_output(objective=make_objective(area=make_area())) for _ in range(2))
    area = here.objective.area
    mine = make_decision(area=area)
    make_decision(area=there.objective.area)
    link = make_decision_link(decision=make_decision(), output=here)
    make_decision_link(decision=make_decision(), output=there)

    found = trace(plan, area=area)

    assert list(found.no_decision) == []
    assert [row.decision for row in found.no_output] == [mine]
    assert [row.link for row in found.links] == [link]


def test_a_decision_that_serves_an_output_of_another_area_is_served(plan):
    here, there = (make_output(objective=make_objective(area=make_area())) for _ in range(2))
    decision = make_decision(area=here.objective.area)
    make_decision_link(decision=decision, output=there)

    assert list(trace(plan, area=here.objective.area).no_output) == []


def test_the_outputs_of_another_plan_are_not_traced(plan):
    old = make_plan(is_current=False)
    area = make_area(plan=old)
    make_decision_link(output=make_output(objective=make_objective(area=area)))

    found = trace(plan)

    assert (list(found.no_decision), list(found.links)) == ([], [])
    assert len(found.no_output) == 1


def test_the_page_counts_its_three_parts(officer_client, plan):
    link = make_decision_link(output=make_output(), reason="It names the output")
    make_output()
    make_decision()

    page = text_of(officer_client.get("/trace/"))

    assert "1 output that no decision asks for" in page
    assert "1 decision that no output serves" in page
    assert "1 link " in page
    assert f"direct {link.reason} {link.decision.code}" in page


@pytest.mark.parametrize(
    ("show", "parts"),
    [
        ("", {str(part.label) for part in Part}),
        ("link", {"link"}),
        ("no_output", {"decision that no output serves"}),
        ("splendid", {str(part.label) for part in Part}),
    ],
)
def test_a_file_has_the_parts_that_were_chosen(officer_client, plan, show, parts):
    make_decision_link(output=make_output())
    make_output()
    make_decision()

    rows = rows_of(officer_client.get(f"/trace/?show={show}&_export=csv"))
    book = officer_client.get(f"/trace/?show={show}&_export=xlsx").content

    assert {row["Part"] for row in rows} == parts
    assert openpyxl.load_workbook(io.BytesIO(book)).active.max_row == len(rows) + 1


def test_a_file_gives_both_sides_of_a_link(officer_client, plan):
    link = make_decision_link(output=make_output(), strength="indirect", reason="=1+1")

    (row,) = rows_of(officer_client.get("/trace/?_export=csv"))

    assert row["Output or objective"] == link.output.code
    assert row["Title"] == link.output.short_title
    assert row["Decision"] == link.decision.code
    assert (row["Strength"], row["Reason"]) == ("indirect", "'=1+1")
    assert row["Status"] == "No follow-up yet"


def test_a_file_of_what_stands_alone_has_empty_cells(officer_client, plan):
    make_output()

    (row,) = rows_of(officer_client.get("/trace/?_export=csv"))

    assert row["Decision"] == row["Strength"] == row["Status"] == ""
    assert "None" not in row.values()


def test_a_filter_by_area_and_meeting_holds_for_the_file(officer_client, plan):
    here, there = (make_output(objective=make_objective(area=make_area())) for _ in range(2))
    meeting = make_meeting()
    for output in (here, there):
        make_decision_link(output=output, decision=make_decision(meeting=meeting))
    make_decision_link(output=here, decision=make_decision(meeting=make_meeting()))

    address = f"/trace/?area={here.objective.area.slug}&meeting={meeting.code}&_export=csv"
    rows = rows_of(officer_client.get(address))

    assert [(row["Meeting"], row["Output or objective"]) for row in rows] == [("SOM-1", "4.1(a)")]


def test_a_long_part_has_pages_of_its_own(officer_client, plan):
    for _ in range(26):
        make_decision(wording="The Meeting noted it.", kind="note", is_actionable=False)

    first = officer_client.get("/trace/").content.decode()
    second = officer_client.get("/trace/?no_output-page=2").content.decode()

    assert first.count("The Meeting noted it.") == 25
    assert second.count("The Meeting noted it.") == 1


def test_each_part_is_sorted_by_its_own_columns(officer_client, plan):
    for wording in ("The Meeting asked.", "A Centre replied."):
        make_decision(wording=wording)
        make_decision_link(
            decision=make_decision(wording=f"Linked: {wording}"), output=make_output()
        )

    def order(query: str, *texts: str) -> list[str]:
        page = text_of(officer_client.get(f"/trace/?{query}"))
        return sorted(texts, key=page.index)

    unserved = ("The Meeting asked.", "A Centre replied.")
    linked = tuple(f"Linked: {wording}" for wording in unserved)
    assert order("no_output-sort=wording", *unserved) == ["A Centre replied.", "The Meeting asked."]
    assert order("no_output-sort=-wording", *unserved) == list(unserved)
    assert order("link-sort=wording", *linked) == [linked[1], linked[0]]
    assert order("link-sort=target", *linked) == list(linked)
    assert order("link-sort=-target", *linked) == [linked[1], linked[0]]
    assert order("link-sort=nonsense&no_decision-sort=-area", *linked) == list(linked)


def test_a_long_part_may_be_had_on_one_page_to_print(officer_client, plan):
    for _ in range(26):
        make_decision(wording="The Meeting noted it.", kind="note", is_actionable=False)

    first = officer_client.get("/trace/?no_output-page=2")
    (way,) = re.findall(r'href="(\?[^"]*)">All rows on one page, to print', first.content.decode())
    whole = officer_client.get(f"/trace/{way}").content.decode()

    assert whole.count("The Meeting noted it.") == 26
    assert "All rows on one page, to print" not in whole


@pytest.mark.parametrize("many", [1, 10])
def test_the_page_asks_as_often_for_ten_times_the_links(
    officer_client, plan, many, django_assert_num_queries
):
    for _ in range(many):
        make_decision_link(decision=make_decision(), output=make_output())
        make_decision_link(decision=make_decision(), objective=make_objective())
        make_output()
        make_decision()

    with django_assert_num_queries(11):
        officer_client.get("/trace/")
