"""The decisions of a file as plain rows: to make a record of each takes much longer."""

from collections import defaultdict, namedtuple
from collections.abc import Iterable, Iterator
from datetime import date
from itertools import islice

from django.db.models import F, QuerySet
from django.db.models.expressions import RawSQL
from django.db.models.functions import Coalesce

from logframe.formats import ROWS_AT_A_TIME
from logframe.models import MemberState, ThematicArea
from meetings.models import Addressee, Body, Decision, DecisionLink, Meeting
from meetings.models.on_a_day import OnADay
from meetings.past import follow_ups_on

KEYS = ("pk", "meeting_id", "area_id", "due_meeting_id")
FIELDS = (
    *KEYS,
    "code",
    "section",
    "paragraph",
    "sequence",
    "heading",
    "wording",
    "kind",
    "is_actionable",
    "certainty",
    "due_text",
    "due_on",
    "falls_due_on",
    "recurrence",
    "validity",
    "implementation",
    "source",
    "note",
)
RELATED = ("meeting", "area", "due_meeting", "addressees", "follow_ups", "bears_on")


class DecisionRow(OnADay, namedtuple("DecisionRow", FIELDS + RELATED)):
    """A decision of a file, with what belongs to it; `bears_on` are codes of the plan."""

    __slots__ = ()
    _meta = Decision._meta  # which has the words of the choices


AddresseeRow = namedtuple("AddresseeRow", ("kind", "is_implied", "who"))
FollowUpRow = namedtuple(
    "FollowUpRow",
    ("date", "number", "what_was_done", "implementation", "next_update_on", "addressee"),
)


class Parts(list):
    """The rows that belong to a decision; asked for them as a record is."""

    def all(self) -> "Parts":
        """Return all of them."""
        return self


NONE = Parts()


def decision_rows(decisions: QuerySet, on: date) -> Iterator[DecisionRow]:
    """Yield decisions, read as of a day, with all that a file says of them."""
    plain = decisions.select_related(None).prefetch_related(None).values_list(*FIELDS)
    rows = plain.iterator(ROWS_AT_A_TIME)
    others = None
    while part := list(islice(rows, ROWS_AT_A_TIME)):
        others = others or _Others()
        yield from others.with_parts(part, on)


class _Others:
    """What the decisions refer to: few, so that each is read once."""

    def __init__(self):
        self.meetings = Meeting.objects.in_bulk()
        self.areas = ThematicArea.objects.in_bulk()
        self.states = {state.pk: str(state) for state in MemberState.objects.all()}
        self.bodies = {body.pk: str(body) for body in Body.objects.all()}
        self.kinds = {kind.value: str(kind.label) for kind in Addressee.Kind}

    def with_parts(self, rows: list[tuple], on: date) -> Iterator[DecisionRow]:
        """Yield the decisions of these fields with what belongs to each."""
        # Numbers of the database itself; as parameters they would be checked one by one, thrice.
        keys = RawSQL(",".join(str(row[0]) for row in rows), ())  # noqa: S611
        addressees, by_key = self._addressees(keys)
        follow_ups = self._follow_ups(keys, by_key, on)
        links = self._links(keys)
        for row in rows:
            key, meeting, area, due_meeting = row[: len(KEYS)]
            related = (
                self.meetings[meeting],
                self.areas.get(area),
                self.meetings.get(due_meeting),
                addressees.get(key, NONE),
                follow_ups.get(key, NONE),
                links.get(key, NONE),
            )
            yield DecisionRow._make(row + related)

    def _addressees(self, keys: RawSQL) -> tuple[dict, dict]:
        """Return the addressees of each decision, and all by their own keys."""
        fields = ("decision", "pk", "kind", "is_implied", "member_state", "body", "name")
        rows = Addressee.objects.filter(decision__in=keys).order_by("order").values_list(*fields)
        of_decision, by_key = defaultdict(Parts), {None: None}
        for decision, key, kind, is_implied, state, body, name in rows:
            who = self.states.get(state) or self.bodies.get(body) or name or self.kinds[kind]
            by_key[key] = AddresseeRow(kind, is_implied, who)
            of_decision[decision].append(by_key[key])
        return of_decision, by_key

    def _follow_ups(self, keys: RawSQL, addressees: dict, on: date) -> dict[int, Parts]:
        rows = follow_ups_on(on).filter(decision__in=keys).order_by("date", "number")
        fields = FollowUpRow._fields
        return _by_decision(
            (decision, FollowUpRow(*values, addressees[addressee]))
            for decision, *values, addressee in rows.values_list("decision", *fields)
        )

    def _links(self, keys: RawSQL) -> dict[int, Parts]:
        rows = DecisionLink.objects.filter(decision__in=keys).order_by("strength", "pk")
        return _by_decision(
            rows.values_list("decision", Coalesce(F("output__code"), F("objective__code")))
        )


def _by_decision(rows: Iterable[tuple]) -> dict[int, Parts]:
    grouped = defaultdict(Parts)
    for decision, row in rows:
        grouped[decision].append(row)
    return grouped
