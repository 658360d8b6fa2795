"""The activities of a list and its files, and those of a page, as plain rows."""

from collections import namedtuple
from collections.abc import Iterator
from datetime import date

from django.db.models import Q, QuerySet

from logframe.addresses import address
from logframe.models import Activity
from logframe.past import activities_on, is_past
from logframe.plain_rows import by_key, parts_of
from logframe.prepared import Prepared, Rows

FIELDS = (
    "pk",
    "code",
    "title",
    "kind",
    "area__code",
    "starts_on",
    "ends_on",
    "dates_text",
    "place",
    "host_state__name",
    "lead",
    "partners",
    "status",
    "status_text",
    "status_as_of",
    "funding_source",
    "funding_text",
    "budget",
    "spent",
    "link",
    "source",
    "note",
)


class ActivityRow(namedtuple("ActivityRow", (*FIELDS, "outputs"))):
    """An activity with the outputs that it serves."""

    __slots__ = ()
    _meta = Activity._meta  # which has the words of the choices
    dates_as_known = Activity.dates_as_known


# What a line on the page of an area, an output or a State says.
LINE = ("code", "title", "starts_on", "ends_on", "dates_text", "place", "status", "link")


class ActivityLine(namedtuple("ActivityLine", LINE)):
    """An activity in one line."""

    __slots__ = ()
    dates_as_known = Activity.dates_as_known

    def get_status_display(self) -> str:
        """Return the word for how far it is, as records do."""
        return str(Activity.Status(self.status).label)


class OutputRow(namedtuple("OutputRow", ("plan", "slug", "code"))):
    """An output by its code."""

    __slots__ = ()

    @property
    def url(self) -> str:
        """The address of its page."""
        return address("output", self.plan, self.slug)


def activities_of(way: str, number: int, on: date) -> list[ActivityLine]:
    """Return the activities of a day by the way to what they belong to, and its number."""
    if is_past(on):
        rows = _lines(activities_on(Activity.objects.filter(**{way: number}), on))
    else:
        rows = OF_TODAY.read((way, number))
    return [ActivityLine._make(row) for row in rows]


def _lines(activities: QuerySet) -> QuerySet:
    return activities.order_by("code").values_list(*LINE)


OF_TODAY = Rows(lambda of: _lines(Activity.objects.filter(of)), Prepared)


def activity_rows(activities: QuerySet) -> Iterator[ActivityRow]:
    """Yield activities, as they were asked for, with all that a list says of them."""
    for part in parts_of(activities.values_list(*FIELDS)):
        outputs = _outputs(part)
        for row in part:
            yield ActivityRow._make((*row, outputs.get(row[0], ())))


def _outputs(activities: list[tuple]) -> dict[int, list[OutputRow]]:
    """Return the outputs of activities, in the order of the plan."""
    rows = OUTPUTS.read(("activity", [row[0] for row in activities]))
    return by_key((activity, OutputRow(*output)) for activity, *output in rows)


def _links(of: Q) -> QuerySet:
    fields = (f"output__{name}" for name in ("plan__slug", "slug", "code"))
    links = Activity.outputs.through.objects.filter(of)
    return links.order_by("output").values_list("activity", *fields)


OUTPUTS = Rows(_links, Prepared)
