"""What holds for every record of both apps: its key, its version, its history, its name."""

import pytest
from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from logframe.models import (
    Activity,
    FeedKey,
    Fingerprint,
    FocalPoint,
    HistorySeal,
    ImportRun,
    Indicator,
    Measurement,
    MemberState,
    Milestone,
    Objective,
    Output,
    Plan,
    PlanStatement,
    ProgressReport,
    Record,
    Reminder,
    ReportingPeriod,
    ReviewReturn,
    ScaleLevel,
    SdgLink,
    StaleRecordError,
    SustainableDevelopmentGoal,
    ThematicArea,
)
from meetings.models import (
    Addressee,
    AgendaItem,
    Body,
    Decision,
    DecisionLink,
    DecisionRelation,
    Document,
    Edition,
    Erratum,
    FollowUp,
    IssuedFile,
    Meeting,
    MeetingOfficer,
)
from tests.factories import (
    make_activity,
    make_addressee,
    make_agenda_item,
    make_area,
    make_body,
    make_decision,
    make_decision_link,
    make_decision_relation,
    make_document,
    make_edition,
    make_erratum,
    make_feed_key,
    make_focal_point,
    make_follow_up,
    make_goal,
    make_import_run,
    make_indicator,
    make_issued_file,
    make_measurement,
    make_meeting,
    make_meeting_officer,
    make_member_state,
    make_milestone,
    make_objective,
    make_output,
    make_period,
    make_plan,
    make_progress_report,
    make_reminder,
    make_scale_level,
    make_sdg_link,
    make_statement,
    make_user,
)

pytestmark = pytest.mark.django_db


def make_return(**fields):
    row = make_measurement(state="submitted", **fields)
    row.return_to_author(make_user("manager"), "Wrong year")
    return row.returns.get()


MAKERS = {
    Activity: make_activity,
    Addressee: make_addressee,
    AgendaItem: make_agenda_item,
    Body: make_body,
    Decision: make_decision,
    DecisionLink: make_decision_link,
    DecisionRelation: make_decision_relation,
    Document: make_document,
    Edition: make_edition,
    Erratum: make_erratum,
    FeedKey: make_feed_key,
    FocalPoint: make_focal_point,
    FollowUp: make_follow_up,
    ImportRun: make_import_run,
    Indicator: make_indicator,
    IssuedFile: make_issued_file,
    Measurement: make_measurement,
    Meeting: make_meeting,
    MeetingOfficer: make_meeting_officer,
    MemberState: make_member_state,
    Milestone: make_milestone,
    Objective: make_objective,
    Output: make_output,
    Plan: make_plan,
    PlanStatement: make_statement,
    ProgressReport: make_progress_report,
    Reminder: make_reminder,
    ReportingPeriod: make_period,
    ReviewReturn: make_return,
    ScaleLevel: make_scale_level,
    SdgLink: make_sdg_link,
    SustainableDevelopmentGoal: make_goal,
    ThematicArea: make_area,
}
# How to make a second row, where the maker alone would make the same one again.
OTHERS = {
    DecisionLink: lambda: make_decision_link(output=make_output()),
    IssuedFile: lambda: make_issued_file(name="register.xlsx"),
    Measurement: lambda: make_measurement(indicator=make_indicator()),
    MeetingOfficer: lambda: make_meeting_officer(role="rapporteur"),
    Milestone: lambda: make_milestone(year=2027),
    ProgressReport: lambda: make_progress_report(output=make_output()),
    ReviewReturn: lambda: make_return(indicator=make_indicator()),
}
# Kept for good: a second save, or a deletion, is refused for another reason than its version.
ISSUED = {Edition, Erratum, ImportRun, IssuedFile}
# People name a return by what was returned, an import by its day; their key is their number.
WITHOUT_OWN_KEY = {ImportRun, ReviewReturn}
HISTORY_CHAIN = {Fingerprint, HistorySeal}


def names(model):
    return model.__name__


every_model = pytest.mark.parametrize("model", MAKERS, ids=names)
every_editable_model = pytest.mark.parametrize(
    "model", [model for model in MAKERS if model not in ISSUED], ids=names
)


def test_every_record_of_both_apps_is_tried_here():
    ours = (apps.get_app_config(app).get_models() for app in ("logframe", "meetings"))
    records = {model for models in ours for model in models if issubclass(model, Record)}

    assert records == set(MAKERS)


def test_every_model_is_a_record_or_the_history_of_one_or_proves_the_history():
    for app in ("logframe", "meetings"):
        for model in apps.get_app_config(app).get_models():
            is_history = model.__name__.startswith("Historical") or model in HISTORY_CHAIN
            assert is_history or issubclass(model, Record)


# Keys


@every_model
def test_a_record_is_found_by_its_own_key_among_several(model):
    rows = [MAKERS[model](), OTHERS.get(model, MAKERS[model])()]

    found = [model.objects.get_by_natural_key(*row.natural_key()) for row in rows]

    assert found == rows


@pytest.mark.parametrize("model", [m for m in MAKERS if m not in WITHOUT_OWN_KEY], ids=names)
def test_the_database_keeps_a_second_record_with_the_same_key_out(model):
    row = MAKERS[model]()

    row.pk = None
    with pytest.raises(IntegrityError, match=r"(?i)unique"), transaction.atomic():
        model.objects.bulk_create([row])

    assert model.objects.count() == 1


def test_a_key_that_is_too_short_is_refused():
    make_output()

    with pytest.raises(ValueError, match="shorter"):
        Output.objects.get_by_natural_key("2026-2030")


def test_a_key_is_what_people_would_say():
    make_member_state(code="MNG")
    indicator = make_indicator(by_member_state=True, state_total="separate")
    whole = make_measurement(indicator=indicator)
    one = make_measurement(indicator=indicator, member_state=MemberState.objects.get())

    assert indicator.natural_key() == ("2026-2030", "4.1(a)-1")
    assert whole.natural_key() == ("2026-2030", "4.1(a)-1", 2026, None, 1)
    assert one.natural_key() == ("2026-2030", "4.1(a)-1", 2026, "MNG", 1)


def test_a_value_for_all_is_told_from_that_of_a_state():
    indicator = make_indicator(by_member_state=True, state_total="separate")
    whole = make_measurement(indicator=indicator)
    one = make_measurement(indicator=indicator, member_state=make_member_state())

    find = Measurement.objects.get_by_natural_key
    assert find("2026-2030", "4.1(a)-1", 2026, None, 1) == whole
    assert find("2026-2030", "4.1(a)-1", 2026, "AAA", 1) == one


def test_a_correction_is_told_from_what_it_replaces():
    first = make_measurement(state="verified")
    second = make_measurement(replaces=first)

    find = Measurement.objects.get_by_natural_key
    assert find("2026-2030", "4.1(a)-1", 2026, None, 1) == first
    assert find("2026-2030", "4.1(a)-1", 2026, None, 2) == second


def test_a_goal_of_the_whole_plan_is_told_from_that_of_an_area():
    goal = make_goal(number=17)
    whole = make_sdg_link(goal=goal)
    one = make_sdg_link(goal=goal, area=make_area(code="AA"))

    find = SdgLink.objects.get_by_natural_key
    assert find("2026-2030", None, 17) == whole
    assert find("2026-2030", "AA", 17) == one


def test_two_plans_may_use_the_same_codes():
    plans = make_plan(slug="2021-2025"), make_plan(slug="2026-2030")
    outputs = [
        make_output(objective=make_objective(area=make_area(plan=plan, section="4.1")))
        for plan in plans
    ]

    find = Output.objects.get_by_natural_key
    assert [find(plan.slug, "4.1(a)") for plan in plans] == outputs


# Versions


@every_editable_model
def test_the_second_of_two_editors_is_refused(model):
    row = MAKERS[model]()
    first, second = model.objects.get(pk=row.pk), model.objects.get(pk=row.pk)
    first.save()

    with pytest.raises(StaleRecordError, match="was changed by somebody else while you were"):
        second.save()

    assert model.objects.get(pk=row.pk).version == row.version + 1


def test_nothing_of_two_editors_is_lost():
    row = make_indicator(title="Stations", unit="things")
    first, second = Indicator.objects.get(), Indicator.objects.get()
    first.title = "Stations in operation"
    first.save()

    second.unit = "stations"
    with pytest.raises(StaleRecordError) as refusal:
        second.save()

    stored = Indicator.objects.get()
    assert (stored.title, stored.unit) == ("Stations in operation", "things")
    assert (second.title, second.unit) == ("Stations", "stations")
    assert refusal.value.messages == [
        f"{row.code} Stations was changed by somebody else while you were editing it."
    ]


def test_the_second_editor_saves_after_reading_again():
    make_indicator(title="Stations", unit="things")
    first, second = Indicator.objects.get(), Indicator.objects.get()
    first.title = "Stations in operation"
    first.save()

    second.refresh_from_db()
    second.unit = "stations"
    second.save()

    stored = Indicator.objects.get()
    assert (stored.title, stored.unit) == ("Stations in operation", "stations")


def test_one_editor_saves_as_often_as_needed():
    indicator = make_indicator()

    for title in ("First", "Second", "Third"):
        indicator.title = title
        indicator.save()

    assert (indicator.version, Indicator.objects.get().version) == (4, 4)


def test_the_refused_edit_leaves_no_trace_in_the_history():
    make_indicator()
    first, second = Indicator.objects.get(), Indicator.objects.get()
    first.save()

    with pytest.raises(StaleRecordError):
        second.save()

    assert Indicator.objects.get().history.count() == 2


def test_a_record_that_was_deleted_meanwhile_is_not_brought_back():
    indicator = make_indicator()
    Indicator.objects.get().delete()

    with pytest.raises(StaleRecordError):
        indicator.save()

    assert not Indicator.objects.exists()


def test_a_refused_save_can_be_mended_and_repeated():
    indicator = make_indicator()
    indicator.tolerance = -1
    with pytest.raises(ValidationError, match="A tolerance is 0 or more"):
        indicator.save()

    indicator.tolerance = 2
    indicator.save()

    assert Indicator.objects.get().tolerance == 2


# Derived fields


@pytest.mark.parametrize(
    ("make", "typed", "derived"),
    [
        (make_objective, {"code": "9.9"}, {"code": "4.1"}),
        (make_output, {"code": "9.9(z)", "slug": "9.9z"}, {"code": "4.1(a)", "slug": "4.1a"}),
        (make_indicator, {"slug": "9.9z-9"}, {"slug": "4.1a-1"}),
        (make_measurement, {"revision": 9}, {"revision": 1}),
        (make_progress_report, {"revision": 9}, {"revision": 1}),
        (
            make_decision,
            {"code": "SOM-9/I/9/9", "slug": "SOM-9-I-9-9"},
            {"code": "SOM-1/I/1/1", "slug": "SOM-1-I-1-1"},
        ),
    ],
    ids=["objective", "output", "indicator", "measurement", "progress report", "decision"],
)
def test_what_follows_from_other_fields_cannot_be_typed(make, typed, derived):
    row = make()

    for name, value in typed.items():
        setattr(row, name, value)
    row.save()

    stored = type(row).objects.get()
    assert {name: getattr(stored, name) for name in derived} == derived


@pytest.mark.parametrize("make", [make_objective, make_output, make_indicator])
def test_a_row_stays_in_the_plan_of_its_parent(make):
    row = make()
    before = row.plan

    row.plan = make_plan()
    row.save()

    assert type(row).objects.get().plan == before


@every_model
def test_no_form_offers_what_is_derived(model):
    for name in model.derived_fields:
        assert not model._meta.get_field(name).editable


# History


@every_model
def test_every_record_remembers_that_it_was_made(model):
    row = MAKERS[model]()

    assert row.history.order_by("history_id").first().history_type == "+"


@every_editable_model
def test_every_record_remembers_each_change(model):
    row = MAKERS[model]()
    before = row.history.count()

    row._change_reason = "A typing slip"
    row.save()

    newest = row.history.order_by("history_id").last()
    assert row.history.count() == before + 1
    assert (newest.history_type, newest.history_change_reason) == ("~", "A typing slip")


@every_editable_model
def test_every_record_is_remembered_after_it_was_deleted(model):
    row = MAKERS[model]()
    pk = row.pk

    row.delete()

    assert model.history.filter(id=pk).order_by("history_id").last().history_type == "-"


def test_the_history_has_old_and_new_words():
    make_indicator(title="Stations")
    indicator = Indicator.objects.get()

    indicator.title = "Stations in operation"
    indicator.save()

    new, old = indicator.history.order_by("-history_id")
    assert (old.title, new.title) == ("Stations", "Stations in operation")
    assert new.diff_against(old).changed_fields == ["title"]


def test_the_history_remembers_who_attended_a_meeting():
    meeting, state = make_meeting(), make_member_state()

    meeting.attended_by.add(state)

    attended = meeting.history.order_by("history_id").last().attended_by.all()
    assert [row.memberstate for row in attended] == [state]


# Names


@every_model
def test_every_record_has_a_name_for_which_the_database_is_not_asked(
    model, django_assert_num_queries
):
    row = model.objects.get(pk=MAKERS[model]().pk)

    with django_assert_num_queries(0):
        name = str(row)

    assert name
    assert not name.startswith(f"{model.__name__} object")


@every_model
def test_every_model_says_what_it_is_in_the_world(model):
    generated_by_django = f"{model.__name__}("

    assert model.__doc__
    assert not model.__doc__.startswith(generated_by_django)
    assert model.__doc__.endswith((".", ".\n    "))


@every_model
def test_every_model_has_names_that_people_use(model):
    assert "verbose_name" in model._meta.original_attrs
    assert "verbose_name_plural" in model._meta.original_attrs
    assert model._meta.verbose_name != model._meta.verbose_name_plural
