"""The plan's pages, one module a noun."""

from logframe.views.activities import ActivityListView
from logframe.views.closing import CloseYearView
from logframe.views.evidence import EvidenceView
from logframe.views.indicators import IndicatorListView, IndicatorView
from logframe.views.milestones import MilestonesView
from logframe.views.plan import AreaView, HelpView, LogframeView, OutputView, PlanView
from logframe.views.recording import RecordIndicatorView, RecordView

__all__ = [
    "ActivityListView",
    "AreaView",
    "CloseYearView",
    "EvidenceView",
    "HelpView",
    "IndicatorListView",
    "IndicatorView",
    "LogframeView",
    "MilestonesView",
    "OutputView",
    "PlanView",
    "RecordIndicatorView",
    "RecordView",
]
