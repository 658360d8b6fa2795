"""Addresses of the meetings and of the decision register."""

from django.urls import path

from meetings import views
from meetings.trace_views import TraceView

urlpatterns = [
    path("meetings/", views.MeetingListView.as_view(), name="meetings"),
    path("meetings/<str:code>/", views.MeetingView.as_view(), name="meeting"),
    path(
        "meetings/<str:code>/follow-up/",
        views.MeetingFollowUpView.as_view(),
        name="meeting_follow_up",
    ),
    path("meetings/<str:code>/papers/", views.MeetingPapersView.as_view(), name="meeting_papers"),
    path(
        "meetings/<str:code>/papers/drafts/<str:name>",
        views.DraftView.as_view(),
        name="meeting_draft",
    ),
    path(
        "meetings/<str:code>/papers/issue/", views.IssueEditionView.as_view(), name="issue_edition"
    ),
    path("meetings/<str:code>/editions/<int:number>/", views.EditionView.as_view(), name="edition"),
    path(
        "meetings/<str:code>/editions/<int:number>/changes/",
        views.EditionChangesView.as_view(),
        name="edition_changes",
    ),
    path(
        "meetings/<str:code>/editions/<int:number>/content.json",
        views.EditionContentView.as_view(),
        name="edition_content",
    ),
    path(
        "meetings/<str:code>/editions/<int:number>/files.zip",
        views.EditionZipView.as_view(),
        name="edition_zip",
    ),
    path(
        "meetings/<str:code>/editions/<int:number>/files/<str:name>",
        views.IssuedFileView.as_view(),
        name="issued_file",
    ),
    path("decisions/", views.DecisionListView.as_view(), name="decisions"),
    path("decisions/informea.json", views.InformeaView.as_view(), name="informea"),
    path("decisions/<str:slug>/", views.DecisionView.as_view(), name="decision"),
    path("decisions/<str:slug>/follow-up/", views.FollowUpView.as_view(), name="follow_up"),
    path("decisions/<str:slug>/relation/", views.RelationView.as_view(), name="relation"),
    path("trace/", TraceView.as_view(), name="trace"),
]
