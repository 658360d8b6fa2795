"""The rows of the short tables of indicators, each with its bullet chart.

They are put together here and not in templates, as the pieces are: a page of an area has dozens.
"""

from collections.abc import Iterable

from django.utils.html import format_html
from django.utils.safestring import SafeString

from logframe import pieces
from logframe.charts import bullet as bullet_of
from logframe.scores import IndicatorScore, YearScore
from logframe.shown import said as _
from logframe.shown import value_in_unit

ROW = """<tr><td data-label="{code_head}"><a href="{url}">{code}</a></td>
<td class="title" data-label="{title_head}">{title}<small>{about}</small></td>
<td class="num" data-label="{value_head}">{value}{states}</td>
<td class="num" data-label="{due_head}">{due}</td>
<td class="num" data-label="{target_head}">{target}</td>
<td data-label="">{bullet}</td>
<td data-label="{status_head}">{why}</td></tr>"""
BULLET = (
    '<svg class="bullet" viewBox="0 0 200 22" role="img"><title>{sentence}</title>'
    '<rect class="track" x="12" y="6" width="176" height="10"/>%s</svg>'
)
# The marks of a bullet, each drawn where the bullet has a place for it.
MARKS = {
    "band_x": '<rect class="band" x="{band_x}" y="2" width="{band_width}" height="4"/>',
    "arrow": '<path class="arrow" d="{arrow}"/>',
    "baseline_x": '<circle class="base" cx="{baseline_x}" cy="11" r="4.5"/>',
    "bar_x": '<rect class="{group}" x="{bar_x}" y="9" width="{bar_width}" height="4"/>',
    "milestone_x": '<line class="mile" x1="{milestone_x}" x2="{milestone_x}" y1="2" y2="20"/>',
    "target_x": '<line class="goal" x1="{target_x}" x2="{target_x}" y1="1" y2="21"/>',
    "value_x": '<path class="now {group}" d="M{value_x} 6l4 5-4 5-4-5z"/>',
}
PLACES = ("sentence", "band_width", "bar_width", *MARKS)


def bullet(score: IndicatorScore) -> SafeString:
    """Draw the bullet chart of an indicator; nothing while there is nothing to draw."""
    chart = bullet_of(score)
    if chart is None:
        return SafeString()
    places = {name: getattr(chart, name) for name in PLACES}
    marks = "".join(mark for name, mark in MARKS.items() if places[name])
    return format_html(BULLET % marks, group=chart.status_group.value, **places)


def indicator_rows(scores: Iterable[IndicatorScore], states: int) -> SafeString:
    """Show indicators as the rows of a table, where so many States could have reported."""
    heads = {
        "code_head": _("Code"),
        "title_head": _("Indicator"),
        "value_head": _("Value"),
        "due_head": _("Milestone due"),
        "target_head": _("Target"),
        "status_head": _("Status"),
    }
    return SafeString("".join(_row(score, states, heads) for score in scores))


def _row(score: IndicatorScore, states: int, heads: dict[str, str]) -> SafeString:
    indicator = score.indicator
    return format_html(
        ROW,
        **heads,
        url=score.url,
        code=indicator.code,
        title=pieces.proposed(score),
        about=_about(score),
        value=pieces.value(score),
        states=_states(score, states),
        due=_milestone(score, score.due),
        target=_milestone(score, score.target),
        bullet=bullet(score),
        why=pieces.why(score),
    )


def _about(score: IndicatorScore) -> str:
    indicator, baseline = score.indicator, score.facts.baseline
    about = f"{indicator.unit} · {indicator.get_direction_display()}"
    if baseline is None:
        return about
    value = value_in_unit(indicator.measure, baseline)
    return f"{about}, {_('baseline %(value)s') % {'value': value}}"


def _states(score: IndicatorScore, states: int) -> str:
    if not (score.indicator.by_member_state and score.due):
        return ""
    told = _("%(k)s of %(n)s States") % {"k": score.due.states_reported, "n": states}
    return format_html(" <small>{}</small>", told)


def _milestone(score: IndicatorScore, year: YearScore | None) -> str:
    if year is None:
        return ""
    value = value_in_unit(score.indicator.measure, year.milestone.value)
    return format_html("{} <small>{}</small>", value, year.year)
