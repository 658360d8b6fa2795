"""Files of what is reported: values and narratives."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from logframe.models import (
    Indicator,
    Measurement,
    MemberState,
    Output,
    ProgressReport,
    ReportingPeriod,
)
from logframe.resources.base import RecordField
from logframe.resources.many import ManyRowsResource, plain
from logframe.resources.widgets import CodeWidget


class ReviewedResource(ManyRowsResource):
    """Rows that are verified in the tracker: a file brings drafts and corrections of drafts.

    A row with the next revision corrects the verified one before it.
    """

    author_field = "recorded_by"

    state = RecordField("state", readonly=True)
    recorded_by = RecordField("recorded_by__username", readonly=True)
    verified_by = RecordField("verified_by__username", readonly=True)

    def import_instance(self, instance, row, **kwargs) -> None:
        """Take the values of a row, and find what a correction replaces."""
        super().import_instance(instance, row, **kwargs)
        if instance._state.adding and instance.revision > 1:
            instance.replaces = self._replaced(instance)

    def _replaced(self, instance):
        *place, revision = self.key(instance)
        before = self.standing.get(plain((*place, revision - 1)))
        if before is None:
            message = _("There is no revision %s to correct: write 1 for a first value.")
            raise ValidationError({"revision": message % (instance.revision - 1)})
        return before


class MeasurementResource(ReviewedResource):
    """One row a value of an indicator, a year and, where it is asked for, a State."""

    related = (
        "indicator__plan",
        "indicator__output",
        "period__plan",
        "member_state",
        "recorded_by",
        "verified_by",
        "replaces",
    )

    plan = RecordField("indicator__plan__slug", readonly=True)
    indicator = RecordField(
        "indicator", widget=CodeWidget(Indicator, within="plan", many=("scale_levels",))
    )
    year = RecordField("period", widget=CodeWidget(ReportingPeriod, "year", within="plan"))
    member_state = RecordField("member_state", widget=CodeWidget(MemberState))

    class Meta:
        """The columns."""

        model = Measurement
        import_id_fields = ("indicator", "year", "member_state", "revision")
        fields = (
            "plan",
            "indicator",
            "year",
            "member_state",
            "revision",
            "value",
            "not_applicable",
            "as_of",
            "is_provisional",
            "note",
            "evidence_link",
            "replacement_reason",
            "state",
            "recorded_by",
            "verified_by",
        )


class ProgressReportResource(ReviewedResource):
    """One row the narrative on an output for a year."""

    related = ("output__plan", "period__plan", "recorded_by", "verified_by", "replaces")

    plan = RecordField("output__plan__slug", readonly=True)
    output = RecordField("output", widget=CodeWidget(Output, within="plan"))
    year = RecordField("period", widget=CodeWidget(ReportingPeriod, "year", within="plan"))

    class Meta:
        """The columns."""

        model = ProgressReport
        import_id_fields = ("output", "year", "revision")
        fields = (
            "plan",
            "output",
            "year",
            "revision",
            "rating",
            "rating_reason",
            "achievements",
            "challenges",
            "next_steps",
            "replacement_reason",
            "state",
            "recorded_by",
            "verified_by",
        )
