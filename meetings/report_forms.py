"""Forms that read a report: its file or text first, then each sentence to be checked."""

from dataclasses import dataclass
from functools import cached_property

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from logframe.dates import day
from logframe.formats import with_one_line_break
from meetings.models import Decision, DecisionRelation
from meetings.proposals import Proposal, Proposer, Resemblance
from meetings.report_addressees import MEMBER_STATES, SECRETARIAT
from meetings.report_files import LARGEST_FILE, LONGEST_TEXT, TOO_LARGE, TOO_LONG, text_of
from meetings.report_pages import Skipped, Why
from meetings.report_reader import ReadDecision
from meetings.report_records import Choice, Office

REASONS = {
    Why.PAGE: _("page number, header or footer"),
    Why.FOOTNOTE: _("footnote"),
    Why.CONTENTS: _("table of contents"),
    Why.HEADING: _("heading"),
    Why.OUTSIDE: _("not in the conclusions"),
    Why.SAID_BY_ANOTHER: _("said by another than the Meeting"),
    Why.NO_VERB: _("no operative verb of the Meeting"),
    Why.NO_SENTENCE: _("not a sentence"),
    Why.TOO_LONG: _("too long for a sentence"),
}


class ReportForm(forms.Form):
    """The report: a file, or its text."""

    file = forms.FileField(
        label=_("File"),
        required=False,
        allow_empty_file=True,
        help_text=_("A Word document (.docx) or plain text (.txt), at most 5 MB."),
        widget=forms.ClearableFileInput(attrs={"accept": ".docx,.txt"}),
    )
    text = forms.CharField(
        label=_("Or its text"),
        required=False,
        strip=False,
        help_text=_("Only what the Meeting concluded is read; the rest may be left out."),
        widget=forms.Textarea(attrs={"rows": 12, "cols": 100, "class": "vLargeTextField"}),
    )

    def clean_file(self):
        """Refuse a file that is too large before it is read."""
        sent = self.cleaned_data["file"]
        if sent and sent.size > LARGEST_FILE:
            raise ValidationError(TOO_LARGE)
        return sent

    def clean_text(self) -> str:
        """Count the characters whatever line breaks the browser sends."""
        text = with_one_line_break(self.cleaned_data["text"])
        if len(text) > LONGEST_TEXT:
            raise ValidationError(TOO_LONG)
        return text

    def clean(self) -> dict:
        """Take the text out of the file, or say why that cannot be done."""
        cleaned = super().clean()
        if sent := cleaned.get("file"):
            try:
                cleaned["text"] = text_of(sent.name, sent.read())
            except ValidationError as error:
                self.add_error("file", error)
        elif not self.errors and not cleaned.get("text", "").strip():
            self.add_error(None, _("Send a file, or paste the text of the report."))
        return cleaned


class SentenceForm(forms.Form):
    """One sentence of the report with what was understood of it, to be corrected."""

    keep = forms.BooleanField(label=_("Record it"), label_suffix="", required=False)
    kind = forms.ChoiceField(label=_("Kind"), choices=Decision.Kind.choices)
    is_actionable = forms.BooleanField(label=_("Asks for action"), label_suffix="", required=False)
    addressees = forms.CharField(
        label=_("Who is to act"), required=False, max_length=500, widget=forms.TextInput
    )
    due_text = forms.CharField(
        label=_("Due, in the words of the report"), required=False, max_length=200
    )
    area = forms.ChoiceField(label=_("Thematic area"), required=False)
    outputs = forms.MultipleChoiceField(
        label=_("Bears on"), required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(
        self,
        *args,
        office: Office,
        sentence: ReadDecision,
        proposals: list[Proposal],
        resembling: list[Resemblance],
        **kwargs,
    ):
        super().__init__(*args, prefix=prefix_of(sentence), **kwargs)
        self.office, self.sentence = office, sentence
        self.proposals, self.resembling = proposals, resembling
        self.initial = {
            "keep": True,
            "kind": sentence.kind,
            "is_actionable": sentence.is_actionable,
            "addressees": "; ".join(sentence.addressees),
            "due_text": sentence.due_text,
            "area": sentence.area_code,
        }
        areas = [(area.code, area.name) for area in office.areas.values()]
        self.fields["area"].choices = [("", gettext("none")), *areas]
        self.fields["outputs"].choices = [
            (one.output.slug, f"{one.output} ({'; '.join(one.reasons)})") for one in proposals
        ]
        if not proposals:
            del self.fields["outputs"]
        for one in resembling:
            self.fields[relation_field(one.decision)] = forms.ChoiceField(
                label=gettext("To %(code)s") % {"code": one.decision.code},
                required=False,
                choices=[("", gettext("no relation")), *DecisionRelation.Kind.choices],
            )
        for name, field in self.fields.items():
            if name != "outputs":
                field.widget.attrs["aria-describedby"] = f"{self.prefix}-wording"

    @property
    def place(self) -> str:
        """The place of the sentence in the report, as I/5/2."""
        return place_of(self.sentence)

    @property
    def relations(self) -> list[tuple[Resemblance, forms.BoundField]]:
        """The earlier decisions alike, each with its choice."""
        return [(one, self[relation_field(one.decision)]) for one in self.resembling]

    @property
    def due_said(self) -> str:
        """What the words about time were understood as, in a few words."""
        words = str(self["due_text"].value() or "")
        due = self.office.due(words)
        if due.on:
            return gettext("the last day is %(day)s") % {"day": day(due.on)}
        if due.meeting:
            code = "-".join(map(str, due.meeting))
            if meeting := self.office.due_meeting(due):
                return gettext("at %(code)s") % {"code": meeting.code}
            return gettext("at %(code)s, which is not recorded yet: kept as words") % {"code": code}
        if due.recurrence:
            return Decision.Recurrence(due.recurrence).label
        return gettext("kept as words") if words else ""

    def clean_addressees(self) -> tuple[str, ...]:
        """Return the names that are separated by semicolons."""
        names = [name.strip() for name in self.cleaned_data["addressees"].split(";")]
        usual = {name.lower(): name for name in (SECRETARIAT, MEMBER_STATES)}
        return tuple(dict.fromkeys(usual.get(name.lower(), name) for name in names if name))

    def choice(self) -> Choice:
        """Return what is to be recorded."""
        cleaned = self.cleaned_data
        read = self.sentence
        # What a person corrects is no longer in doubt.
        is_same = cleaned["is_actionable"] == read.is_actionable
        reasons = {one.output.slug: (one.output, one.reasons) for one in self.proposals}
        chosen = [reasons[slug] for slug in cleaned.get("outputs", ())]
        return Choice(
            read=read,
            kind=cleaned["kind"],
            is_actionable=cleaned["is_actionable"],
            certainty=read.certainty if is_same else Decision.Certainty.CLEAR,
            addressees=cleaned["addressees"],
            due_text=cleaned["due_text"],
            area_code=cleaned["area"],
            outputs={output: "; ".join(why) for output, why in chosen},
            relations={
                one.decision: kind
                for one in self.resembling
                if (kind := cleaned[relation_field(one.decision)])
            },
        )


@dataclass(frozen=True)
class Taken:
    """A sentence at whose place a decision stands already: the same, or one in other words."""

    sentence: ReadDecision
    decision: Decision
    is_same: bool

    @property
    def place(self) -> str:
        """The place of the sentence in the report."""
        return place_of(self.sentence)


class ReadingForm:
    """All sentences of a report: those to be checked, those that stand, and what was skipped."""

    def __init__(self, office: Office, text: str, data=None):
        self.office, self.text, self.data = office, text, data
        self.reading = office.read(text)

    @cached_property
    def forms(self) -> list[SentenceForm]:
        """The sentences that do not stand yet."""
        proposer = Proposer.load(self.office.plan)
        earlier = self._earlier(proposer)
        return [
            SentenceForm(
                self.data,
                office=self.office,
                sentence=one,
                proposals=proposer.propose(one.text, area_code=one.area_code),
                resembling=proposer.resembling(one.text, earlier) if one.is_actionable else [],
            )
            for one in self.reading.decisions
            if self.office.standing(one) is None
        ]

    @cached_property
    def taken(self) -> list[Taken]:
        """The sentences at whose place a decision stands already."""
        return [
            Taken(one, stored, self.office.is_stored(one))
            for one in self.reading.decisions
            if (stored := self.office.standing(one)) is not None
        ]

    @property
    def skipped(self) -> list[tuple[Skipped, str]]:
        """What was skipped, with the reason in words."""
        return [(one, REASONS[one.why]) for one in self.reading.skipped]

    @property
    def summary(self) -> str:
        """How many sentences were found, in a sentence."""
        count = len(self.reading.decisions)
        found = ngettext(
            "%(count)d sentence of the Meeting was found.",
            "%(count)d sentences of the Meeting were found.",
            count,
        )
        return found % {"count": count}

    def is_valid(self) -> bool:
        """Whether every sentence that is to be recorded is in order."""
        errors = [form.errors for form in self.forms]  # those of all, to be shown at once
        return not any(errors)

    def choices(self) -> list[Choice]:
        """Return what is to be recorded: the sentences that are ticked."""
        return [form.choice() for form in self.forms if form.cleaned_data["keep"]]

    def _earlier(self, proposer: Proposer) -> list[Decision]:
        meeting, today = self.office.meeting, timezone.localdate()
        return [
            one
            for one in proposer.decisions.values()
            if one.is_open_on(today)
            and one.meeting_id != meeting.pk
            and (one.meeting.body_id, one.meeting.number < meeting.number)
            == (meeting.body_id, True)
        ]


def place_of(sentence: ReadDecision) -> str:
    """Return the place of a sentence in the report, as I/5/2."""
    return f"{sentence.section}/{sentence.paragraph}/{sentence.sequence}"


def prefix_of(sentence: ReadDecision) -> str:
    """Return what the names of its inputs begin with."""
    return place_of(sentence).replace("/", "-").replace(" ", "-")


def relation_field(decision: Decision) -> str:
    """Return the name of the input for the relation to an earlier decision."""
    return f"relation_{decision.slug}"
