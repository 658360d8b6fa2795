"""Files of activities."""

from logframe.models import Activity, MemberState, Output, Plan, ThematicArea
from logframe.resources.base import RecordField, RecordResource
from logframe.resources.widgets import CodesWidget, CodeWidget


class ActivityResource(RecordResource):
    """One row an activity; its outputs are codes separated by semicolons."""

    related = ("plan", "area", "host_state")
    many = ("outputs",)

    plan = RecordField("plan", widget=CodeWidget(Plan, "slug"))
    area = RecordField("area", widget=CodeWidget(ThematicArea, within="plan"))
    outputs = RecordField("outputs", widget=CodesWidget(Output, within="plan"))
    host_state = RecordField("host_state", widget=CodeWidget(MemberState))

    class Meta:
        """The columns."""

        model = Activity
        import_id_fields = ("plan", "code")
        fields = (
            "plan",
            "code",
            "title",
            "kind",
            "area",
            "outputs",
            "starts_on",
            "ends_on",
            "dates_text",
            "place",
            "host_state",
            "lead",
            "partners",
            "status",
            "status_text",
            "status_as_of",
            "funding_source",
            "funding_text",
            "budget",
            "spent",
            "link",
            "source",
            "note",
        )
