"""What a paper asks the Meeting to consider: concluded from its figures, for the author to edit."""

from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from meetings.papers import selection
from meetings.papers.sentences import listed

ASKS_FOR_GUIDANCE = ("overdue", "blocked", "not_done", "delayed")


def issues_of_area(content: dict, area: dict, decisions: list[dict]) -> list[str]:
    """Return the lines of the list in the paper on an area."""
    return _as_list([*_on_progress(content, area), *_on_decisions(content, decisions)])


def issues_of_follow_up(content: dict, decisions: list[dict]) -> list[str]:
    """Return the lines of the list in the paper on the follow-up of decisions."""
    return _as_list(
        [_("Take note of what was done about its decisions"), *_on_decisions(content, decisions)]
    )


def _on_progress(content: dict, area: dict) -> Iterator[str]:
    yield _("Take note of the progress made in %(year)s") % {"year": content["year"]}
    if selection.activities_planned(content, area):
        yield _("Review the proposed activity plan with a view to approving it")
    else:
        yield _("Give guidance on activities in this area, none of which has a day to come")
    behind = [
        f"{output['code']} ({output['status_text'].lower()})"
        for output in selection.outputs_of(content, area)
        if output["summary"]["groups"]["watch"] or output["summary"]["groups"]["poor"]
    ]
    if behind:
        text = ngettext(
            "Consider what is needed for output %(codes)s",
            "Consider what is needed for outputs %(codes)s",
            len(behind),
        )
        yield text % {"codes": listed(behind)}
    indicators = selection.indicators_of(content, area)
    if any(one["adoption"] == "proposed" for one in indicators):
        yield _("Consider the proposed indicators in the annex with a view to adopting them")
    since = (content["since"] or {}).get("ends_on")
    if list(selection.revisions(indicators, since)):
        yield _("Take note of the milestones that were revised")


def _on_decisions(content: dict, decisions: list[dict]) -> Iterator[str]:
    late = [one["code"] for one in decisions if one["standing"] in ASKS_FOR_GUIDANCE]
    if late:
        text = ngettext(
            "Give guidance on a decision that is late, blocked or not done: %(codes)s",
            "Give guidance on decisions that are late, blocked or not done: %(codes)s",
            len(late),
        )
        yield text % {"codes": listed(late)}
    silent = [one["code"] for one in decisions if one["silent"]]
    if silent:
        text = ngettext(
            "Decide whether a decision of which nothing was heard is still to be followed up: "
            "%(codes)s",
            "Decide whether decisions of which nothing was heard are still to be followed up: "
            "%(codes)s",
            len(silent),
        )
        yield text % {"codes": listed(silent)}


def _as_list(issues: list[str]) -> list[str]:
    """Return the lines with the marks that a list in a paper has."""
    *others, last = issues
    return [f"{issue};" for issue in others] + [f"{last}."]
