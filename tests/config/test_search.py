"""Search: all words in any order, codes on top, hits marked, on every database."""

import re

import pytest
from django.urls import reverse

from config.search import EXCERPT_LENGTH, LONGEST_QUERY, Question, search
from logframe.words import words_of
from tests.factories import (
    make_activity,
    make_area,
    make_decision,
    make_indicator,
    make_meeting,
    make_member_state,
    make_objective,
    make_output,
    make_plan,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def plan():
    return make_plan()


def found(text, plan) -> dict[str, list[str]]:
    """The codes that are found, by kind."""
    groups = search(Question(text), plan).groups
    return {
        str(group.heading): [re.sub("<[^>]+>", "", hit.code) for hit in group.hits]
        for group in groups
    }


def named(text, plan) -> list[str]:
    return [re.sub("<[^>]+>", "", hit.code) for hit in search(Question(text), plan).named]


def text_of(response) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


def test_every_kind_is_found(plan):
    area = make_area(name="Clean rivers")
    output = make_output(objective=make_objective(area=area), short_title="Rivers that are clean")
    indicator = make_indicator(output=output, title="Clean rivers")
    decision = make_decision(wording="The Meeting welcomed clean rivers.")
    make_activity(title="Workshop on clean rivers")
    make_meeting(city="Clean Rivers")
    make_member_state(name="Land of clean rivers")

    assert found("clean rivers", plan) == {
        "Thematic areas": ["4.1"],
        "Outputs": ["4.1(a)"],
        "Indicators": [indicator.code],
        "Decisions": [decision.code],
        "Activities": ["A01"],
        "Meetings": ["SOM-2"],
        "Member States": ["AAA"],
    }


def test_all_words_must_occur_in_any_order_and_in_any_field(plan):
    make_indicator(title="Trees planted", definition="Counted in cities")
    make_indicator(title="Trees cut")

    assert len(found("cities trees", plan)["Indicators"]) == 1
    assert found("trees oceans", plan) == {}
    assert found("plantedcounted", plan) == {}


@pytest.mark.parametrize(
    ("written", "typed"),
    [("Cities", "CITIES"), ("Монгол улс", "МОНГОЛ"), ("Zürich", "ZÜRICH"), ("北京", "北京")],
)
def test_capital_letters_of_all_scripts_are_like_small_ones(plan, written, typed):
    make_activity(title=written)

    assert found(typed, plan) == {"Activities": ["A01"]}


@pytest.mark.parametrize("typed", ["100 %", "a_b", ".*", "(?i)", "\\", "[x", "50%"])
def test_no_character_has_a_hidden_meaning(plan, typed):
    make_activity(title="Something else")

    assert found(typed, plan) == {}

    make_activity(title=f"About {typed} here")

    assert found(typed, plan) == {"Activities": ["A02"]}


def test_a_zero_byte_is_no_error(plan):
    make_activity(title="Something")

    assert found("some\x00thing", plan) == {"Activities": ["A01"]}


@pytest.mark.parametrize("typed", ["4.1(a)", "4.1a", "4.1A", " 4.1 (a) "])
def test_the_code_of_an_output_leads_to_it(plan, typed):
    make_output()

    assert named(typed, plan) == ["4.1(a)"]


@pytest.mark.parametrize("typed", ["SOM-26/I/5/2", "som-26/i/5/2", "SOM-26-I-5-2", "SOM-26 I 5 2"])
def test_the_code_of_a_decision_leads_to_it(plan, typed):
    meeting = make_meeting(number=26, code="SOM-26")
    for sequence in (2, 20):
        make_decision(meeting=meeting, section="I", paragraph=5, sequence=sequence)

    assert named(typed, plan) == ["SOM-26/I/5/2"]


def test_the_code_of_anything_else_leads_to_it(plan):
    indicator = make_indicator(code="4.1(a)-1")
    make_meeting(number=9, code="SOM-9")
    make_activity()
    make_member_state()

    assert named("4.1a-1", plan) == [indicator.code]
    assert named("som 9", plan) == ["SOM-9"]
    assert named("a01", plan) == ["A01"]
    assert named("4.1", plan) == ["4.1"]
    assert named("aaa", plan) == ["AAA"]


def test_what_is_named_by_its_code_stands_on_top(officer_client, plan):
    make_output()
    make_indicator()

    page = text_of(officer_client.get("/search/?q=4.1a"))

    assert page.index("Straight to it 4.1(a)") < page.index("Indicators 1 4.1(a)")


def test_a_title_comes_before_a_definition(plan):
    make_indicator(code="4.1(a)-1", title="Meetings", definition="With trees")
    make_indicator(code="4.1(a)-2", title="Trees")

    assert found("trees", plan)["Indicators"] == ["4.1(a)-2", "4.1(a)-1"]


def test_hits_are_marked_and_everything_else_is_escaped(plan):
    question = Question("<b> rivers")

    marked = question.mark("Rivers & <b>lakes</b>")

    assert marked == "<mark>Rivers</mark> &amp; <mark>&lt;b&gt;</mark>lakes&lt;/b&gt;"


def test_a_title_cannot_bring_markup_to_the_page(officer_client, plan):
    make_activity(title='<script>alert("x")</script>')

    page = officer_client.get("/search/", {"q": "script <script>"}).content.decode()

    assert "<script>alert" not in page
    assert "alert" in page


def test_a_long_text_is_cut_around_the_first_hit():
    text = f"{'before ' * 60}needle {'after ' * 60}"

    excerpt = Question("needle").excerpt(text)

    assert "<mark>needle</mark>" in excerpt
    assert excerpt.startswith("… before")
    assert excerpt.endswith("after …")
    assert len(re.sub("<[^>]+>", "", excerpt)) <= EXCERPT_LENGTH + 4


@pytest.mark.parametrize("text", ["x" * 1000, "needle" + "x" * 1000, "x" * 1000 + "needle", ""])
def test_a_text_without_spaces_is_cut_too(text):
    assert len(Question("needle").excerpt(text)) <= EXCERPT_LENGTH + 20


def test_at_most_ten_are_shown_and_the_list_has_the_rest(officer_client, plan):
    for number in range(12):
        make_activity(title=f"Planting of trees {number}")
        make_activity(title="Trees only")

    page = text_of(officer_client.get("/search/?q=trees+planting"))
    (group,) = search(Question("trees planting"), plan).groups
    rows = officer_client.get(group.rest).context["table"].rows

    assert "The first 10 of 12." in page
    assert (len(group.hits), group.total, len(rows)) == (10, 12, 12)


@pytest.mark.parametrize("kind", ["Indicators", "Decisions", "Activities", "Meetings"])
def test_the_list_has_all_that_the_search_counts(officer_client, plan, kind):
    for number in range(11):
        make_indicator(title=f"Ёлки planted {number}")
        make_decision(wording=f"The Meeting noted that {number} were planted: ёлки.")
        make_activity(place="Planted ёлки")
        make_meeting(city="Ёлки", host=f"Planted {number}")

    groups = {str(group.heading): group for group in search(Question("planted ЁЛКИ"), plan).groups}
    rows = officer_client.get(groups[kind].rest).context["table"].rows

    assert groups[kind].total == len(rows) == 11


def test_only_the_current_plan_is_searched(plan):
    old = make_plan(is_current=False)
    make_area(plan=old, name="Forgotten")

    assert found("forgotten", plan) == {}


def test_an_empty_query_says_what_can_be_searched(officer_client, plan):
    page = text_of(officer_client.get("/search/?q=+++"))

    assert "Type words in any order" in page
    assert "Outputs Indicators Decisions Activities Meetings" in page


def test_nothing_found_says_so(officer_client, plan):
    page = text_of(officer_client.get("/search/?q=nothing-has-this"))

    assert "0 records have all the words" in page
    assert "Nothing was found." in page


def test_a_very_long_query_is_cut(officer_client, plan):
    make_activity(title="Trees")

    response = officer_client.get("/search/", {"q": "tree " * 5000})

    assert response.status_code == 200
    assert len(response.context["question"].text) <= LONGEST_QUERY
    assert len(words_of("word " * 5000)) == 8
    assert response.context["findings"].total == 1


def test_the_box_stands_on_every_page_and_keeps_what_was_typed(officer_client, plan):
    assert 'action="/search/"' in officer_client.get("/help/").content.decode()
    page = officer_client.get("/search/", {"q": '"quoted"'}).content.decode()

    assert 'value="&quot;quoted&quot;"' in page
    assert page.count('name="q"') == 1


def test_who_is_not_signed_in_sees_no_box(client, plan):
    assert 'action="/search/"' not in client.get(reverse("account_login")).content.decode()


@pytest.mark.parametrize("many", [1, 10])
def test_a_search_asks_once_for_each_kind(plan, many, django_assert_num_queries):
    for _ in range(many):
        make_indicator(title="Trees")
        make_decision(wording="Trees")
        make_activity(title="Trees")
        make_meeting(city="Trees")
        make_output(short_title="Trees")

    with django_assert_num_queries(7):
        search(Question("trees"), plan)
