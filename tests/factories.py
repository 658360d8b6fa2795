"""Plain functions that make one valid row each, every required field filled.

Any field can be given by keyword. A parent that is not given is the row that stands already, or a
new one: `make_indicator()` alone makes a plan, an area, an objective and an output too, and two
calls of it make two indicators of one output.
"""

from datetime import date
from itertools import count

from django.contrib.auth.models import Group, User
from django.utils import timezone

from config.roles import ADMINISTRATORS, FOCAL_POINTS, MANAGERS, OFFICERS
from logframe.models import (
    Activity,
    FeedKey,
    FocalPoint,
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
    Reminder,
    ReportingPeriod,
    ReviewState,
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
    DecisionRelation,
    Document,
    Edition,
    Erratum,
    FollowUp,
    IssuedFile,
    Meeting,
    MeetingOfficer,
)

FIRST_YEAR, LAST_YEAR = 2026, 2030
ROLES = {
    "officer": OFFICERS,
    "manager": MANAGERS,
    "focal": FOCAL_POINTS,
    "administrator": ADMINISTRATORS,
}
PASSWORD = "a long password"
_numbers = count(1)


def _make(model, fields: dict, **defaults):
    return model.objects.create(**defaults | fields)


def _parent(fields: dict, name: str, model, make):
    """Take the parent out of the fields: the given one, the one that stands already, or a new."""
    return fields.pop(name, None) or model.objects.order_by("pk").first() or make()


def _next(rows) -> int:
    return rows.count() + 1


# People


def make_user(role="officer", **fields) -> User:
    """Make a person of a role: one of ROLES, or superuser; None is of no group."""
    fields.setdefault("username", f"{role or 'person'}-{next(_numbers)}")
    fields.setdefault("is_staff", role not in ("focal", None))
    fields.setdefault("is_superuser", role == "superuser")
    user = User.objects.create_user(password=PASSWORD, **fields)
    if role in ROLES:
        user.groups.add(Group.objects.get(name=ROLES[role]))
    return user


def make_member_state(**fields) -> MemberState:
    """Make a State: AAA, BBB and so on."""
    number = _next(MemberState.objects)
    letter = chr(64 + number)
    return _make(MemberState, fields, code=letter * 3, name=f"State {letter}", order=number)


def make_focal_point(**fields) -> FocalPoint:
    """Make a person the focal point of a State."""
    user = fields.pop("user", None) or make_user("focal")
    state = _parent(fields, "member_state", MemberState, make_member_state)
    return _make(FocalPoint, fields, user=user, member_state=state)


def make_feed_key(**fields) -> FeedKey:
    """Make a key whose secret nobody knows."""
    user = fields.pop("user", None) or make_user("officer")
    number = _next(FeedKey.objects)
    return _make(FeedKey, fields, user=user, name=f"Key {number}", secret_sha256=f"{number:064x}")


# The plan


def make_plan(**fields) -> Plan:
    """Make a plan of 2026 to 2030; the first that is made is the current one."""
    number = _next(Plan.objects)
    first = number == 1
    return _make(
        Plan,
        fields,
        slug=f"{FIRST_YEAR}-{LAST_YEAR}" if first else f"plan-{number}",
        title=f"Plan {number}",
        start_year=FIRST_YEAR,
        end_year=LAST_YEAR,
        is_current=first,
    )


def make_statement(**fields) -> PlanStatement:
    """Make a goal of the plan."""
    plan = _parent(fields, "plan", Plan, make_plan)
    letter = chr(96 + _next(plan.statements))
    return _make(PlanStatement, fields, plan=plan, kind="goal", letter=letter, text="A goal")


def make_period(**fields) -> ReportingPeriod:
    """Make a reporting year: the first of the plan that has none yet."""
    plan = _parent(fields, "plan", Plan, make_plan)
    taken = set(plan.periods.values_list("year", flat=True))
    free = next((year for year in plan.years if year not in taken), None)
    return _make(ReportingPeriod, fields, plan=plan, year=free)


def close_year(period) -> ReportingPeriod:
    """Close a year, as a manager does on its page; return it as the database has it."""
    period = ReportingPeriod.objects.get(pk=period.pk)
    period.close(make_user("manager"))
    return period


def make_area(**fields) -> ThematicArea:
    """Make an area: 4.1 with the code A1 and the address area-1, then 4.2 and so on."""
    plan = _parent(fields, "plan", Plan, make_plan)
    number = _next(plan.areas)
    return _make(
        ThematicArea,
        fields,
        plan=plan,
        order=number,
        section=f"4.{number}",
        code=f"A{number}",
        slug=f"area-{number}",
        name=f"Area {number}",
    )


def make_objective(**fields) -> Objective:
    """Make the objective of an area: of the first that has none."""
    if "area" not in fields:
        fields["area"] = ThematicArea.objects.filter(objective=None).first() or make_area()
    return _make(Objective, fields, statement="To improve the state of the area")


def make_output(**fields) -> Output:
    """Make an output: (a) of its objective, then (b) and so on."""
    objective = _parent(fields, "objective", Objective, make_objective)
    letter = chr(96 + _next(objective.outputs))
    return _make(
        Output,
        fields,
        objective=objective,
        letter=letter,
        statement=f"Output {letter} in the words of the plan",
        short_title=f"Output {letter}",
    )


def make_goal(**fields) -> SustainableDevelopmentGoal:
    """Make a Sustainable Development Goal."""
    number = fields.pop("number", _next(SustainableDevelopmentGoal.objects))
    return _make(SustainableDevelopmentGoal, fields, number=number, name=f"Goal {number}")


def make_sdg_link(**fields) -> SdgLink:
    """Make a link of the whole plan, or of the given area, to a goal."""
    area = fields.get("area")
    fields.setdefault("plan", area.plan if area else _parent(fields, "plan", Plan, make_plan))
    goal = fields.pop("goal", None) or make_goal()
    return _make(SdgLink, fields, goal=goal)


# Indicators


def make_indicator(**fields) -> Indicator:
    """Make an indicator that counts something: 4.1(a)-1 of its output, then -2 and so on."""
    if not fields.get("objective"):
        fields["output"] = _parent(fields, "output", Output, make_output)
    parent = fields.get("output") or fields["objective"]
    number = _next(parent.indicators)
    code = f"{parent.code}-{number}" if fields.get("output") else f"{parent.code}-O{number}"
    return _make(
        Indicator, fields, code=code, order=number, title=f"Indicator {number}", unit="things"
    )


def make_indicators(number: int, **fields) -> list[Indicator]:
    """Make one, and copies of it past all checks, which would cost a test its time."""
    first = make_indicator(**fields)
    (row,) = Indicator.objects.filter(pk=first.pk).values()
    copies = (row | {"id": None, "code": f"X-{n}", "slug": f"x-{n}"} for n in range(1, number))
    return [first, *Indicator.objects.bulk_create(Indicator(**copy) for copy in copies)]


def make_scale_level(**fields) -> ScaleLevel:
    """Make the next level of an indicator's scale, from 0."""
    indicator = _parent(fields, "indicator", Indicator, make_indicator)
    level = fields.pop("level", indicator.scale_levels.count())
    return _make(ScaleLevel, fields, indicator=indicator, level=level, text=f"Level {level}")


def make_milestone(**fields) -> Milestone:
    """Make the target of one year, set before the plan began."""
    indicator = _parent(fields, "indicator", Indicator, make_indicator)
    return _make(
        Milestone, fields, indicator=indicator, year=FIRST_YEAR, value=10, set_on=date(2025, 12, 1)
    )


# What is reported


def _reviewed(fields: dict) -> dict:
    """Fill who recorded, submitted and verified a row, as far as its state asks for it."""
    now = timezone.now()
    fields["recorded_by"] = fields.get("recorded_by") or make_user("officer")
    state = fields.get("state", ReviewState.DRAFT)
    if state in (ReviewState.SUBMITTED, ReviewState.VERIFIED):
        fields.setdefault("submitted_by", fields["recorded_by"])
        fields.setdefault("submitted_at", now)
    if state == ReviewState.VERIFIED:
        fields["verified_by"] = fields.get("verified_by") or make_user("manager")
        fields.setdefault("verified_at", now)
    if fields.get("replaces"):
        fields.setdefault("replacement_reason", "A typing slip")
    return fields


def _open_period(plan) -> ReportingPeriod:
    return plan.periods.filter(closed_on=None).order_by("year").first() or make_period(plan=plan)


def make_measurement(**fields) -> Measurement:
    """Make a value, a draft unless a state is given; who submitted and verified it is filled.

    A correction takes indicator, year and State from the row that it replaces.
    """
    if replaced := fields.get("replaces"):
        for name in ("indicator", "period", "member_state"):
            fields.setdefault(name, getattr(replaced, name))
    indicator = _parent(fields, "indicator", Indicator, make_indicator)
    period = fields.pop("period", None) or _open_period(indicator.plan)
    if not fields.get("not_applicable"):
        fields.setdefault("value", 5)
    return _make(
        Measurement, _reviewed(fields), indicator=indicator, period=period, as_of=date(2026, 6, 30)
    )


def make_progress_report(**fields) -> ProgressReport:
    """Make the narrative on an output for a year, a draft unless a state is given."""
    if replaced := fields.get("replaces"):
        fields.setdefault("output", replaced.output)
        fields.setdefault("period", replaced.period)
    output = _parent(fields, "output", Output, make_output)
    period = fields.pop("period", None) or _open_period(output.plan)
    return _make(
        ProgressReport,
        _reviewed(fields),
        output=output,
        period=period,
        achievements="Something was achieved",
    )


def make_reminder(**fields) -> Reminder:
    """Make a digest that somebody was sent."""
    user = fields.pop("user", None) or make_user("officer")
    return _make(Reminder, fields, user=user, day=date(2026, 6, 30))


def make_import_run(**fields) -> ImportRun:
    """Make an import of one new activity: the first that there is, or one that is gone."""
    user = fields.pop("imported_by", None) or make_user("officer")
    activity = Activity.objects.order_by("pk").first()
    pk = activity.pk if activity else 1
    row = {"row": 2, "name": "2026-2030, A01", "did": "new", "pk": pk, "version": 1}
    return _make(
        ImportRun,
        fields,
        kind="logframe.activity",
        file_name="activities.csv",
        sha256="0" * 64,
        imported_by=user,
        rows=[row],
    )


def make_activity(*, outputs=(), **fields) -> Activity:
    """Make an activity: A01 of the plan, then A02 and so on."""
    plan = _parent(fields, "plan", Plan, make_plan)
    number = _next(plan.activities)
    activity = _make(Activity, fields, plan=plan, code=f"A{number:02}", title=f"Activity {number}")
    activity.outputs.set(outputs)
    return activity


# Meetings and decisions


def make_body(**fields) -> Body:
    """Make a body: SOM, which governs the programme, then others."""
    number = _next(Body.objects)
    code = "SOM" if number == 1 else f"BODY{number}"
    name, governs = f"Body {number}", number == 1
    return _make(Body, fields, code=code, name=name, is_governing=governs, order=number)


def make_meeting(**fields) -> Meeting:
    """Make a meeting of a body: SOM-1, then SOM-2 and so on."""
    body = _parent(fields, "body", Body, make_body)
    number = fields.pop("number", _next(body.meetings))
    return _make(Meeting, fields, body=body, number=number, code=f"{body.code}-{number}")


def make_meeting_officer(**fields) -> MeetingOfficer:
    """Make the Chair of a meeting."""
    meeting = _parent(fields, "meeting", Meeting, make_meeting)
    return _make(MeetingOfficer, fields, meeting=meeting, role="chair", name="A Chair")


def make_agenda_item(**fields) -> AgendaItem:
    """Make the next item of a meeting's agenda."""
    meeting = _parent(fields, "meeting", Meeting, make_meeting)
    order = fields.pop("order", _next(meeting.agenda))
    return _make(
        AgendaItem, fields, meeting=meeting, order=order, number=str(order), title=f"Item {order}"
    )


def make_document(**fields) -> Document:
    """Make the next document of a meeting."""
    meeting = _parent(fields, "meeting", Meeting, make_meeting)
    order = fields.pop("order", _next(meeting.documents))
    return _make(Document, fields, meeting=meeting, order=order, title=f"Document {order}")


def make_decision(**fields) -> Decision:
    """Make a decision that asks for action: SOM-1/I/1/1, then SOM-1/I/2/1 and so on."""
    meeting = _parent(fields, "meeting", Meeting, make_meeting)
    paragraph = fields.pop("paragraph", _next(meeting.decisions))
    return _make(
        Decision,
        fields,
        meeting=meeting,
        section="I",
        paragraph=paragraph,
        sequence=1,
        wording=f"The Meeting requested the Secretariat to do thing {paragraph}.",
        kind="request",
        is_actionable=True,
    )


def make_addressee(**fields) -> Addressee:
    """Make the Secretariat, or the given State, body or other, an addressee of a decision."""
    decision = _parent(fields, "decision", Decision, make_decision)
    kinds = {"member_state": "member_state", "body": "body", "name": "other"}
    given = [kind for name, kind in kinds.items() if fields.get(name)]
    kind = given[0] if given else "secretariat"
    return _make(Addressee, fields, decision=decision, order=_next(decision.addressees), kind=kind)


def make_decision_link(**fields) -> DecisionLink:
    """Make a link from a decision to an output, or to the given objective."""
    decision = _parent(fields, "decision", Decision, make_decision)
    if not fields.get("objective"):
        fields["output"] = _parent(fields, "output", Output, make_output)
    return _make(DecisionLink, fields, decision=decision)


def make_decision_relation(**fields) -> DecisionRelation:
    """Make one decision repeat an earlier one."""
    earlier = fields.pop("earlier", None) or make_decision()
    decision = fields.pop("decision", None) or make_decision()
    return _make(DecisionRelation, fields, decision=decision, earlier=earlier, kind="repeats")


def make_follow_up(**fields) -> FollowUp:
    """Make a follow-up that moves a decision on: in progress unless another is given."""
    decision = _parent(fields, "decision", Decision, make_decision)
    author = fields.pop("author", None) or make_user("officer")
    if fields.get("implementation") == "completed":
        fields.setdefault("evidence_link", "https://example.org/evidence")
    return _make(
        FollowUp,
        fields,
        decision=decision,
        author=author,
        date=date(2026, 6, 30),
        what_was_done="Something was done",
        implementation="in_progress",
    )


def make_edition(**fields) -> Edition:
    """Make the next edition issued to a meeting, with no content."""
    meeting = _parent(fields, "meeting", Meeting, make_meeting)
    issued_by = fields.pop("issued_by", None) or make_user("manager")
    return _make(
        Edition,
        fields,
        issued_by=issued_by,
        meeting=meeting,
        number=_next(meeting.editions),
        as_of=date(2026, 6, 30),
        content="{}",
    )


def make_issued_file(**fields) -> IssuedFile:
    """Make a file of an edition; the name of the stored file stands for it."""
    edition = _parent(fields, "edition", Edition, make_edition)
    return _make(
        IssuedFile,
        fields,
        edition=edition,
        name="papers.docx",
        file="editions/papers.docx",
        file_sha256="0" * 64,
    )


def make_erratum(**fields) -> Erratum:
    """Make a correction of an edition."""
    edition = _parent(fields, "edition", Edition, make_edition)
    author = fields.pop("author", None) or make_user("manager")
    return _make(
        Erratum,
        fields,
        edition=edition,
        author=author,
        place="Paper 2, para. 7",
        was="12 persons",
        now="21 persons",
        reason="A typing slip",
    )
