"""What can be imported and exported, one module a noun; rows are named by people's codes."""

from logframe.resources.activities import ActivityResource
from logframe.resources.base import RecordResource
from logframe.resources.indicators import IndicatorResource, MilestoneResource
from logframe.resources.plan import AreaResource, ObjectiveResource, OutputResource
from logframe.resources.reporting import MeasurementResource, ProgressReportResource

__all__ = [
    "ActivityResource",
    "AreaResource",
    "IndicatorResource",
    "MeasurementResource",
    "MilestoneResource",
    "ObjectiveResource",
    "OutputResource",
    "ProgressReportResource",
    "RecordResource",
]
