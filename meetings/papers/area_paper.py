"""The paper on one thematic area, in the shape of the papers under the item on programme review."""

from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from meetings.papers import selection
from meetings.papers.head import day_of
from meetings.papers.issues import issues_of_area
from meetings.papers.outline import Paper
from meetings.papers.sentences import listed, standing
from meetings.papers.tables import (
    write_activities,
    write_decisions,
    write_explanations,
    write_figures,
    write_indicator_annex,
    write_legend,
    write_revisions,
)
from meetings.papers.text import mark, strong
from meetings.papers.writer import Column, Writer


def write_area(word: Writer, content: dict, paper: Paper) -> None:
    """Write all that follows the head."""
    AreaPaper(word, content, selection.area_of(content, paper.area)).write()


class AreaPaper:
    """Writes what the content says of one area."""

    def __init__(self, word: Writer, content: dict, area: dict):
        self.word, self.content, self.area = word, content, area
        self.outputs = selection.outputs_of(content, area)
        self.indicators = selection.indicators_of(content, area)
        self.decisions = selection.to_follow_up_in(content, area)
        self.since = content["since"]
        self.year = content["year"]

    def write(self) -> None:
        """Write the sections in their order."""
        self.summary()
        self.background()
        self.progress()
        self.plan()
        self.issues()
        self.annex()

    def summary(self) -> None:
        """Say in a box what the paper says."""
        self.word.text(_("Summary"), "SummaryHeading")
        where = standing(self.content, self.area["summary"])
        as_of = _("As of %(day)s the area stands at ") % {"day": day_of(self.content["as_of"])}
        self.word.text((as_of, *where, "."), "Summary")
        told = sum(1 for output in self.outputs if output["narrative"])
        words = {"told": told, "outputs": len(self.outputs), "year": self.year}
        self.word.text(
            _("Verified narratives for %(year)s: %(told)s of %(outputs)s outputs.") % words,
            "Summary",
        )
        self.word.text(self._decisions_in_short(), "Summary")

    def _decisions_in_short(self) -> str:
        if not self.decisions:
            return _("No decision in this area is followed up.")
        silent = sum(1 for one in self.decisions if one["silent"])
        words = {"n": len(self.decisions), "silent": silent}
        return _("Decisions followed up: %(n)s, of which %(silent)s without news.") % words

    # I. Background and mandate

    def background(self) -> None:
        """Write the objective, and what the meetings decided."""
        self.word.heading(_("Background and mandate"))
        for objective in self.area["objectives"]:
            words = {"section": self.area["section"], "plan": self.content["plan"]["title"]}
            self.word.lead(_("The objective of section %(section)s of the %(plan)s reads:") % words)
            self.word.text(f"“{objective['statement']}”", "Quote")
        self.word.paragraph(" ".join(filter(None, (self._platform(), *self._measured_by()))))
        if self.since is None:
            self.word.paragraph(_("It is the first meeting: nothing was decided before."))
            return
        self._last_decisions()
        self._earlier_decisions()

    def _platform(self) -> str:
        if not self.area["platform"]:
            return ""
        short = self.area["platform_abbreviation"]
        name = f"{self.area['platform']} ({short})" if short else self.area["platform"]
        return _("Its platform is the %(platform)s.") % {"platform": name}

    def _measured_by(self) -> tuple[str, str]:
        outputs = ngettext("%(n)s output", "%(n)s outputs", len(self.outputs))
        indicators = ngettext("%(n)s indicator", "%(n)s indicators", len(self.indicators))
        words = {
            "outputs": outputs % {"n": len(self.outputs)},
            "indicators": indicators % {"n": len(self.indicators)},
        }
        measured = _("The area has %(outputs)s, and progress is measured by %(indicators)s.")
        proposed = sum(1 for one in self.indicators if one["adoption"] == "proposed")
        if not proposed:
            return measured % words, ""
        how_many = _("Of these, %(n)s are proposed: the Meeting has not adopted them.")
        return measured % words, how_many % {"n": proposed}

    def _last_decisions(self) -> None:
        code = {"code": self.since["code"]}
        last = [one for one in self.decisions if one["meeting"] == self.since["code"]]
        self.word.heading(_("Decisions of %(code)s") % code, 2)
        if not last:
            self.word.paragraph(
                _("No decision of %(code)s that asks for action in this area is on record.") % code
            )
            return
        words = code | {"table": self.word.next_table}
        self.word.lead(
            _("What %(code)s asked for in this area, and what was done, is in %(table)s.") % words
        )
        write_decisions(self.word, self.content, _("Decisions of %(code)s") % code, last)

    def _earlier_decisions(self) -> None:
        code = {"code": self.since["code"]}
        earlier = [one for one in self.decisions if one["meeting"] != self.since["code"]]
        self.word.heading(_("Earlier decisions that are open or were followed up"), 2)
        if not earlier:
            self.word.paragraph(
                _("No earlier decision on this area is open or was followed up since %(code)s.")
                % code
            )
            return
        words = code | {"n": len(earlier), "table": self.word.next_table}
        self.word.lead(
            ngettext(
                "%(n)s earlier decision on this area is open or was followed up since %(code)s "
                "(%(table)s).",
                "%(n)s earlier decisions on this area are open or were followed up since %(code)s "
                "(%(table)s).",
                len(earlier),
            )
            % words
        )
        write_decisions(self.word, self.content, _("Earlier decisions"), earlier)

    # II. Progress

    def progress(self) -> None:
        """Write where the outputs stand, each with its figures and its narrative."""
        self.word.heading(_("Progress in %(year)s") % {"year": self.year})
        words = {"day": day_of(self.content["as_of"]), "table": self.word.next_table}
        self.word.lead(
            (
                _("As of %(day)s the area stands at ") % words,
                *standing(self.content, self.area["summary"]),
                ". " + _("Where its outputs stand is in %(table)s. ") % words,
                _("Only values that were verified by that day count."),
            )
        )
        self._outputs_at_a_glance()
        of_objective = selection.indicators_of_objective(self.content, self.area)
        if of_objective:
            self.word.heading(_("The objective"), 2)
            self.word.lead(
                _("The indicators of the objective are in %(table)s.")
                % {"table": self.word.next_table}
            )
            caption = _("Figures of the objective")
            write_figures(self.word, self.content, caption, of_objective)
        self.word.heading(_("The outputs"), 2)
        for output in self.outputs:
            self._output(output)
        self._revised()
        self._activities_since()

    def _outputs_at_a_glance(self) -> None:
        columns = [
            Column(_("Output"), 18),
            Column(_("In short"), 62),
            Column(_("Status"), 28),
            Column(_("Coverage"), 30),
            Column(_("Own rating"), 22),
        ]
        rows = [
            [
                output["code"],
                output["short_title"],
                mark(output),
                output["summary"]["coverage"],
                capfirst((output["narrative"] or {}).get("rating_text")) or "–",
            ]
            for output in self.outputs
        ]
        self.word.table(_("Where the outputs stand"), columns, rows)

    def _output(self, output: dict) -> None:
        self.word.heading(f"{output['code']} {output['short_title']}", 3)
        self.word.text(f"“{output['statement']}”", "Quote")
        indicators = selection.indicators_of_output(self.content, output)
        if indicators:
            table = {"table": self.word.next_table}
            figures = (strong(_("Figures.") + " "), *standing(self.content, output["summary"]))
            self.word.lead((*figures, " " + _("(%(table)s).") % table))
            caption = _("Figures of output %(code)s") % output
            write_figures(self.word, self.content, caption, indicators)
        else:
            self.word.paragraph(_("No indicator is set for this output."))
        self._narrative(output["narrative"])

    def _narrative(self, narrative: dict | None) -> None:
        if narrative is None:
            self.word.paragraph(
                _("No narrative has been verified for %(year)s.") % {"year": self.year}
            )
            return
        if narrative["rating"]:
            self.word.paragraph(self._rating(narrative))
        for name, lead, nothing in (
            ("achievements", _("Achievements"), _("None were reported.")),
            ("challenges", _("Challenges"), _("None were reported.")),
            ("next_steps", _("Next steps"), _("None were reported.")),
        ):
            self.word.prose(narrative[name].strip() or nothing, lead)

    def _rating(self, narrative: dict) -> tuple:
        rating = capfirst(narrative["rating_text"])
        said = (strong(_("Own rating of the Secretariat.") + " "), rating)
        if narrative["rating_reason"]:
            return (*said, ": ", narrative["rating_reason"])
        return (*said, ".")

    def _revised(self) -> None:
        since = (self.since or {}).get("ends_on")
        if not list(selection.revisions(self.indicators, since)):
            return
        self.word.heading(_("Milestones revised"), 2)
        self.word.lead(
            _("What was revised, by whom and why, is in %(table)s.")
            % {"table": self.word.next_table}
        )
        caption = _("Milestones revised")
        write_revisions(self.word, self.content, caption, self.indicators, since)

    def _activities_since(self) -> None:
        self.word.heading(_("Activities"), 2)
        activities = selection.activities_since(self.content, self.area)
        code = self.since["code"] if self.since else ""
        words = {"code": code, "table": self.word.next_table}
        if not activities:
            self.word.paragraph(
                _("No activity in this area since %(code)s is on record.") % words
                if code
                else _("No activity in this area is on record.")
            )
            return
        self.word.lead(
            _("Activities that began or ended since %(code)s are in %(table)s.") % words
            if code
            else _("Activities that began or ended are in %(table)s.") % words
        )
        write_activities(self.word, _("Activities since the last Meeting"), activities)

    # III. and IV.

    def plan(self) -> None:
        """Write what is planned, and name what was planned once and has no day to come."""
        self.word.heading(_("Proposed activity plan"))
        planned = selection.activities_planned(self.content, self.area)
        if planned:
            words = {"table": self.word.next_table}
            self.word.lead(_("The activities proposed are in %(table)s.") % words)
            write_activities(self.word, _("Proposed activity plan"), planned)
        else:
            self.word.paragraph(_("No activity with a day to come is on record for this area."))
        others = selection.activities_without_end(self.content, self.area)
        if others:
            codes = listed([one["code"] for one in others])
            self.word.paragraph(
                _("On record as planned or in progress, and no day to come is known: %(codes)s.")
                % {"codes": codes}
            )

    def issues(self) -> None:
        """Write what the Meeting is asked."""
        self.word.heading(_("Issues for consideration"))
        self.word.lead(_("The Meeting may wish to:"))
        self.word.lettered(issues_of_area(self.content, self.area, self.decisions))

    # Annex

    def annex(self) -> None:
        """Write the indicators with all their figures, and how each status was found."""
        self.word.annex(_("Annex. Indicators"))
        if not self.indicators:
            self.word.text(_("No indicator is set for this area."))
            return
        write_indicator_annex(self.word, self.content, self.indicators)
        write_explanations(self.word, self.content, self.indicators)
        write_legend(self.word, self.content)
