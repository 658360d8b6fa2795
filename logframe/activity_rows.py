"""The activities of a list and its files as plain rows."""

from collections import namedtuple
from collections.abc import Iterator

from django.db.models import QuerySet

from logframe.addresses import address
from logframe.models import Activity
from logframe.plain_rows import by_key, keys_of, parts_of

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


class OutputRow(namedtuple("OutputRow", ("plan", "slug", "code"))):
    """An output by its code."""

    __slots__ = ()

    @property
    def url(self) -> str:
        """The address of its page."""
        return address("output", self.plan, self.slug)


def activity_rows(activities: QuerySet) -> Iterator[ActivityRow]:
    """Yield activities, as they were asked for, with all that a list says of them."""
    for part in parts_of(activities.values_list(*FIELDS)):
        outputs = _outputs(part)
        for row in part:
            yield ActivityRow._make((*row, outputs.get(row[0], ())))


def _outputs(activities: list[tuple]) -> dict[int, list[OutputRow]]:
    """Return the outputs of activities, in the order of the plan."""
    links = Activity.outputs.through.objects.filter(activity__in=keys_of(activities))
    fields = (f"output__{name}" for name in ("plan__slug", "slug", "code"))
    rows = links.order_by("output").values_list("activity", *fields)
    return by_key((activity, OutputRow(*output)) for activity, *output in rows)
