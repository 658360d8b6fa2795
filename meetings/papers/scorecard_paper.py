"""The scorecard: where the plan and the decisions stand, on one page."""

from django.utils.translation import gettext as _

from meetings.papers import selection
from meetings.papers.head import day_of
from meetings.papers.outline import Paper
from meetings.papers.sentences import standing
from meetings.papers.text import mark
from meetings.papers.writer import Column, Row, Writer


def write_scorecard(word: Writer, content: dict, paper: Paper) -> None:
    """Write all that follows the head."""
    as_of = _("As of %(day)s the plan stands at ") % {"day": day_of(content["as_of"])}
    word.text((as_of, *standing(content, content["summary"]), "."))
    _write_areas(word, content)
    _write_outputs(word, content)
    word.note(_in_short(content))
    word.note(_constants(content))


def _write_areas(word: Writer, content: dict) -> None:
    columns = [
        Column(_("Area"), 36),
        Column(_("Status"), 22),
        Column(_("Assessable"), 18, is_number=True),
        *(Column(one["word"], _width(one), is_number=True) for one in content["groups"]),
    ]
    rows = [
        _area_row(content, f"{area['section']} {area['name']}", area["summary"])
        for area in content["areas"]
    ]
    rows.append(_area_row(content, _("All areas"), content["summary"]))
    word.table(_("Indicators by area and group of statuses"), columns, rows)


def _width(group: dict) -> int:
    return 19 if group["slug"] == "not_assessable" else 13


def _area_row(content: dict, name: str, summary: dict) -> Row:
    share = _("%(assessable)s of %(total)s") % summary
    counts = (str(summary["groups"][one["slug"]]) for one in content["groups"])
    return [name, mark(summary), share, *counts]


def _write_outputs(word: Writer, content: dict) -> None:
    by_area = [selection.outputs_of(content, area) for area in content["areas"]]
    most = max(map(len, by_area), default=0)
    if not most:
        return
    columns = [Column(_("Area"), 34)]
    columns += [Column(f"({chr(ord('a') + place)})", 126 / most) for place in range(most)]
    rows = [
        [area["section"] + " " + area["name"], *_cells(outputs, most)]
        for area, outputs in zip(content["areas"], by_area, strict=True)
    ]
    word.table(_("Outputs"), columns, rows)


def _cells(outputs: list[dict], most: int) -> list:
    return [mark(output) for output in outputs] + [""] * (most - len(outputs))


def _in_short(content: dict) -> str:
    decisions = selection.to_follow_up(content)
    since = (content["since"] or {}).get("ends_on")
    words = {
        "told": sum(1 for output in content["outputs"] if output["narrative"]),
        "outputs": len(content["outputs"]),
        "year": content["year"],
        "decisions": len(decisions),
        "overdue": sum(1 for one in decisions if one["overdue"]),
        "silent": sum(1 for one in decisions if one["silent"]),
        "revised": len(list(selection.revisions(content["indicators"], since))),
    }
    return (
        _(
            "Verified narratives for %(year)s: %(told)s of %(outputs)s outputs. Decisions followed "
            "up: %(decisions)s, of which %(overdue)s overdue and %(silent)s without news. "
            "Milestones revised since the last Meeting: %(revised)s."
        )
        % words
    )


def _constants(content: dict) -> str:
    said = (f"{one['figure']} {one['what']}" for one in content["constants"])
    return _("How the statuses are found: %(constants)s.") % {"constants": "; ".join(said)}
