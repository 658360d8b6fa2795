"""The records as they are shipped: complete, word for word, and none of them invented."""

from datetime import date
from pathlib import Path

import pytest
import yaml
from django.core.exceptions import ValidationError
from django.db import transaction

from config.records import RECORDS_FOLDER, load_folder
from logframe.models import (
    Activity,
    Indicator,
    MemberState,
    Milestone,
    Objective,
    Output,
    Plan,
    PlanStatement,
    ReportingPeriod,
    ScaleLevel,
    SdgLink,
    SustainableDevelopmentGoal,
    ThematicArea,
)
from meetings.models import (
    Addressee,
    AgendaItem,
    Body,
    Decision,
    DecisionLink,
    Implementation,
    Meeting,
    MeetingOfficer,
)

OFFICIAL = yaml.safe_load(
    (Path(__file__).parent / "official_wording.yaml").read_text(encoding="utf-8")
)
PROPOSAL = "Illustrative target for 2030 (a proposal): "


@pytest.fixture(scope="module", autouse=True)
def first_load(django_db_setup, django_db_blocker):
    """Load the records once for all tests of this module, and take them away afterwards."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield load_folder(RECORDS_FOLDER)
        transaction.set_rollback(True)


@pytest.fixture(autouse=True)
def _undo_each_test(first_load):
    """Take away what one test writes."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def test_the_records_load_into_an_empty_database(first_load):
    assert len(first_load.created) > 600
    assert (first_load.updated, first_load.unchanged, first_load.kept) == ([], [], [])


def test_a_second_run_changes_nothing(first_load):
    again = load_folder(RECORDS_FOLDER)

    assert again.changes_nothing
    assert again.kept == []
    assert len(again.unchanged) == len(first_load.created)


@pytest.mark.parametrize(
    ("model", "number"),
    [
        (MemberState, 6),
        (SustainableDevelopmentGoal, 7),
        (Plan, 1),
        (PlanStatement, 5 + 7),
        (ReportingPeriod, 5),
        (ThematicArea, 6),
        (Objective, 6),
        (Output, 27),
        (SdgLink, 10),
        (Indicator, 73),
        (ScaleLevel, 5),
        (Milestone, 0),
        (Activity, 56),
        (Body, 4),
        (Meeting, 29 + 10),
        (MeetingOfficer, 3 + 3),
        (Decision, 42 + 25 + 4),
    ],
)
def test_nothing_is_missing(model, number):
    assert model.objects.count() == number


# The plan


def test_the_plan_is_the_current_one_and_says_that_its_adoption_is_uncertain():
    plan = Plan.objects.current()

    assert (plan.slug, plan.start_year, plan.end_year) == ("2026-2030", 2026, 2030)
    assert "does not say who adopted it" in plan.adoption_note
    assert [period.year for period in plan.periods.all()] == [2026, 2027, 2028, 2029, 2030]


@pytest.mark.parametrize(
    ("kind", "texts"), [("goal", OFFICIAL["goals"]), ("approach", OFFICIAL["approaches"])]
)
def test_goals_and_approaches_are_word_for_word(kind, texts):
    rows = PlanStatement.objects.filter(kind=kind).order_by("letter")

    assert {row.letter: row.text for row in rows} == texts


def test_areas_stand_in_the_order_of_the_plan_under_their_names():
    areas = ThematicArea.objects.order_by("order")

    assert [area.code for area in areas] == ["AP", "LCC", "DLD", "BNC", "MPA", "INT"]
    assert {area.section: area.name for area in areas} == OFFICIAL["areas"]
    assert [area.code for area in areas if area.is_cross_cutting] == ["INT"]


def test_objectives_are_word_for_word():
    assert {row.code: row.statement for row in Objective.objects.all()} == OFFICIAL["objectives"]


def test_outputs_are_word_for_word():
    assert {row.code: row.statement for row in Output.objects.all()} == OFFICIAL["outputs"]


def test_outputs_show_the_wording_of_the_annex_only_where_it_differs():
    outputs = Output.objects.exclude(annex_wording="")

    assert {row.code: row.annex_wording for row in outputs} == OFFICIAL["annex_wordings"]
    assert set(OFFICIAL["annex_wordings"]) == {"4.1(c)", "4.3(b)", "4.4(d)", "4.5(c)"}


def test_areas_are_linked_to_the_goals_of_table_1():
    linked = {}
    for link in SdgLink.objects.select_related("area", "goal").order_by("goal__number"):
        linked.setdefault(link.area and link.area.code, []).append(link.goal.number)

    assert linked == {
        "AP": [3, 11],
        "LCC": [11, 13],
        "DLD": [13, 15],
        "BNC": [6, 15],
        "MPA": [14],
        None: [17],
    }


# Indicators and activities


def test_indicators_are_all_proposals_with_their_target_only_in_the_note():
    for indicator in Indicator.objects.all():
        assert indicator.is_proposed
        assert indicator.note.startswith(PROPOSAL)
        assert indicator.source


def test_every_output_and_objective_has_an_indicator():
    assert not Output.objects.filter(indicators=None).exists()
    assert not Objective.objects.filter(indicators=None).exists()


def test_only_baselines_with_a_source_are_given():
    given = Indicator.objects.exclude(baseline_value=None)

    assert {row.code: (int(row.baseline_value), row.baseline_year) for row in given} == {
        "4.1(a)-1": (1, 2023),
        "4.1(b)-2": (4, 2023),
        "4.2(a)-1": (1, 2023),
        "4.3(a)-1": (1, 2023),
        "4.4-O1": (3, 2023),
        "4.4(c)-3": (6, 2007),
        "4.5-O1": (12, 2021),
    }
    assert not given.filter(baseline_source="").exists()


def test_activities_name_their_source_and_spend_nothing_that_is_not_known():
    assert not Activity.objects.filter(source="").exists()
    assert not Activity.objects.exclude(spent=None).exists()
    assert {row.code: int(row.budget) for row in Activity.objects.exclude(budget=None)} == {
        "A48": 120_000,
        "A56": 150_000,
    }


# Meetings


def test_all_meetings_of_the_governing_body_are_there():
    soms = Meeting.objects.of_governing_body()

    assert sorted(soms.values_list("number", flat=True)) == list(range(1, 30))
    assert [row.code for row in soms if row.status != Meeting.Status.HELD] == ["SOM-29"]
    assert Meeting.objects.get(code="SOM-29").reviews.year == 2026
    assert Meeting.objects.last_held(on=date(2026, 6, 30)).code == "SOM-28"


@pytest.mark.parametrize("number", [4, 5, 7, 8, 10])
def test_what_is_not_known_of_a_meeting_is_empty(number):
    meeting = Meeting.objects.get(code=f"SOM-{number}")

    assert (meeting.starts_on, meeting.ends_on, meeting.dates_text) == (None, None, "")
    assert (meeting.city, meeting.host, meeting.sources) == ("", "", "")
    assert not meeting.attended_by.exists()


def test_meetings_with_days_or_places_say_where_they_are_known_from():
    known = Meeting.objects.exclude(starts_on=None, city="")

    assert not known.filter(sources="").exists()


def test_the_agenda_of_som_26_is_complete_and_leads_to_the_areas():
    items = AgendaItem.objects.filter(meeting__code="SOM-26").order_by("order")

    assert [item.number for item in items if "(" not in item.number] == [
        str(number) for number in range(1, 11)
    ]
    assert {item.number: item.area.code for item in items if item.area} == {
        "5(a)": "AP",
        "5(b)": "BNC",
        "5(c)": "MPA",
        "5(d)": "LCC",
        "5(e)": "DLD",
    }


# Decisions


@pytest.mark.parametrize("meeting", ["SOM-18", "SOM-21", "SOM-26"])
def test_decisions_are_word_for_word_and_in_order(meeting):
    rows = Decision.objects.filter(meeting__code=meeting).in_report_order()

    official = [item for item in OFFICIAL["decisions"].items() if item[0].startswith(f"{meeting}/")]
    assert [(row.code, row.wording) for row in rows] == official


@pytest.mark.parametrize(
    ("meeting", "source"),
    [
        ("SOM-18", "Page on SOM-18, para. {} of its text"),
        ("SOM-21", "SOM-21 report, para. I.{}"),
        ("SOM-26", "SOM-26 report, para. I.{}"),
    ],
)
def test_decisions_name_the_paragraph_they_stand_in(meeting, source):
    for decision in Decision.objects.filter(meeting__code=meeting):
        assert decision.source == source.format(decision.paragraph)


@pytest.mark.parametrize("code", ["SOM-21/I/2/1", "SOM-26/I/5/2"])
def test_the_wording_of_an_adopted_report_is_locked(code):
    decision = Decision.objects.get(code=code)
    decision.wording = decision.wording.replace("The Meeting", "A meeting")

    with pytest.raises(ValidationError, match="its wording stays as it is"):
        decision.save()


def test_decisions_are_linked_to_the_plan_with_reasons():
    links = DecisionLink.objects.all()

    assert links.count() >= 50
    assert not links.filter(reason="").exists()
    assert links.filter(objective=None).exists()
    assert links.filter(output=None).exists()


def test_every_decision_that_asks_for_action_says_of_whom():
    asked = Decision.objects.filter(is_actionable=True)

    assert asked.count() == 22 + 12 + 3
    assert not asked.filter(addressees=None).exists()
    assert not Addressee.objects.filter(decision__is_actionable=False).exists()
    assert set(asked.values_list("implementation", flat=True)) == {Implementation.NOT_STARTED}


def test_all_member_states_are_one_row_each():
    states = Addressee.objects.filter(decision__code="SOM-26/I/13/2").order_by("order")

    assert [row.member_state.code for row in states] == ["CHN", "PRK", "JPN", "MNG", "KOR", "RUS"]
    assert not any(row.is_implied for row in states)


def test_due_dates_are_resolved_where_the_text_allows():
    annual = Decision.objects.get(code="SOM-26/I/6/1")
    workshop = Decision.objects.get(code="SOM-26/I/8/3")
    report = Decision.objects.get(code="SOM-26/I/5/1")

    assert (annual.due_text, annual.recurrence) == ("annually", "yearly")
    assert workshop.due_on == date(2024, 6, 30)
    assert report.due_meeting.code == "SOM-27"


def test_only_decisions_whose_period_has_run_out_have_elapsed():
    elapsed = Decision.objects.exclude(validity=Decision.Validity.IN_FORCE)

    assert {row.code for row in elapsed} == {
        "SOM-26/I/6/2",
        "SOM-26/I/8/4",
        "SOM-26/I/9/5",
        "SOM-26/I/10/5",
        "SOM-26/I/13/4",
    }
    assert all("a judgement" in row.note for row in elapsed)
