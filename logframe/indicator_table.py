"""The short tables of indicators, each row with its bullet chart.

They are put together here and not in templates, as the pieces are: a page of an area has dozens.
"""

from html import escape

from django.utils.safestring import SafeString

from logframe import charts, pieces
from logframe.scores import IndicatorScore, YearScore
from logframe.shown import said as _
from logframe.shown import value_in_unit

# The marks of a bullet, each drawn where the bullet has a place for it.
MARKS = {
    "band_x": '<rect class="band" x="{0.band_x}" y="2" width="{0.band_width}" height="4"/>',
    "arrow": '<path class="arrow" d="{0.arrow}"/>',
    "baseline_x": '<circle class="base" cx="{0.baseline_x}" cy="11" r="4.5"/>',
    "bar_x": '<rect class="{1}" x="{0.bar_x}" y="9" width="{0.bar_width}" height="4"/>',
    "milestone_x": '<line class="mile" x1="{0.milestone_x}" x2="{0.milestone_x}" y1="2" y2="20"/>',
    "target_x": '<line class="goal" x1="{0.target_x}" x2="{0.target_x}" y1="1" y2="21"/>',
    "value_x": '<path class="now {1}" d="M{0.value_x} 6l4 5-4 5-4-5z"/>',
}


def bullet(score: IndicatorScore) -> SafeString:
    """Draw the bullet chart of an indicator; nothing while there is nothing to draw."""
    chart = charts.bullet(score)
    if chart is None:
        return SafeString()
    marks = "".join(mark for place, mark in MARKS.items() if getattr(chart, place))
    return SafeString(
        f'<svg class="bullet" viewBox="0 0 200 22" role="img"><title>{escape(chart.sentence)}'
        '</title><rect class="track" x="12" y="6" width="176" height="10"/>'
        f"{marks.format(chart, chart.status_group.value)}</svg>"
    )


def indicator_table(scores: list[IndicatorScore], states: int) -> SafeString:
    """Show indicators in a short table, where so many States could have reported."""
    code, title, value, due = _("Code"), _("Indicator"), _("Value"), _("Milestone due")
    target, status = _("Target"), _("Status")
    rows = "".join(
        f'<tr><td data-label="{code}"><a href="{escape(score.url)}">'
        f"{escape(score.indicator.code)}</a></td>\n"
        f'<td class="title" data-label="{title}">{pieces.proposed(score)}'
        f"<small>{escape(_about(score))}</small></td>\n"
        f'<td class="num" data-label="{value}">{pieces.value(score)}{_states(score, states)}</td>\n'
        f'<td class="num" data-label="{due}">{_milestone(score, score.due)}</td>\n'
        f'<td class="num" data-label="{target}">{_milestone(score, score.target)}</td>\n'
        f'<td data-label="">{bullet(score)}</td>\n'
        f'<td data-label="{status}">{pieces.why(score)}</td></tr>'
        for score in scores
    )
    return SafeString(
        '<div class="scroll"><table class="list figures">\n'
        f'<caption class="hidden">{_("Indicators")}</caption>\n'
        f'<thead><tr><th scope="col">{code}</th><th scope="col">{title}</th>'
        f'<th scope="col" class="num">{value}</th><th scope="col" class="num">{due}</th>'
        f'<th scope="col" class="num">{target}</th>'
        f'<th scope="col"><span class="hidden">{_("Chart")}</span></th>'
        f'<th scope="col">{status}</th></tr></thead>\n'
        f"<tbody>{rows or _nothing()}</tbody></table></div>\n"
    )


def _nothing() -> str:
    return f'<tr><td colspan="7">{_("No indicator yet.")}</td></tr>'


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
    return f" <small>{escape(told)}</small>"


def _milestone(score: IndicatorScore, year: YearScore | None) -> str:
    if year is None:
        return ""
    value = value_in_unit(score.indicator.measure, year.milestone.value)
    return f"{escape(value)} <small>{year.year}</small>"
