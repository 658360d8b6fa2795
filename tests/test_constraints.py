"""Every constraint of every model: what it lets pass, what it refuses, and with which sentence.

A case makes a row and says with which changes it is accepted as a new row, and with which refused.
What is refused is tried twice: through `save()`, which must answer with the sentence of the
constraint, and past all checks, where the database itself must refuse by that very constraint.
A constraint without a case fails the suite.
"""

from collections.abc import Callable
from copy import deepcopy
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import IntegrityError, models, transaction
from django.db.models import QuerySet

from logframe.models import Objective
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

CONSTRAINTS = {
    constraint.name: (model, constraint)
    for app in ("logframe", "meetings")
    for model in apps.get_app_config(app).get_models()
    for constraint in model._meta.constraints
}
CASES: dict[str, Callable] = {}

# What these refuse is mended by derive() before it is checked, so that saving never meets them.
MENDED = {
    "decision_acted_on_only_where_asked",
    "erratum_number_once",
    "follow_up_number_once_a_day",
}

DAY, NEXT_DAY = date(2026, 6, 30), date(2026, 7, 1)
MOMENT = datetime(2026, 6, 30, 3, tzinfo=UTC)


def case(make: Callable) -> Callable:
    """Register the case of the constraint that has the name of the function.

    It returns a row, the changes that are accepted one after the other, and those refused.
    """
    CASES[make.__name__] = make
    return make


# People


@case
def feed_key_name_once():
    first = make_feed_key(name="Workbook")
    row = make_feed_key()
    return (
        row,
        [{"name": "Other"}, {"user": make_user(), "name": "Workbook"}],
        [{"user": first.user, "name": "Workbook"}],
    )


@case
def feed_key_days_in_order():
    return (
        make_feed_key(made_on=DAY),
        [{"revoked_on": None}, {"revoked_on": DAY}, {"revoked_on": NEXT_DAY}],
        [{"revoked_on": date(2026, 6, 29)}],
    )


# The plan


@case
def plan_years_in_order():
    return make_plan(start_year=2026), [{"end_year": 2026}], [{"end_year": 2025}]


@case
def one_current_plan():
    make_plan(is_current=True)
    return make_plan(is_current=False), [{"is_current": False}], [{"is_current": True}]


@case
def statement_letter_once():
    first = make_statement(kind="goal", letter="a")
    row = make_statement(kind="goal", letter="b")
    return (
        row,
        [{"kind": "approach", "letter": "a"}, {"plan": make_plan(), "kind": "goal"}],
        [{"plan": first.plan, "kind": "goal", "letter": "a"}],
    )


@case
def period_once_a_year():
    first = make_period(year=2026)
    row = make_period(year=2027)
    return (
        row,
        [{"year": 2028}, {"plan": make_plan(), "year": 2026}],
        [{"plan": first.plan, "year": 2026}],
    )


def area_once(field):
    first, row = make_area(), make_area()
    taken = getattr(first, field)
    return (
        row,
        [{field: "other"}, {"plan": make_plan(), field: taken}],
        [{"plan": first.plan, field: taken}],
    )


@case
def area_section_once():
    return area_once("section")


@case
def area_code_once():
    return area_once("code")


@case
def area_slug_once():
    return area_once("slug")


@case
def objective_code_once():
    # Only where the section of an area changed, and its objective still has the old one.
    first = make_objective()
    Objective.objects.filter(pk=first.pk).update(code="4.9")
    row = make_objective()
    free, taken = make_area(section="4.8"), make_area(section="4.9")
    return row, [{"area": free, "code": "4.8"}], [{"area": taken, "code": "4.9"}]


@case
def output_code_once():
    make_output(letter="a")
    return (
        make_output(letter="b"),
        [{"letter": "c", "code": "4.1(c)"}],
        [{"letter": "a", "code": "4.1(a)"}],
    )


@case
def output_slug_once():
    make_output(letter="a")
    return (
        make_output(letter="b"),
        [{"letter": "c", "slug": "4.1c"}],
        [{"letter": "a)", "slug": "4.1a"}],
    )


@case
def goals_are_1_to_17():
    return make_goal(), [{"number": 1}, {"number": 17}], [{"number": 0}, {"number": 18}]


@case
def sdg_link_once_per_area():
    area, other = make_area(), make_area()
    goal, other_goal = make_goal(), make_goal()
    make_sdg_link(area=area, goal=goal)
    return (
        make_sdg_link(area=other, goal=other_goal),
        [{"area": other, "goal": goal}, {"area": area, "goal": other_goal}],
        [{"area": area, "goal": goal}],
    )


@case
def sdg_link_once_per_plan():
    plan, goal, other_goal = make_plan(), make_goal(), make_goal()
    make_sdg_link(plan=plan, goal=goal)
    return (
        make_sdg_link(plan=plan, goal=other_goal),
        [{"area": make_area(plan=plan), "goal": goal}],
        [{"area": None, "goal": goal}],
    )


# Indicators and milestones


@case
def indicator_code_once():
    make_indicator(code="4.1(a)-1")
    return make_indicator(), [{"code": "4.1(a)-9"}], [{"code": "4.1(a)-1"}]


@case
def indicator_slug_once():
    make_indicator(code="4.1(a)-1")
    return (
        make_indicator(),
        [{"code": "4.1a-9", "slug": "4.1a-9"}],
        [{"code": "4.1a-1", "slug": "4.1a-1"}],
    )


@case
def indicator_has_one_parent():
    output, objective = make_output(), make_objective()
    return (
        make_indicator(output=output),
        [{"output": None, "objective": objective}, {"output": output, "objective": None}],
        [{"output": output, "objective": objective}, {"output": None, "objective": None}],
    )


@case
def indicator_tolerance_not_negative():
    return (
        make_indicator(),
        [{"tolerance": Decimal(0)}, {"tolerance": Decimal("0.0001")}],
        [{"tolerance": Decimal("-0.0001")}],
    )


@case
def indicator_baseline_is_dated():
    none, zero = None, Decimal(0)
    return (
        make_indicator(),
        [
            {"baseline_value": zero, "baseline_year": 2025},
            {"baseline_value": none, "baseline_year": none},
        ],
        [
            {"baseline_value": zero, "baseline_year": none},
            {"baseline_value": none, "baseline_year": 2025},
        ],
    )


@case
def indicator_state_total_where_by_state():
    return (
        make_indicator(),
        [
            {"by_member_state": True, "state_total": "sum"},
            {"by_member_state": False, "state_total": ""},
        ],
        [
            {"by_member_state": True, "state_total": ""},
            {"by_member_state": False, "state_total": "sum"},
        ],
    )


@case
def scale_level_once():
    indicator = make_indicator()
    make_scale_level(indicator=indicator, level=0)
    return (
        make_scale_level(indicator=indicator, level=1),
        [{"level": 2}, {"indicator": make_indicator(), "level": 0}],
        [{"indicator": indicator, "level": 0}],
    )


@case
def milestone_set_once_a_day():
    make_milestone(year=2026, set_on=DAY)
    revision = {"authority": "SOM-28, para. 9", "reason": "The station opens a year later"}
    return (
        make_milestone(year=2026, set_on=NEXT_DAY, **revision),
        [{"set_on": NEXT_DAY}, {"year": 2027, "set_on": DAY}],
        [{"year": 2026, "set_on": DAY}],
    )


# What is reported


@case
def measurement_once_a_year():
    indicator, year, next_year = make_indicator(), make_period(), make_period()
    make_measurement(indicator=indicator, period=year)
    return (
        make_measurement(indicator=indicator, period=next_year),
        [{"indicator": make_indicator(), "period": year}],
        [{"indicator": indicator, "period": year}],
    )


@case
def measurement_once_a_year_and_state():
    indicator = make_indicator(by_member_state=True, state_total="sum")
    year, next_year = make_period(), make_period()
    state, other = make_member_state(), make_member_state()
    make_measurement(indicator=indicator, period=year, member_state=state)
    return (
        make_measurement(indicator=indicator, period=year, member_state=other),
        [{"period": next_year, "member_state": state}],
        [{"period": year, "member_state": state}],
    )


@case
def measurement_value_or_not_applicable():
    def reported(value, not_applicable, note):
        return {"value": value, "not_applicable": not_applicable, "note": note}

    zero = Decimal(0)
    return (
        make_measurement(),
        [reported(zero, False, ""), reported(None, True, "No coast")],
        [
            reported(None, False, ""),
            reported(None, False, "Later"),
            reported(None, True, ""),
            reported(zero, True, "No coast"),
        ],
    )


@case
def progress_report_once_a_year():
    output, year, next_year = make_output(), make_period(), make_period()
    make_progress_report(output=output, period=year)
    return (
        make_progress_report(output=output, period=next_year),
        [{"output": make_output(), "period": year}],
        [{"output": output, "period": year}],
    )


def submitted_by_somebody(row):
    somebody = row.recorded_by

    def submitted(state, by, at):
        return {"state": state, "submitted_by": by, "submitted_at": at}

    return (
        row,
        [submitted("draft", None, None), submitted("submitted", somebody, MOMENT)],
        [
            submitted("submitted", None, None),
            submitted("submitted", somebody, None),
            submitted("submitted", None, MOMENT),
        ],
    )


@case
def measurement_submitted_by_somebody():
    return submitted_by_somebody(make_measurement())


@case
def progressreport_submitted_by_somebody():
    return submitted_by_somebody(make_progress_report())


def verified_by_somebody(row):
    somebody = make_user("manager")

    def verified(state, by, at):
        return {"state": state, "verified_by": by, "verified_at": at}

    return (
        row,
        [
            verified("submitted", None, None),
            verified("returned", None, None),
            verified("verified", somebody, MOMENT),
        ],
        [
            verified("verified", None, None),
            verified("verified", somebody, None),
            verified("verified", None, MOMENT),
            verified("submitted", somebody, MOMENT),
            verified("returned", somebody, None),
        ],
    )


@case
def measurement_verified_by_somebody():
    return verified_by_somebody(make_measurement(state="submitted"))


@case
def progressreport_verified_by_somebody():
    return verified_by_somebody(make_progress_report(state="submitted"))


def correction_says_why(make):
    row = make(replaces=make(state="verified"))
    return row, [{"replacement_reason": "A slip"}], [{"replacement_reason": ""}]


@case
def measurement_correction_says_why():
    return correction_says_why(make_measurement)


@case
def progressreport_correction_says_why():
    return correction_says_why(make_progress_report)


@case
def return_of_one_row():
    value, report = make_measurement(state="submitted"), make_progress_report()
    value.return_to_author(make_user("manager"), "Wrong year")
    return (
        value.returns.get(),
        [{"measurement": None, "progressreport": report}],
        [
            {"measurement": value, "progressreport": report},
            {"measurement": None, "progressreport": None},
        ],
    )


@case
def reminder_once_a_day():
    first = make_reminder(day=DAY)
    row = make_reminder(day=DAY)
    return row, [{"user": first.user, "day": NEXT_DAY}], [{"user": first.user}]


@case
def import_undone_by_somebody():
    somebody, moment = make_user("officer"), datetime(2026, 6, 30, tzinfo=UTC)
    return (
        make_import_run(),
        [{"undone_by": somebody, "undone_at": moment}, {"undone_by": None, "undone_at": None}],
        [{"undone_by": somebody, "undone_at": None}, {"undone_by": None, "undone_at": moment}],
    )


# Activities


@case
def activity_code_once():
    first, row = make_activity(code="A01"), make_activity(code="A02")
    return (
        row,
        [{"code": "A03"}, {"plan": make_plan(), "code": "A01"}],
        [{"plan": first.plan, "code": "A01"}],
    )


def days_in_order(row):
    def days(first, last):
        return {"starts_on": first, "ends_on": last}

    return (
        row,
        [days(DAY, NEXT_DAY), days(DAY, DAY), days(None, DAY), days(DAY, None), days(None, None)],
        [days(NEXT_DAY, DAY)],
    )


@case
def activity_days_in_order():
    return days_in_order(make_activity())


@case
def activity_money_not_negative():
    def money(budget, spent):
        return {"budget": budget and Decimal(budget), "spent": spent and Decimal(spent)}

    return (
        make_activity(),
        [money("0", "0"), money("100.50", None), money(None, "0.01"), money(None, None)],
        [money("-0.01", None), money(None, "-0.01"), money("100", "-0.01"), money("-0.01", "5")],
    )


# Meetings


@case
def one_governing_body():
    make_body(is_governing=True)
    return make_body(is_governing=False), [{"is_governing": False}], [{"is_governing": True}]


@case
def meeting_number_once():
    body = make_body()
    make_meeting(body=body, number=1)
    return (
        make_meeting(body=body, number=2),
        [{"number": 3}, {"body": make_body(), "number": 1}],
        [{"body": body, "number": 1}],
    )


@case
def meeting_days_in_order():
    return days_in_order(make_meeting())


@case
def office_once_a_meeting():
    meeting = make_meeting()
    make_meeting_officer(meeting=meeting, role="chair")
    return (
        make_meeting_officer(meeting=meeting, role="rapporteur"),
        [{"role": "vice_chair"}, {"meeting": make_meeting(), "role": "chair"}],
        [{"meeting": meeting, "role": "chair"}],
    )


def order_once(make):
    meeting = make_meeting()
    make(meeting=meeting, order=1)
    return (
        make(meeting=meeting, order=2),
        [{"order": 3}, {"meeting": make_meeting(), "order": 1}],
        [{"meeting": meeting, "order": 1}],
    )


@case
def agenda_order_once():
    return order_once(make_agenda_item)


@case
def document_order_once():
    return order_once(make_document)


# Decisions


@case
def decision_place_once():
    make_decision(section="I", paragraph=5, sequence=1)
    return (
        make_decision(section="I", paragraph=5, sequence=2),
        [{"sequence": 3}, {"paragraph": 6, "sequence": 1}, {"section": "II", "sequence": 1}],
        [{"section": "I", "paragraph": 5, "sequence": 1, "code": "other", "slug": "other"}],
    )


@case
def decision_acted_on_only_where_asked():
    return (
        make_decision(is_actionable=True),
        [
            {"is_actionable": False, "implementation": "no_action"},
            {"is_actionable": True, "implementation": "in_progress"},
        ],
        [
            {"is_actionable": False, "implementation": "in_progress"},
            {"is_actionable": True, "implementation": "no_action"},
        ],
    )


@case
def addressee_order_once():
    decision = make_decision()
    make_addressee(decision=decision, order=1)
    return (
        make_addressee(decision=decision, order=2),
        [{"order": 3}, {"decision": make_decision(), "order": 1}],
        [{"decision": decision, "order": 1}],
    )


@case
def addressed_state_once():
    decision, state, other = make_decision(), make_member_state(), make_member_state()
    make_addressee(decision=decision, member_state=state)
    return (
        make_addressee(decision=decision, member_state=other),
        [{"decision": make_decision(), "member_state": state}],
        [{"decision": decision, "member_state": state}],
    )


@case
def addressee_is_one_thing():
    state, body = make_member_state(), make_body()

    def who(kind, member_state=None, body=None, name=""):
        return {"kind": kind, "member_state": member_state, "body": body, "name": name}

    return (
        make_addressee(),
        [
            who("member_state", member_state=state),
            who("body", body=body),
            who("other", name="The donors"),
            who("secretariat"),
        ],
        [
            who("member_state"),
            who("body"),
            who("other"),
            who("secretariat", name="The donors"),
            who("secretariat", member_state=state),
            who("secretariat", body=body),
            who("member_state", member_state=state, name="The donors"),
            who("member_state", member_state=state, body=body),
            who("body", body=body, name="The donors"),
            who("body", body=body, member_state=state),
            who("other", name="The donors", member_state=state),
            who("other", name="The donors", body=body),
        ],
    )


@case
def link_to_one_thing():
    output, objective = make_output(), make_objective()
    return (
        make_decision_link(output=output),
        [{"output": None, "objective": objective}, {"output": output, "objective": None}],
        [{"output": output, "objective": objective}, {"output": None, "objective": None}],
    )


def link_once(field, first, second):
    decision = make_decision()
    make_decision_link(decision=decision, **{field: first})
    return (
        make_decision_link(decision=decision, **{field: second}),
        [{"decision": make_decision(), field: first}],
        [{"decision": decision, field: first}],
    )


@case
def link_once_per_output():
    return link_once("output", make_output(), make_output())


@case
def link_once_per_objective():
    return link_once("objective", make_objective(), make_objective())


@case
def relation_once():
    earlier, other, decision = make_decision(), make_decision(), make_decision()
    make_decision_relation(decision=decision, earlier=earlier, kind="repeats")
    return (
        make_decision_relation(decision=decision, earlier=other),
        [{"decision": other, "earlier": earlier}],
        [{"decision": decision, "earlier": earlier, "kind": "amends"}],
    )


@case
def relation_of_two():
    row = make_decision_relation()
    return row, [{"earlier": make_decision()}], [{"earlier": row.decision}]


@case
def follow_up_number_once_a_day():
    make_follow_up(date=DAY)
    return make_follow_up(date=DAY), [{"number": 3}], [{"number": 1}]


@case
def decision_noted_never_due():
    return (
        make_decision(kind="note"),
        [{"due_text": "in 2026"}, {"kind": "request", "due_on": DAY}, {"due_on": None}],
        [
            {"kind": "note", "due_on": DAY},
            {"kind": "commend", "due_meeting": make_meeting()},
            {"kind": "note", "recurrence": "yearly"},
        ],
    )


@case
def follow_up_completes_with_evidence():
    return (
        make_follow_up(),
        [
            {"implementation": "completed", "no_evidence_reason": "Said by telephone"},
            {"implementation": "completed", "evidence_link": "https://example.org/report"},
            {"implementation": "not_done", "no_evidence_reason": "", "evidence_link": ""},
        ],
        [{"implementation": "completed", "no_evidence_reason": "", "evidence_link": ""}],
    )


@case
def follow_up_moves_on():
    return (
        make_follow_up(),
        [{"implementation": "not_started"}, {"implementation": "not_done"}],
        [{"implementation": "no_action"}],
    )


# Editions


@case
def edition_number_once():
    meeting = make_meeting()
    make_edition(meeting=meeting, number=1)
    return (
        make_edition(meeting=meeting, number=2),
        [{"number": 3}, {"meeting": make_meeting(), "number": 1}],
        [{"meeting": meeting, "number": 1}],
    )


@case
def issued_file_once():
    edition = make_edition()
    make_issued_file(edition=edition, name="papers.docx")
    return (
        make_issued_file(edition=edition, name="register.xlsx"),
        [{"name": "scorecard.csv"}, {"edition": make_edition(), "name": "papers.docx"}],
        [{"edition": edition, "name": "papers.docx"}],
    )


@case
def erratum_number_once():
    edition = make_edition()
    make_erratum(edition=edition)
    return (
        make_erratum(edition=edition),
        [{"number": 3}, {"edition": make_edition(), "number": 1}],
        [{"number": 1}],
    )


@case
def erratum_changes_something():
    return (
        make_erratum(was="12", now="21"),
        [{"now": "12 "}, {"was": "13"}],
        [{"now": "12"}],
    )


# The tests


def as_new(row, changes):
    """Return the row with changes, as somebody would enter it anew."""
    fields = [field for field in row._meta.concrete_fields if not field.primary_key]
    new = type(row)(**{field.attname: getattr(row, field.attname) for field in fields})
    for name, value in changes.items():
        setattr(new, name, value)
    return new


def take_away(row):
    """Delete the row past the rules for deleting, which are not those of the constraints."""
    QuerySet.delete(type(row)._base_manager.filter(pk=row.pk))


def given(name):
    """Make the row of a case and take it away again: its accepted and refused forms are left."""
    row, accepted, refused = CASES[name]()
    take_away(row)
    return [as_new(row, changes) for changes in accepted], [
        as_new(row, changes) for changes in refused
    ]


def sentence(name):
    return str(CONSTRAINTS[name][1].get_violation_error_message())


def test_every_constraint_has_a_case():
    assert set(CASES) == set(CONSTRAINTS)


@pytest.mark.parametrize("name", CONSTRAINTS)
def test_a_constraint_has_its_own_sentence(name):
    _model, constraint = CONSTRAINTS[name]

    default = models.BaseConstraint.default_violation_error_message
    assert constraint.violation_error_message != default
    assert sentence(name)[0].isupper()
    assert sentence(name).endswith(".")


@pytest.mark.django_db
@pytest.mark.parametrize("name", CASES)
def test_a_constraint_lets_pass_what_is_right_and_nothing_else(name, subtests):
    accepted, refused = given(name)
    assert accepted
    assert refused

    with subtests.test("what is right is saved"):
        lets_pass(accepted)
    if name not in MENDED:
        with subtests.test("a save against it is refused with its sentence"):
            refuses_to_save(deepcopy(refused), name)
    with subtests.test("the database refuses what goes past the checks"):
        refuses_in_the_database(refused, name)


def lets_pass(rows):
    for row in rows:
        row.save()
        assert type(row).objects.filter(pk=row.pk).exists()
        take_away(row)


def refuses_to_save(rows, name):
    model, _constraint = CONSTRAINTS[name]
    before = model.objects.count()
    for row in rows:
        with pytest.raises(ValidationError) as refusal:
            row.save()
        assert sentence(name) in refusal.value.messages
    assert model.objects.count() == before


def refuses_in_the_database(rows, name):
    model, constraint = CONSTRAINTS[name]
    for row in rows:
        with pytest.raises(IntegrityError) as refusal, transaction.atomic():
            model.objects.bulk_create([row])
        assert is_named(constraint, model, str(refusal.value))


def is_named(constraint, model, message):
    """SQLite tells the columns of a unique constraint, and the name of every other one."""
    columns = [model._meta.get_field(field).column for field in getattr(constraint, "fields", ())]
    told = [f"{model._meta.db_table}.{column}" in message for column in columns]
    return constraint.name in message or (any(told) and all(told))


@pytest.mark.django_db
@pytest.mark.parametrize("name", sorted(MENDED))
def test_a_save_mends_what_follows_from_other_fields(name):
    _accepted, refused = given(name)
    model, constraint = CONSTRAINTS[name]

    for row in refused:
        with pytest.raises(ValidationError) as refusal:
            constraint.validate(model, row)
        assert sentence(name) in refusal.value.messages

        row.save()

        constraint.validate(model, row)
        take_away(row)
