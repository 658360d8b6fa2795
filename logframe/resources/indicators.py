"""Files of indicators and of their milestones."""

from django.contrib.auth import get_user_model

from logframe.models import Indicator, Milestone, Objective, Output, Plan
from logframe.resources.base import RecordField, RecordResource
from logframe.resources.widgets import CodeWidget


class IndicatorResource(RecordResource):
    """One row an indicator."""

    related = ("plan", "output", "objective", "owner")

    plan = RecordField("plan", widget=CodeWidget(Plan, "slug"))
    output = RecordField("output", widget=CodeWidget(Output, within="plan"))
    objective = RecordField("objective", widget=CodeWidget(Objective, within="plan"))
    owner = RecordField("owner", widget=CodeWidget(get_user_model(), "username"))

    class Meta:
        """The columns."""

        model = Indicator
        import_id_fields = ("plan", "code")
        fields = (
            "plan",
            "code",
            "output",
            "objective",
            "order",
            "title",
            "definition",
            "unit",
            "measure",
            "direction",
            "accumulation",
            "tolerance",
            "baseline_value",
            "baseline_year",
            "baseline_source",
            "by_member_state",
            "state_total",
            "disaggregation",
            "means_of_verification",
            "method",
            "owner",
            "limitations",
            "assumptions",
            "adoption",
            "source",
            "note",
        )


class MilestoneResource(RecordResource):
    """One row a milestone; a revised one is a further row with its own day."""

    related = ("indicator__plan",)

    plan = RecordField("indicator__plan__slug", readonly=True)
    indicator = RecordField("indicator", widget=CodeWidget(Indicator, within="plan"))

    class Meta:
        """The columns."""

        model = Milestone
        import_id_fields = ("indicator", "year", "set_on")
        fields = (
            "plan",
            "indicator",
            "year",
            "value",
            "due_on",
            "set_on",
            "authority",
            "reason",
        )
