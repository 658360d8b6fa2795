"""What was read from a report becomes records: decisions with addressees, links and relations."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property

from django.db import transaction
from django.utils.translation import gettext

from logframe.models import MemberState, Output, Plan, ThematicArea
from meetings.due_phrases import Context, Due, understand
from meetings.models import (
    Addressee,
    Body,
    Decision,
    DecisionLink,
    DecisionRelation,
    Meeting,
)
from meetings.report_addressees import MEMBER_STATES, SECRETARIAT
from meetings.report_reader import ReadDecision, Reading, read
from meetings.report_vocabulary import Vocabulary

READ_REASON = "read from the meeting's report"


@dataclass
class Office:
    """What the records know when a meeting's report is read, each list asked for once."""

    meeting: Meeting
    plan: Plan | None = None

    @cached_property
    def areas(self) -> dict[str, ThematicArea]:
        """The areas of the plan by their codes."""
        return {area.code: area for area in ThematicArea.objects.filter(plan=self.plan)}

    @cached_property
    def states(self) -> dict[str, MemberState]:
        """The member States by their names."""
        return {state.name: state for state in MemberState.objects.all()}

    @cached_property
    def bodies(self) -> dict[str, Body]:
        """The bodies by their names."""
        return {body.name: body for body in Body.objects.all()}

    @cached_property
    def meetings(self) -> dict[tuple[str, int], Meeting]:
        """All meetings by the code of their body and their number."""
        meetings = Meeting.objects.select_related("body")
        return {(meeting.body.code, meeting.number): meeting for meeting in meetings}

    @cached_property
    def stored(self) -> dict[tuple[str, int, int], Decision]:
        """The decisions of the meeting that stand already, by their place in the report."""
        return {
            (one.section, one.paragraph, one.sequence): one for one in self.meeting.decisions.all()
        }

    @cached_property
    def vocabulary(self) -> Vocabulary:
        """The names that the report may use."""
        return Vocabulary.of(
            areas=(vars(area) for area in self.areas.values()),
            states=(vars(state) for state in self.states.values()),
            bodies=(vars(body) for body in self.bodies.values()),
        )

    @cached_property
    def context(self) -> Context:
        """What "next" and "within six months" are counted from."""
        own = self.meeting.body
        codes = [body.code for body in self.bodies.values() if body != own]
        return Context(
            on=self.meeting.ends_on or self.meeting.starts_on,
            body=self.meeting.body.code,
            number=self.meeting.number,
            bodies=(own.name, own.code, *codes),
        )

    def read(self, text: str) -> Reading:
        """Read a report with the names of the records."""
        return read(text, self.vocabulary)

    def due(self, words: str) -> Due:
        """Return what words about time say, from the meeting on."""
        return understand(words, self.context)

    def due_meeting(self, due: Due) -> Meeting | None:
        """Return the meeting at which something is due, where it is recorded."""
        return self.meetings.get(due.meeting) if due.meeting else None

    def standing(self, decision: ReadDecision) -> Decision | None:
        """Return the decision that stands already at the place of one that was read."""
        return self.stored.get((decision.section, decision.paragraph, decision.sequence))

    def is_stored(self, decision: ReadDecision) -> bool:
        """Whether the same sentence stands already at its place."""
        stored = self.standing(decision)
        return stored is not None and stored.wording.split() == decision.text.split()


@dataclass
class Choice:
    """What is to be recorded of a sentence: as it was read, or as a person corrected it."""

    read: ReadDecision
    kind: str
    is_actionable: bool
    certainty: str
    addressees: tuple[str, ...]
    due_text: str
    area_code: str
    outputs: dict[Output, str] = field(default_factory=dict)
    relations: dict[Decision, str] = field(default_factory=dict)

    @classmethod
    def of(cls, read_decision: ReadDecision) -> "Choice":
        """Return what was read, uncorrected."""
        return cls(
            read=read_decision,
            kind=read_decision.kind,
            is_actionable=read_decision.is_actionable,
            certainty=read_decision.certainty,
            addressees=read_decision.addressees,
            due_text=read_decision.due_text,
            area_code=read_decision.area_code,
        )


@transaction.atomic
def record(office: Office, choices: Iterable[Choice]) -> list[Decision]:
    """Write the decisions of a report, all or none. Raises ValidationError."""
    return [_record(office, choice) for choice in choices]


def _record(office: Office, choice: Choice) -> Decision:
    due = office.due(choice.due_text)
    falls_due = choice.is_actionable and choice.kind not in Decision.NEVER_DUE
    decision = Decision(
        meeting=office.meeting,
        section=choice.read.section,
        paragraph=choice.read.paragraph,
        sequence=choice.read.sequence,
        heading=choice.read.heading[:200],
        wording=choice.read.text,
        kind=choice.kind,
        is_actionable=choice.is_actionable,
        certainty=choice.certainty,
        due_text=choice.due_text[:200],
        due_on=due.on if falls_due else None,
        due_meeting=office.due_meeting(due) if falls_due else None,
        recurrence=due.recurrence if falls_due else "",
        area=office.areas.get(choice.area_code),
        source=gettext("%(meeting)s report, para. %(section)s.%(paragraph)s")
        % {
            "meeting": office.meeting.code,
            "section": choice.read.section,
            "paragraph": choice.read.paragraph,
        },
    )
    _write(decision)
    for order, row in enumerate(_addressees(office, choice), start=1):
        _write(Addressee(decision=decision, order=order, **row))
    for output, reason in choice.outputs.items():
        _write(DecisionLink(decision=decision, output=output, reason=reason[:300]))
    for earlier, kind in choice.relations.items():
        _write(DecisionRelation(decision=decision, earlier=earlier, kind=kind))
    return decision


def _write(row) -> None:
    row._change_reason = READ_REASON
    row.save()


def _addressees(office: Office, choice: Choice) -> Iterable[dict]:
    if not choice.is_actionable:
        return
    states = set()
    for name in choice.addressees:
        is_implied = name in choice.read.implied
        if name == SECRETARIAT:
            yield {"kind": Addressee.Kind.SECRETARIAT, "is_implied": is_implied}
        elif name == MEMBER_STATES or name in office.states:
            named = office.states.values() if name == MEMBER_STATES else [office.states[name]]
            for state in named:
                if state.pk not in states:
                    yield {
                        "kind": Addressee.Kind.MEMBER_STATE,
                        "member_state": state,
                        "is_implied": is_implied,
                    }
                states.add(state.pk)
        elif name in office.bodies:
            yield {
                "kind": Addressee.Kind.BODY,
                "body": office.bodies[name],
                "is_implied": is_implied,
            }
        else:
            yield {"kind": Addressee.Kind.OTHER, "name": name[:120], "is_implied": is_implied}
