"""The form of the narrative on an output: what was achieved in a year, and what comes next."""

from django.utils.translation import gettext_lazy as _

from logframe.forms import VERSION, RecordForm
from logframe.models import ProgressReport

TEXTS = ("achievements", "challenges", "next_steps")
RATING = ("rating", "rating_reason")


class NarrativeForm(RecordForm):
    """The narrative on one output for one year, on its own page and in the admin."""

    class Meta:
        """What the author writes."""

        model = ProgressReport
        fields = (*TEXTS, *RATING)
        help_texts = {
            "achievements": _(
                "In all three texts a blank line begins a paragraph, and lines that begin with "
                "“- ” or count up from “1. ” make a list."
            )
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.instance._state.adding:
            # Whoever writes the first report meanwhile is met as a conflict, with both versions.
            self.initial[VERSION] = 0


class CorrectionForm(NarrativeForm):
    """A narrative that replaces a verified one and says why."""

    class Meta(NarrativeForm.Meta):
        """What the author writes, and why it replaces what was verified."""

        fields = ("replacement_reason", *NarrativeForm.Meta.fields)


def correction_of(report: ProgressReport) -> ProgressReport:
    """Return a new report that begins with the words of the verified one that it replaces."""
    words = {name: getattr(report, name) for name in NarrativeForm.Meta.fields}
    return ProgressReport(output=report.output, period=report.period, replaces=report, **words)
