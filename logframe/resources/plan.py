"""Files of the plan: its areas, their objectives and the outputs."""

from django.contrib.auth import get_user_model

from logframe.models import Objective, Output, Plan, ThematicArea
from logframe.resources.base import RecordField, RecordResource
from logframe.resources.widgets import CodesWidget, CodeWidget


class AreaResource(RecordResource):
    """One row a thematic area."""

    related = ("plan",)
    many = ("officers",)

    plan = RecordField("plan", "plan", CodeWidget(Plan, "slug"))
    officers = RecordField("officers", "officers", CodesWidget(get_user_model(), "username"))

    class Meta:
        """The columns."""

        model = ThematicArea
        import_id_fields = ("plan", "code")
        fields = (
            "plan",
            "code",
            "order",
            "section",
            "slug",
            "name",
            "platform",
            "platform_abbreviation",
            "is_cross_cutting",
            "officers",
            "source",
            "note",
        )


class ObjectiveResource(RecordResource):
    """One row an objective: each area has one, and gives it its code."""

    related = ("plan", "area__plan")

    plan = RecordField("area__plan__slug", "plan", readonly=True)
    code = RecordField("code", "code", readonly=True)
    area = RecordField("area", "area", CodeWidget(ThematicArea, within="plan"))

    class Meta:
        """The columns."""

        model = Objective
        import_id_fields = ("area",)
        fields = ("plan", "code", "area", "statement", "summary", "source", "note")


class OutputResource(RecordResource):
    """One row an output; its code follows from the objective and the letter."""

    related = ("objective__plan", "objective__area")

    plan = RecordField("objective__plan__slug", "plan", readonly=True)
    code = RecordField("code", "code", readonly=True)
    objective = RecordField("objective", "objective", CodeWidget(Objective, within="plan"))

    class Meta:
        """The columns."""

        model = Output
        import_id_fields = ("objective", "letter")
        fields = (
            "plan",
            "code",
            "objective",
            "letter",
            "statement",
            "annex_wording",
            "short_title",
            "status",
            "source",
            "note",
        )
