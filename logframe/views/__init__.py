"""The plan's pages, one module a noun."""

from logframe.views.activities import ActivityListView
from logframe.views.closing import CloseYearView
from logframe.views.evidence import EvidenceView
from logframe.views.iati import IatiView
from logframe.views.indicators import IndicatorListView, IndicatorView
from logframe.views.milestones import MilestonesView
from logframe.views.narratives import NarrativeView
from logframe.views.plan import AreaView, HelpView, LogframeView, OutputView, PlanView
from logframe.views.recording import RecordIndicatorView, RecordView
from logframe.views.sdgs import SdgsView
from logframe.views.states import MemberStatesView, MemberStateView
from logframe.views.work import WorkView

__all__ = [
    "ActivityListView",
    "AreaView",
    "CloseYearView",
    "EvidenceView",
    "HelpView",
    "IatiView",
    "IndicatorListView",
    "IndicatorView",
    "LogframeView",
    "MemberStateView",
    "MemberStatesView",
    "MilestonesView",
    "NarrativeView",
    "OutputView",
    "PlanView",
    "RecordIndicatorView",
    "RecordView",
    "SdgsView",
    "WorkView",
]
