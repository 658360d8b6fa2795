"""The pieces of which pages have hundreds: statuses, values, and what opens the sum behind them.

They are put together here and not in templates: a template for each piece of a long list takes
longer than all the rest of the page.
"""

from collections.abc import Iterable, Iterator
from decimal import Decimal
from functools import cache
from html import escape

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext_noop

from logframe import charts
from logframe.activity_rows import ActivityLine
from logframe.dates import day
from logframe.memory import Event
from logframe.models import Activity
from logframe.scores import IndicatorScore, OutputScore, YearScore
from logframe.shown import looked_up, told, value_in_unit
from logframe.shown import said as _
from logframe.states import StateValue
from logframe.statuses import Status
from logframe.summary import Summary
from logframe.values import VerifiedValue

OF_MILESTONE = gettext_noop("milestone %(value)s, set on %(set)s")
OF_VALUE = gettext_noop("as of %(day)s, verified by %(by)s on %(on)s")


def status(value: Status, language: str | None = None) -> SafeString:
    """Show a status as shape, word and colour: the only place that does.

    Who shows many passes the language that is active now, so that it is asked for once.
    """
    return _status(value, language or get_language())


@cache
def _status(value: Status, language: str) -> SafeString:
    return format_html(
        '<span class="status {}"><span aria-hidden="true">{}</span> {}</span>',
        value.group.value,
        value.shape,
        looked_up(value.word, language),
    )


def proposed(score: IndicatorScore) -> SafeString:
    """Show the title of an indicator, and that it is only proposed."""
    title = score.indicator.title
    if not score.indicator.is_proposed:
        return format_html("{}", title)
    return format_html('{} <span class="tag">{}</span>', title, _("proposed"))


def value(score: IndicatorScore) -> SafeString:
    """Show what an indicator comes to, or why there is no number."""
    number = score.assessment.value
    if number is None:
        return format_html('<span class="none">{}</span>', score.reporting)
    return _number(score, number, is_provisional=bool(score.due and score.due.is_provisional))


def state_value(value: StateValue) -> SafeString:
    """Show what a State said about an indicator for a year, or why there is no number."""
    if absence := value.absence:
        return format_html('<span class="none">{}</span>', absence)
    row = value.row
    return _number(value.score, row.value, is_provisional=row.is_provisional)


def _number(score: IndicatorScore, number: Decimal, *, is_provisional: bool) -> SafeString:
    text = value_in_unit(score.indicator.measure, number)
    if not is_provisional:
        return format_html("{}", text)
    return format_html('{} <abbr class="tag" title="{}">p</abbr>', text, _("provisional"))


def why(score: IndicatorScore) -> SafeString:
    """Show the status of an indicator, which opens the sum behind it, its values and milestone."""
    language = get_language()
    years = "".join(_paragraph(_year(score, year, language)) for year in score.years_that_count)
    return SafeString(
        f'<details class="why"><summary>{status(score.status, language)}</summary>\n'
        f"<div>{_paragraph(told(score.assessment.explanation, language))}\n{years}</div></details>"
    )


def why_year(score: IndicatorScore, year: int) -> SafeString:
    """Show the status of an indicator at the end of a year, which opens the sum behind it."""
    assessment = score.assessment_in(year)
    return SafeString(
        f'<details class="why"><summary>{status(assessment.status)}</summary>'
        f"<div>{_paragraph(told(assessment.explanation))}</div></details>"
    )


def why_output(score: OutputScore, year: int, *, brief: bool = False) -> SafeString:
    """Show the one word for an output in a year, which opens what its indicators say.

    It is brief where the rule of the sum stands beside it.
    """
    language = get_language()
    said = "".join(
        f"<p>{linked(one, one.indicator.code)} "
        f"{escape(looked_up(one.status_in(year).word, language))}</p>"
        for one in score.indicators
    )
    rule = "" if brief else _paragraph(_("The worst that any assessable indicator says."))
    return SafeString(
        f'<details class="why"><summary>{status(score.status_in(year), language)}</summary>\n'
        f"<div>{said or _paragraph(_('No indicator yet.'))}{rule}</div></details>"
    )


def linked(score: IndicatorScore, text: str) -> SafeString:
    """Show a text that leads to the page of an indicator."""
    return SafeString(f'<a href="{escape(score.url)}">{escape(text)}</a>')


def _paragraph(text: str) -> str:
    return f"<p>{escape(text)}</p>"


def bar(summary: Summary) -> SafeString:
    """Draw how many indicators stand in each group, as a stacked bar, and name the groups."""
    drawn = charts.bar(summary)
    shapes = "".join(
        f'<rect class="{one.group.value}" x="{one.x}" width="{one.width}" height="8"/>'
        for one in drawn.segments
    )
    names = "".join(
        f'<li class="{one.group.value}"><b>{one.count}</b> {escape(one.word)}</li>'
        for one in drawn.segments
    )
    return SafeString(
        '<svg class="bar" viewBox="0 0 100 8" preserveAspectRatio="none" role="img" '
        f'aria-label="{escape(drawn.sentence)}">{shapes}</svg>\n<ul class="legend">{names}</ul>'
    )


def _year(score: IndicatorScore, year: YearScore, language: str) -> str:
    """Return the milestone and the values of a year in words, in the language that is active."""
    words = [f"{year.year}:", *_milestone(score, year, language)]
    words += [_value(score, row, language) for row in year.rows.values()]
    return " ".join(words)


def _milestone(score: IndicatorScore, year: YearScore, language: str) -> Iterator[str]:
    if milestone := year.milestone:
        words = {
            "value": value_in_unit(score.indicator.measure, milestone.value),
            "set": day(milestone.set_on, language),
        }
        authority = f" ({milestone.authority})" if milestone.authority else ""
        yield looked_up(OF_MILESTONE, language) % words + authority + "."


def _value(score: IndicatorScore, row: VerifiedValue, language: str) -> str:
    state = f"{row.member_state.code} " if row.member_state else ""
    number = row.value
    text = _("not applicable") if number is None else value_in_unit(score.indicator.measure, number)
    words = {
        "day": day(row.as_of, language),
        "by": row.verified_by,
        "on": day(row.verified_at, language),
    }
    when = looked_up(OF_VALUE, language) % words
    provisional = f", {_('provisional')}" if row.is_provisional else ""
    return f"{state}{text} {when}{provisional}."


def activity_lines(activities: Iterable[Activity | ActivityLine]) -> SafeString:
    """Show activities, a line each."""
    return SafeString("".join(_activity(activity) for activity in activities))


def _activity(activity: Activity | ActivityLine) -> str:
    details = " · ".join(filter(None, (activity.title, activity.dates_as_known, activity.place)))
    source = (
        f' · <a href="{escape(activity.link)}" rel="noreferrer">{escape(_("source"))}</a>'
        if activity.link
        else ""
    )
    return (
        f'<li><b class="no">{escape(activity.code)}</b> {escape(details)} '
        f'<span class="tag">{escape(activity.get_status_display())}</span>'
        f"{source}</li>"
    )


def event_lines(events: Iterable[Event]) -> SafeString:
    """Show what happened, a line each."""
    language = get_language()
    return SafeString("".join(_event(event, language) for event in events))


def _event(event: Event, language: str) -> str:
    reason = f" <small>{escape(event.reason)}</small>" if event.reason else ""
    return (
        f'<li><time datetime="{event.day.isoformat()}">{escape(day(event.day, language))}</time> '
        f'<span class="tag">{escape(str(event.kind.word))}</span> '
        f'<a href="{escape(event.address)}">{escape(event.name)}</a> {escape(event.text)}'
        f"{reason}</li>"
    )
