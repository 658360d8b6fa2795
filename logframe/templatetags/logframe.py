"""The pieces from which pages are built: statuses, figures, charts."""

from django import template

from logframe import dates, indicator_table, overview, pieces
from logframe import prose as plain_text
from logframe.figures import percent, show
from logframe.models import Record
from logframe.shown import shown, told, value_in_unit
from logframe.story import Story, history_address

register = template.Library()

ENTRIES_ON_A_PAGE = 50


for piece in (
    pieces.status,
    pieces.proposed,
    pieces.value,
    pieces.state_value,
    pieces.why,
    pieces.why_year,
    pieces.why_output,
    pieces.bar,
    pieces.activity_lines,
    pieces.event_lines,
    indicator_table.bullet,
    indicator_table.indicator_table,
    overview.time_line,
    overview.report_lines,
    overview.status_lines,
    overview.value_lines,
    overview.target_lines,
    overview.output_links,
    overview.outputs_by_year,
):
    register.simple_tag(piece)


@register.filter
def figure(number) -> str:
    """Show a number as a plain decimal; what is missing is an empty text."""
    return "" if number is None else show(number, 4)


@register.filter
def of(number, score) -> str:
    """Show a number of an indicator: yes or no, a percentage, or a plain decimal."""
    return "" if number is None else value_in_unit(score.indicator.measure, number)


@register.filter
def per_cent(number) -> str:
    """Show a share of the way, without decimals."""
    return "" if number is None else percent(number, 0)


register.filter("day", dates.day)
register.filter("prose", plain_text.html)
register.filter("shown", shown)
register.filter("told", told)


@register.filter
def in_year(score, year: int):
    """Return what is known about one year of an indicator, or an output's word for it."""
    return score.status_in(year)


@register.filter
def item(mapping: dict, key):
    """Return what stands under a key, or None."""
    return mapping.get(key)


@register.inclusion_tag("components/story.html", takes_context=True)
def story(context, record: Record) -> dict:
    """Offer staff what was done to a record and to what belongs to it; others see nothing.

    It is read once it is asked for, by `?history=1`: to tell it takes up to a third of the page.
    """
    request = context["request"]
    on = context["as_of"] if context.get("knows_past") else None
    told = Story(record, context["user"], on)
    offered = {"request": request, "is_offered": bool(told.strands), "entries": None}
    if not told.strands or "history" not in request.GET:
        return offered
    entries, is_longer = told.newest(ENTRIES_ON_A_PAGE)
    all_of_it = history_address(record) if is_longer else ""
    return offered | {"entries": entries, "all_of_it": all_of_it}
