"""One part of a load: forty meetings with their agendas, decisions and what became of them."""

from collections.abc import Iterator
from datetime import date, timedelta
from random import Random

from config.load.plan import PlanPart
from config.load.rows import Rows
from meetings.models import (
    Addressee,
    AgendaItem,
    Body,
    Decision,
    DecisionLink,
    Document,
    FollowUp,
    Implementation,
    Meeting,
)
from meetings.models.decisions import OPEN

MEETINGS = 40
DECISIONS = 25  # of one meeting
FIRST_NUMBER = 101
DAYS_BETWEEN = 43
PARAGRAPHS = 10
OPERATIVE = {
    Decision.Kind.REQUEST: "requested {who} to report on {what} before the next meeting",
    Decision.Kind.RECOMMEND: "recommended that {who} share data on {what}",
    Decision.Kind.APPROVE: "approved the terms of reference for {what}",
    Decision.Kind.ADOPT: "adopted the work plan on {what}",
    Decision.Kind.SUPPORT: "supported the proposal of {who} on {what}",
    Decision.Kind.ENCOURAGE: "encouraged {who} to nominate experts on {what}",
    Decision.Kind.WELCOME: "welcomed the report on {what}",
    Decision.Kind.COMMEND: "commended {who} for the work on {what}",
    Decision.Kind.EXPRESS: "expressed its concern about {what}",
    Decision.Kind.NOTE: "took note of the status of {what}",
}
ASKS = (Decision.Kind.REQUEST, Decision.Kind.RECOMMEND, Decision.Kind.ENCOURAGE)
HOW_FAR = [far for far in Implementation if far != Implementation.NO_ACTION]


class DecisionsPart:
    """Meetings of the governing body that speak of one part of the plan."""

    def __init__(self, plan: PlanPart, rows: Rows):
        self.plan, self.rows = plan, rows
        self.random = Random(f"decisions {plan.number}")  # noqa: S311  the same load every time
        self.body = Body.objects.get(is_governing=True)

    def write(self) -> None:
        """Write all rows of the part."""
        self.meetings = self.rows.add(self._meetings(), self.plan.begun)
        self.rows.add(self._agenda(), self.plan.begun)
        self.rows.add(self._documents(), self.plan.begun)
        self.decisions = self.rows.add(self._decisions(), self.plan.begun)
        addressees = self.rows.add(self._addressees(), self.plan.begun)
        self.rows.add(self._links(), self.plan.begun)
        self.rows.add(self._follow_ups(addressees), self.plan.begun)

    def edit(self, times: int) -> None:
        """Let the history tell that the decisions were edited so many times, each in its turn."""
        while times > 0:
            edited = self.decisions[:times]
            for decision in edited:
                decision.version += 1
                decision.note = f"Looked through, {decision.version}."
            self.rows.tell(edited, self.plan.begun, changed=True)
            times -= len(edited)
        Decision._base_manager.bulk_update(self.decisions, ["version", "note"], batch_size=200)

    # Meetings

    def _meetings(self) -> Iterator[Meeting]:
        for place in range(MEETINGS):
            number = FIRST_NUMBER + self.plan.number * MEETINGS + place
            days = DAYS_BETWEEN * place + self.plan.number % DAYS_BETWEEN
            first = date(self.plan.plan.start_year, 1, 10) + timedelta(days=days)
            last = first + timedelta(days=2)
            yield Meeting(
                body=self.body,
                number=number,
                code=f"{self.body.code}-{number}",
                starts_on=first,
                ends_on=last,
                status=Meeting.Status.HELD,
                report_adopted_on=last,
                host="hosted in turn",
            )

    def _agenda(self) -> Iterator[AgendaItem]:
        for meeting in self.meetings:
            for order, area in enumerate(self.plan.areas, start=1):
                yield AgendaItem(
                    meeting=meeting, order=order, number=str(order), title=area.name, area=area
                )

    def _documents(self) -> Iterator[Document]:
        for meeting in self.meetings:
            yield Document(meeting=meeting, order=1, title=f"Report of {meeting.code}")

    # Decisions

    def _decisions(self) -> Iterator[Decision]:
        for meeting in self.meetings:
            for place in range(DECISIONS):
                yield self._decision(meeting, place)

    def _decision(self, meeting: Meeting, place: int) -> Decision:
        kind = self.random.choice(list(OPERATIVE))
        output = self.random.choice(self.plan.outputs)
        asks = kind in ASKS
        words = OPERATIVE[kind].format(
            who="the Secretariat" if place % 2 else "member States", what=output.short_title.lower()
        )
        decision = Decision(
            meeting=meeting,
            section="I",
            paragraph=place // 3 + 1,
            sequence=place % 3 + 1,
            heading=output.objective.area.name,
            wording=f"The Meeting {words}.",
            kind=kind,
            is_actionable=asks,
            implementation=self.random.choice(HOW_FAR) if asks else Implementation.NO_ACTION,
            due_text="before the next meeting" if asks else "",
            due_on=meeting.ends_on + timedelta(days=300) if asks and place % 4 else None,
            area=output.objective.area,
            validity=Decision.Validity.IN_FORCE if place % 8 else Decision.Validity.ELAPSED,
            source=f"Report of {meeting.code}, para. {place // 3 + 1}",
        )
        decision.derive()
        decision.output = output
        return decision

    def _addressees(self) -> Iterator[Addressee]:
        for place, decision in enumerate(self._asking()):
            asked = self.random.sample(self.plan.states, 1 + place % len(self.plan.states))
            if place % 2:
                yield Addressee(
                    decision=decision,
                    kind=Addressee.Kind.SECRETARIAT,
                    implementation=decision.implementation,
                )
                continue
            is_open_for_each = len(asked) > 1 and decision.implementation in OPEN
            for order, state in enumerate(asked, start=1):
                yield Addressee(
                    decision=decision,
                    order=order,
                    kind=Addressee.Kind.MEMBER_STATE,
                    member_state=state,
                    implementation=(
                        Implementation.NOT_STARTED if is_open_for_each else decision.implementation
                    ),
                )

    def _asking(self) -> list[Decision]:
        return [decision for decision in self.decisions if decision.is_actionable]

    def _links(self) -> Iterator[DecisionLink]:
        for decision in self.decisions:
            yield DecisionLink(
                decision=decision,
                output=decision.output,
                strength=self.random.choice(DecisionLink.Strength.values),
                reason="It names the work of the output.",
            )

    def _follow_ups(self, addressees) -> Iterator[FollowUp]:
        for decision in self._asking():
            if decision.implementation != Implementation.NOT_STARTED:
                date_of_news = decision.meeting.ends_on + timedelta(days=self.random.randint(5, 20))
                yield FollowUp(
                    decision=decision,
                    date=date_of_news,
                    what_was_done=f"Letters on {decision.output.short_title.lower()} were sent.",
                    evidence_link="https://example.org/letters",
                    implementation=decision.implementation,
                    next_update_on=date_of_news + timedelta(days=400),
                    author=self.rows.author,
                )
