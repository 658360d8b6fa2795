"""The decisions of a list and its files as plain rows."""

from collections import namedtuple
from collections.abc import Iterable, Iterator
from datetime import date
from functools import cached_property

from django.db.models import DateField, F, Q, QuerySet
from django.db.models.functions import Coalesce

from logframe.models import ThematicArea
from logframe.plain_rows import by_key, parts_of
from logframe.prepared import Prepared, Rows
from meetings.models import Addressee, Decision, DecisionLink, Implementation, Meeting
from meetings.models.on_a_day import OnADay
from meetings.past import follow_ups_on

FIELDS = (
    "pk",
    "meeting_id",
    "area_id",
    "due_meeting_id",
    "code",
    "slug",
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

MeetingRow = namedtuple("MeetingRow", ("code", "number", "ends_on", "report_adopted_on"))
AreaRow = namedtuple("AreaRow", ("code",))
AddresseeRow = namedtuple("AddresseeRow", ("kind", "is_implied", "who"))


class FollowUpRow(
    namedtuple(
        "FollowUpRow",
        ("date", "number", "what_was_done", "implementation", "next_update_on", "addressee"),
    )
):
    """What was done about a decision."""

    __slots__ = ()

    def get_implementation_display(self) -> str:
        """Return the word for how far the decision is since, as rows of models do."""
        return str(Implementation(self.implementation).label)


class Parts(list):
    """The rows that belong to a decision; asked for them as a record is."""

    def all(self) -> "Parts":
        """Return all of them."""
        return self


NONE = Parts()


class DecisionRow(OnADay, namedtuple("DecisionRow", (*FIELDS, "read_with"))):
    """A decision, with what belongs to it and to those that were read with it."""

    __slots__ = ()
    _meta = Decision._meta  # which has the words of the choices
    get_absolute_url = Decision.get_absolute_url

    def get_kind_display(self) -> str:
        """Return the word for what the operative verb does, as rows of models do."""
        return str(Decision.Kind(self.kind).label)

    def get_recurrence_display(self) -> str:
        """Return how often it falls due, as rows of models do."""
        return str(Decision.Recurrence(self.recurrence).label)

    @property
    def seen_on(self) -> date:
        """The day of which it tells."""
        return self.read_with.on

    @property
    def meeting(self) -> MeetingRow:
        """The meeting that took it."""
        return self.read_with.meetings[self.meeting_id]

    @property
    def due_meeting(self) -> MeetingRow | None:
        """The meeting at which it is due, if it names one."""
        return self.read_with.meetings.get(self.due_meeting_id)

    @property
    def area(self) -> AreaRow | None:
        """The thematic area, if it is of one."""
        return self.read_with.areas.get(self.area_id)

    @property
    def addressees(self) -> Parts:
        """Who is asked."""
        return self.read_with.addressees.get(self.pk, NONE)

    @property
    def follow_ups(self) -> Parts:
        """What was done, the newest last."""
        return self.read_with.follow_ups.get(self.pk, NONE)

    @property
    def bears_on(self) -> Parts:
        """The codes of the outputs and objectives that it bears on."""
        return self.read_with.links.get(self.pk, NONE)


def decision_rows(decisions: QuerySet, on: date) -> Iterator[DecisionRow]:
    """Yield decisions, read as of a day, with all that a list says of them."""
    plain = decisions.select_related(None).prefetch_related(None).values_list(*FIELDS)
    for part in parts_of(plain):
        yield from rows_read_at_once(part, on)


def rows_read_at_once(fields: list[tuple], on: date) -> Iterator[DecisionRow]:
    """Yield decisions whose fields were read, with what belongs to them once somebody asks."""
    read_with = _Part(fields, on)
    for row in fields:
        yield DecisionRow._make((*row, read_with))


class _Part:
    """Decisions read at once: what belongs to all of them is read when a column first asks."""

    def __init__(self, rows: list[tuple], on: date):
        self.rows, self.on = rows, on
        self.of_all = "decision", [row[0] for row in rows]

    @cached_property
    def meetings(self) -> dict[int, MeetingRow]:
        """The meetings that took them and at which they are due."""
        numbers = self._numbers("meeting_id", "due_meeting_id")
        return {key: MeetingRow(*fields) for key, *fields in MEETINGS.read(("pk", numbers))}

    @cached_property
    def areas(self) -> dict[int, AreaRow]:
        """The areas that they are of."""
        return {key: AreaRow(code) for key, code in AREAS.read(("pk", self._numbers("area_id")))}

    @cached_property
    def addressees(self) -> dict[int, Parts]:
        """Who is asked by each."""
        return _of_decisions((decision, row) for decision, _key, row in self._addressees)

    @cached_property
    def follow_ups(self) -> dict[int, Parts]:
        """What was done about each by the day, the newest last."""
        addressees = {key: row for _decision, key, row in self._addressees}
        return _of_decisions(
            (decision, FollowUpRow(*about, addressees.get(addressee)))
            for decision, *about, addressee in FOLLOW_UPS.read(self.of_all, on=self.on)
        )

    @cached_property
    def links(self) -> dict[int, Parts]:
        """The codes of what each bears on."""
        return _of_decisions(LINKS.read(self.of_all))

    @cached_property
    def _addressees(self) -> list[tuple[int, int, AddresseeRow]]:
        """All addressees, each with its decision and its own key."""
        return [
            (decision, key, AddresseeRow(kind, is_implied, _who(kind, *names)))
            for decision, key, kind, is_implied, *names in ADDRESSEES.read(self.of_all)
        ]

    def _numbers(self, *fields: str) -> list[int]:
        places = [FIELDS.index(field) for field in fields]
        return list({row[place] for row in self.rows for place in places} - {None})


def _meetings(of: Q) -> QuerySet:
    return Meeting.objects.filter(of).order_by().values_list("pk", *MeetingRow._fields)


def _areas(of: Q) -> QuerySet:
    return ThematicArea.objects.filter(of).order_by().values_list("pk", "code")


def _addressees(of: Q) -> QuerySet:
    names = ("member_state__name", "body__name", "name")
    rows = Addressee.objects.filter(of).order_by("order")
    return rows.values_list("decision", "pk", "kind", "is_implied", *names)


def _follow_ups(of: Q, on: date) -> QuerySet:
    rows = follow_ups_on(on).filter(of).order_by("date", "number")
    return rows.values_list("decision", *FollowUpRow._fields)


def _links(of: Q) -> QuerySet:
    codes = Coalesce(F("output__code"), F("objective__code"))
    return DecisionLink.objects.filter(of).order_by("strength", "pk").values_list("decision", codes)


MEETINGS, AREAS = Rows(_meetings, Prepared), Rows(_areas, Prepared)
ADDRESSEES, LINKS = Rows(_addressees, Prepared), Rows(_links, Prepared)
FOLLOW_UPS = Rows(_follow_ups, Prepared, on=DateField())


def _who(kind: str, *names: str | None) -> str:
    """Return the name of an addressee: of a State, of a body, or its own."""
    return next(filter(None, names), None) or str(Addressee.Kind(kind).label)


def _of_decisions(pairs: Iterable[tuple]) -> dict[int, Parts]:
    return {decision: Parts(rows) for decision, rows in by_key(pairs).items()}
