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
from meetings.views.papers import DraftView, MeetingPapersView

__all__ = [
    "DecisionListView",
    "DecisionView",
    "DraftView",
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
    "MeetingPapersView",
    "MeetingView",
    "RelationView",
]
