"""The plan's pages, one module a noun."""

from logframe.views.activities import ActivityListView
from logframe.views.indicators import IndicatorListView, IndicatorView
from logframe.views.milestones import MilestonesView
from logframe.views.plan import AreaView, HelpView, LogframeView, OutputView, PlanView
from logframe.views.recording import RecordIndicatorView, RecordView

__all__ = [
    "ActivityListView",
    "AreaView",
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
