"""The pages of the meetings and of the decision register, one module a noun."""

from meetings.views.decisions import DecisionListView, DecisionView, RelationView
from meetings.views.follow_ups import FollowUpView, MeetingFollowUpView
from meetings.views.meetings import MeetingListView, MeetingView
from meetings.views.papers import DraftView, MeetingPapersView

__all__ = [
    "DecisionListView",
    "DecisionView",
    "DraftView",
    "FollowUpView",
    "MeetingFollowUpView",
    "MeetingListView",
    "MeetingPapersView",
    "MeetingView",
    "RelationView",
]
