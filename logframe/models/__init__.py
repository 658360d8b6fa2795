"""The plan and its progress, one module a noun."""

from logframe.models.activities import Activity
from logframe.models.base import Record, StaleRecordError
from logframe.models.chain import Fingerprint, HistorySeal
from logframe.models.feeds import FeedKey
from logframe.models.imports import ImportRun
from logframe.models.indicators import Indicator, Milestone, ScaleLevel
from logframe.models.periods import ReportingPeriod
from logframe.models.plan import (
    Objective,
    Output,
    Plan,
    PlanStatement,
    ThematicArea,
)
from logframe.models.reminders import Reminder
from logframe.models.reporting import Measurement, ProgressReport, ReviewReturn
from logframe.models.review import Reviewed, ReviewState
from logframe.models.sdgs import SdgLink, SustainableDevelopmentGoal
from logframe.models.states import FocalPoint, MemberState

__all__ = [
    "Activity",
    "FeedKey",
    "Fingerprint",
    "FocalPoint",
    "HistorySeal",
    "ImportRun",
    "Indicator",
    "Measurement",
    "MemberState",
    "Milestone",
    "Objective",
    "Output",
    "Plan",
    "PlanStatement",
    "ProgressReport",
    "Record",
    "Reminder",
    "ReportingPeriod",
    "ReviewReturn",
    "ReviewState",
    "Reviewed",
    "ScaleLevel",
    "SdgLink",
    "StaleRecordError",
    "SustainableDevelopmentGoal",
    "ThematicArea",
]
