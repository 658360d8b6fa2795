"""The columns of each list, for the page and for its files.

A column that only files show is hidden (`visible=False`); one that only the page shows is excluded
from export. Where the page shows more than the plain value, `value_...` gives the plain value.
"""

from collections.abc import Callable, Iterable, Iterator
from decimal import Decimal
from functools import cache, cached_property, lru_cache
from itertools import chain
from operator import attrgetter

import django_tables2 as tables
from django.core.exceptions import FieldDoesNotExist
from django.db.models import QuerySet
from django.template.loader import render_to_string
from django.utils.formats import localize
from django.utils.html import conditional_escape, format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from django_tables2.columns.base import BoundColumn
from django_tables2.utils import signature

from logframe import pieces
from logframe.activity_rows import ActivityRow, activity_rows
from logframe.figures import percent, show
from logframe.formats import ROWS_AT_A_TIME
from logframe.models import Activity
from logframe.one_moment import one_moment
from logframe.shown import value_in_unit

NUMBER = {"td": {"class": "num"}, "th": {"class": "num"}}


def rounded(number: Decimal, places: int) -> Decimal:
    """Return the number as `figures.show` would show it, as a number."""
    return Decimal(show(number, places))


def component(name: str, **context) -> str:
    """Return a shared piece of the pages as the content of a cell."""
    return mark_safe(render_to_string(f"components/{name}.html", context).strip())  # noqa: S308


class Column(tables.Column):
    """A column of a list: defined once, and never changed by a table that has it."""

    def __deepcopy__(self, memo: dict) -> "Column":
        """Return itself: tables2 would copy all columns for each page."""
        return self


def for_files(verbose_name, **options) -> Column:
    """Return a column that stands in the files and not on the page."""
    return Column(verbose_name, visible=False, **options)


class ListTable(tables.Table):
    """A list of the site; `notice` stands on every row of its files."""

    notice = for_files(_("Notice"), empty_values=(), orderable=False)

    def __init__(self, *args, notice: str = "", **kwargs):
        self.notice_text = notice
        super().__init__(
            *args,
            attrs={"class": "list"},
            empty_text=_("Nothing matches these filters."),
            sequence=("...", "notice"),
            **kwargs,
        )

    def value_notice(self) -> str:
        """Return the plan's notice."""
        return self.notice_text

    def as_shown(self) -> Iterator[SafeString]:
        """Yield each row of the page, written at once.

        How a column is shown is found out once, and not again for each cell as tables2 does it.
        """
        rows = list(self.rows_of(self.paginated_rows.data))
        if not rows:
            return
        columns = [(_begin(column), _shown(column, type(rows[0]))) for column in self.columns]
        for row in rows:
            cells = [
                f"{begin}{conditional_escape(localize(content_of(row)))}</td>"
                for begin, content_of in columns
            ]
            yield SafeString(f"<tr>{''.join(cells)}</tr>")

    def as_values(self) -> Iterator[list]:
        """Yield the headings and then each row as the files have it.

        How a column is read is found out once, and not again for each cell as tables2 does it. The
        rows come a part at a time: there may be more of them than fit into memory.
        """
        columns = [
            column for column in self.columns.iterall() if not column.column.exclude_from_export
        ]
        yield [str(column.header) for column in columns]
        with one_moment():
            # By a generator of its own: it lets go of the rows before the moment ends.
            yield from _values(columns, iter(self.rows_of(self.data.data)))

    def rows_of(self, records: Iterable) -> Iterable:
        """Return what the columns read: the records themselves, or plain rows for them."""
        is_long = isinstance(records, QuerySet) and not records.query.is_sliced
        return records.iterator(ROWS_AT_A_TIME) if is_long else records


def _values(columns: list[BoundColumn], rows: Iterator) -> Iterator[list]:
    for first in rows:  # it tells of which kind all of them are
        cells = [_plain(column, type(first)) for column in columns]
        for row in chain([first], rows):
            yield [cell(row) for cell in cells]


def _begin(column: BoundColumn) -> SafeString:
    """Return how each cell of a column begins; the label stands beside it on a phone."""
    attributes = column.attrs["td"].as_html()
    return format_html('<td data-label="{}" {}>', column.header, attributes)


def _content(column: BoundColumn, method: Callable, kind: type, empty=None) -> Callable:
    """Return what gives the content of a column for a row of a kind, by a method of the table.

    The method is asked for what it takes: the value, the record, both or neither; it is not asked
    where the value is an empty one of the column.
    """
    empties = column.column.empty_values
    read = reader(column.accessor, kind)
    match sorted(signature(method)[0]):
        case []:
            return lambda row: method()
        case ["record"] if not empties:
            return lambda row: method(record=row)
        case ["record"]:
            return lambda row: empty if read(row) in empties else method(record=row)
        case ["value"]:
            return lambda row: empty if (value := read(row)) in empties else method(value=value)
    return lambda row: empty if (value := read(row)) in empties else method(value=value, record=row)


def _plain(column: BoundColumn, kind: type) -> Callable:
    """Return what gives the plain value of a column for a row of a kind, None where it is empty."""
    if getattr(column.value, "__func__", None) is tables.Column.value:
        return reader(column.accessor, kind)
    return _content(column, column.value, kind)


def _shown(column: BoundColumn, kind: type) -> Callable:
    """Return what gives the content of a column for a row of a kind on the page, with its link.

    What a column links to is a function of the record, or what the record says of itself.
    """
    content = _content(column, column.render, kind, column.default)
    if not column.link:
        return content
    address = column.link.url or kind.get_absolute_url

    def linked(row):
        shown = content(row)
        url = address(row)
        return format_html('<a href="{}">{}</a>', url, shown) if url else shown

    return linked


def reader(accessor: str, kind: type) -> Callable:
    """Return what follows the accessor from a row; of a choice it gives the word.

    At the end of a way a choice is named as records name its word: `get_..._display`. A plain row
    can have what a relation leads to under the name of the whole way.
    """
    *way, last = [accessor] if accessor in getattr(kind, "_fields", ()) else accessor.split("__")
    name = last.removeprefix("get_").removesuffix("_display")
    if not way:
        words = words_of(kind, name, get_language())
        plain = attrgetter(name)
        return (lambda row: words.get(value := plain(row), value)) if words else plain
    if name == last:
        return _following(*way, last)
    language, follow = get_language(), _following(*way)

    def word(row):
        record = follow(row)
        if record is None:
            return None
        value = getattr(record, name)
        return words_of(type(record), name, language).get(value, value)

    return word


def _following(*way: str) -> Callable:
    """Return what goes such a way from a row, and comes to None where nothing is there on it."""
    follow = attrgetter(".".join(way))

    def followed(row):
        try:
            return follow(row)
        except AttributeError:
            return None

    return followed


@lru_cache(maxsize=1_000)
def words_of(model: type, name: str, language: str) -> dict:
    """Return the words of the choices of a field; none for anything else.

    Django would translate all of them each time.
    """
    try:
        field = model._meta.get_field(name)
    except (AttributeError, FieldDoesNotExist):
        return {}
    return {value: str(word) for value, word in getattr(field, "flatchoices", ())}


class IndicatorTable(ListTable):
    """Indicators with where each stands; a row is an IndicatorScore."""

    code = Column(_("Code"), accessor="indicator__code", linkify=lambda record: record.url)
    area = for_files(_("Area"), accessor="area__name")
    parent = for_files(_("Output or objective"), accessor="parent__code")
    title = Column(_("Indicator"), accessor="indicator__title", attrs={"td": {"class": "title"}})
    adoption = for_files(_("Adoption"), accessor="indicator__get_adoption_display")
    unit = for_files(_("Unit"), accessor="indicator__unit")
    measure = for_files(_("Measure"), accessor="indicator__get_measure_display")
    direction = for_files(_("Direction"), accessor="indicator__get_direction_display")
    accumulation = for_files(_("Accumulation"), accessor="indicator__get_accumulation_display")
    baseline = for_files(_("Baseline"), accessor="indicator__baseline_value")
    baseline_year = for_files(_("Baseline year"), accessor="indicator__baseline_year")
    year = for_files(_("Year of the milestone due"), accessor="assessment__milestone__year")
    milestone = Column(_("Milestone due"), accessor="assessment__milestone__value", attrs=NUMBER)
    value = Column(_("Value"), accessor="assessment__value", attrs=NUMBER, empty_values=())
    reporting = for_files(_("Reporting"), accessor="reporting")
    as_of = for_files(_("Value as of"), accessor="latest__as_of")
    progress = Column(_("Progress"), accessor="assessment__progress", attrs=NUMBER, empty_values=())
    ratio = for_files(_("Ratio to the milestone"), accessor="assessment__ratio")
    target = for_files(_("Target"), accessor="target__milestone__value")
    target_year = for_files(_("Target year"), accessor="target__year")
    status = Column(_("Status"), order_by="status_rank")
    explanation = for_files(_("Why"), accessor="assessment__explanation", empty_values=())

    def render_title(self, record) -> str:
        """Show the title, and that the indicator is only proposed."""
        return pieces.proposed(record)

    def value_title(self, value) -> str:
        """Return the title alone: adoption is a column of the files."""
        return value

    def render_value(self, record) -> str:
        """Show the number, or why there is none."""
        return pieces.value(record)

    def value_value(self, value):
        """Return the number, or nothing: the column Reporting says why."""
        return value

    def render_milestone(self, value, record) -> str:
        """Show the number in the indicator's unit."""
        return value_in_unit(record.indicator.measure, value)

    def value_milestone(self, value):
        """Return the number."""
        return value

    def render_progress(self, value) -> str:
        """Show per cent of the way to the target."""
        return "" if value is None else percent(value, 0)

    def value_progress(self, value):
        """Return per cent with one decimal, as a number."""
        return None if value is None else rounded(value, 1)

    def value_ratio(self, value):
        """Return the ratio with four decimals."""
        return None if value is None else rounded(value, 4)

    def value_reporting(self, value) -> str:
        """Return the word."""
        return self.word_of(value)

    @cached_property
    def word_of(self) -> Callable:
        """What gives the word for something in the language of the reader, looked up only once."""
        return cache(str)

    def render_status(self, record) -> str:
        """Show the status, which opens the sum behind it."""
        return pieces.why(record)

    def value_status(self, value) -> str:
        """Return the word."""
        return value.word

    def value_explanation(self, value) -> str:
        """Return the sentence."""
        return str(value)


class ActivityTable(ListTable):
    """Activities with their dates, host, status and source; a row is an ActivityRow."""

    code = Column(_("Code"))
    title = Column(_("Activity"), attrs={"td": {"class": "title"}})
    kind = Column(_("Kind"))
    area = Column(_("Area"), accessor="area__code", order_by="area__order")
    outputs = Column(_("Outputs"), empty_values=(), orderable=False)
    starts_on = for_files(_("First day"))
    ends_on = for_files(_("Last day"))
    dates = Column(_("Dates"), accessor="dates_as_known", order_by=("starts_on", "code"))
    place = Column(_("Place"))
    host = for_files(_("Host State"), accessor="host_state__name")
    lead = for_files(_("Lead"), accessor="lead")
    partners = for_files(_("Partners"), accessor="partners")
    status = Column(_("Status"))
    status_text = for_files(_("Status in words"), accessor="status_text")
    status_as_of = for_files(_("Status as of"), accessor="status_as_of")
    funding_source = for_files(
        _("Funding source"), accessor="get_funding_source_display", order_by="funding_source"
    )
    funding_text = for_files(_("Funding in words"), accessor="funding_text")
    budget = for_files(_("Budget (US$)"), accessor="budget")
    spent = for_files(_("Spent (US$)"), accessor="spent")
    link = for_files(_("Link"), accessor="link")
    source = for_files(_("Source"), accessor="source")
    note = for_files(_("Note"), accessor="note")

    class Meta:
        model = Activity
        fields = ()

    def rows_of(self, records: QuerySet) -> Iterator[ActivityRow]:
        """Return the activities as plain rows."""
        return activity_rows(records)

    def render_outputs(self, record) -> str:
        """Show the codes, each with a link."""
        outputs = ((output.url, output.code) for output in record.outputs)
        return format_html_join(", ", '<a href="{}">{}</a>', outputs) or self.default

    def value_outputs(self, record) -> str:
        """Return the codes, separated as imports read them."""
        return "; ".join(output.code for output in record.outputs)
