"""The pages of the meetings and of the decision register, one module a noun."""

from meetings.views.decisions import DecisionListView, DecisionView, RelationView
from meetings.views.editions import (
    EditionChangesView,
    EditionContentView,
    EditionView,
    EditionZipView,
    IssuedFileView,
)
from meetings.views.follow_ups import FollowUpView, MeetingFollowUpView
from meetings.views.informea import InformeaView
from meetings.views.issuing import IssueEditionView
from meetings.views.meetings import MeetingListView, MeetingView

__all__ = [
    "DecisionListView",
    "DecisionView",
    "EditionChangesView",
    "EditionContentView",
    "EditionView",
    "EditionZipView",
    "FollowUpView",
    "InformeaView",
    "IssueEditionView",
    "IssuedFileView",
    "MeetingFollowUpView",
    "MeetingListView",
    "MeetingView",
    "RelationView",
]
