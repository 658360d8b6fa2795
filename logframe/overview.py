"""The time line of the overview, its lists and its table of outputs by year.

They are put together here and not in templates, as the pieces are.
"""

from collections.abc import Iterable, Iterator, Sequence
from html import escape

from django.utils.safestring import SafeString
from django.utils.translation import get_language, pgettext

from logframe import pieces
from logframe.changes import NewValue, RevisedTarget, StatusChange
from logframe.charts import Mark, TimeLine
from logframe.dates import day
from logframe.scorecard import Scorecard
from logframe.scores import AreaScore, IndicatorScore, OutputScore
from logframe.shown import looked_up, told, value_in_unit
from logframe.shown import said as _

LINES = 6  # so many changes of each kind stand on the overview


def time_line(drawn: TimeLine, named: Iterable[Mark]) -> SafeString:
    """Draw the years of a plan, the day of which the page speaks, and days that have a name."""
    ticks = "".join(f'<line class="tick" x1="{x}" x2="{x}" y1="17" y2="27"/>' for x in drawn.ticks)
    years = "".join(f'<text x="{year.x}" y="40">{year.label}</text>' for year in drawn.years)
    marks = "".join(
        f'<path class="meeting" d="M{mark.x} 15l4 7-4 7-4-7z">'
        f"<title>{escape(mark.label)}</title></path>"
        for mark in named
    )
    today = drawn.today
    return SafeString(
        '<svg class="time" viewBox="0 0 500 44" role="img" '
        f'aria-label="{escape(drawn.sentence)}"><line x1="10" x2="490" y1="22" y2="22"/>'
        f'{ticks}{years}<line class="done" x1="10" x2="{today.x}" y1="22" y2="22"/>'
        f'{marks}<circle class="today" cx="{today.x}" cy="22" r="5"/>'
        f'<text class="lab {today.side}" x="{today.x}" y="11">{escape(today.label)}</text></svg>'
    )


def lines(items: Sequence[str], if_none: str) -> SafeString:
    """Show the lines of a list, each of them safe already, or say that there are none."""
    return SafeString("".join(f"<li>{item}</li>" for item in items or [escape(if_none)]))


def report_lines(due: Sequence[IndicatorScore]) -> SafeString:
    """Show the indicators of which a report is due, each with the year."""
    return lines([_report(score) for score in due], _("Nothing is due."))


def _report(score: IndicatorScore) -> str:
    indicator = score.indicator
    link = pieces.linked(score, f"{indicator.code} {indicator.title}")
    return f"{pieces.why(score)} {link} <small>{score.due.year}</small>"


def status_lines(changes: Sequence[StatusChange]) -> SafeString:
    """Show which indicators stand elsewhere and where they stood; of many the rest is folded."""
    was = escape(pgettext("status", "was"))
    items = [
        f"{pieces.why(change.score)} {_code(change.score)} {escape(change.score.indicator.title)} "
        f'<small class="was">{was} {pieces.status(change.before)}</small>'
        for change in changes[:LINES]
    ]
    if left := changes[LINES:]:
        more = escape(_("%(n)s more") % {"n": len(left)})
        language = get_language()
        changed = "".join(_changed(change, language) for change in left)
        items.append(f"<details><summary>{more}</summary>{changed}</details>")
    return lines(items, _("None."))


def _changed(change: StatusChange, language: str) -> str:
    before = looked_up(change.before.word, language)
    after = looked_up(change.after.word, language)
    return f"<p>{_code(change.score)} {escape(f'{before} → {after}')}</p>"


def value_lines(values: Sequence[NewValue]) -> SafeString:
    """Show the newest values that were verified, each with its year, State and day."""
    return lines([_value(value) for value in values[:LINES]], _("None."))


def _value(value: NewValue) -> str:
    row = value.row
    of = f"{row.period.year} {row.member_state.code}" if row.member_state else row.period.year
    number = row if row.value is None else value_in_unit(value.score.indicator.measure, row.value)
    text = f"{of}: {number}"
    return f"{_code(value.score)} {escape(text)} <small>{escape(day(value.day))}</small>"


def target_lines(revised: Sequence[RevisedTarget]) -> SafeString:
    """Show the first targets that were revised: from what to what, why and on whose authority."""
    return lines([_target(target) for target in revised[:LINES]], _("None."))


def _target(target: RevisedTarget) -> str:
    old, new, measure = target.old, target.new, target.score.indicator.measure
    numbers = f"{value_in_unit(measure, old.value)} → {value_in_unit(measure, new.value)}"
    return (
        f"{_code(target.score)} {new.year}: {escape(numbers)} "
        f"<small>{escape(new.reason)} ({escape(new.authority)})</small>"
    )


def _code(score: IndicatorScore) -> str:
    return pieces.linked(score, score.indicator.code)


def output_links(scores: Sequence[OutputScore]) -> SafeString:
    """Name outputs in a row, each of which leads to its page."""
    return SafeString(", ".join(_output_link(score) for score in scores) or escape(_("None.")))


def _output_link(score: OutputScore) -> str:
    output = score.output
    return f'<a href="{escape(output.get_absolute_url())}">{escape(output.code)}</a>'


def outputs_by_year(scorecard: Scorecard) -> SafeString:
    """Show all outputs area by area, each as a row with its status at the end of each year.

    That of the current year opens what the indicators say.
    """
    language = get_language()
    heads = "".join(f'<th scope="col">{escape(word)}</th>' for word in (_("Output"), _("Title")))
    years = "".join(
        f'<th scope="col"{_later(period.year, scorecard)}>{period.year}</th>'
        for period in scorecard.periods
    )
    areas = "".join(_area(area, scorecard, language) for area in scorecard.areas)
    return SafeString(f"<thead><tr>{heads}{years}</tr></thead>\n{areas}")


def _later(year: int, scorecard: Scorecard) -> str:
    """Return what marks the cells of a year to come, which a phone may leave out."""
    return ' class="later"' if year > scorecard.on.year else ""


def _area(score: AreaScore, scorecard: Scorecard, language: str) -> str:
    rows = "".join(_output(output, scorecard, language) for output in score.outputs)
    return (
        f'<tbody><tr class="group"><th scope="rowgroup" colspan="{len(scorecard.periods) + 2}">'
        f"{escape(score.area.section)} {escape(score.area.name)}</th></tr>\n{rows}</tbody>\n"
    )


def _output(score: OutputScore, scorecard: Scorecard, language: str) -> str:
    return (
        f'<tr><th scope="row">{_output_link(score)}</th>'
        f'<td class="title">{escape(score.output.short_title)}'
        f"<small>{escape(told(score.summary.coverage, language))}</small></td>"
        f"{''.join(_years(score, scorecard, language))}</tr>\n"
    )


def _years(score: OutputScore, scorecard: Scorecard, language: str) -> Iterator[str]:
    current, to_come = scorecard.year, None
    for period in scorecard.periods:
        year = period.year
        if year == current:
            text = pieces.why_output(score, year, brief=True)
        elif year <= scorecard.on.year:
            text = pieces.status(score.status_in(year), language)
        else:
            # Nothing that is known today tells one year to come from another.
            text = to_come = to_come or pieces.status(score.status_in(year), language)
        yield f'<td{_later(year, scorecard)} data-label="{year}">{text}</td>'
