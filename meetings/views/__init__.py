"""The pages of the meetings and of the decision register, one module a noun."""

from meetings.views.decisions import DecisionListView, DecisionView, RelationView
from meetings.views.follow_ups import FollowUpView, MeetingFollowUpView
from meetings.views.informea import InformeaView
from meetings.views.meetings import MeetingListView, MeetingView

__all__ = [
    "DecisionListView",
    "DecisionView",
    "FollowUpView",
    "InformeaView",
    "MeetingFollowUpView",
    "MeetingListView",
    "MeetingView",
    "RelationView",
]
