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
    path("decisions/", views.DecisionListView.as_view(), name="decisions"),
    path("decisions/<str:slug>/", views.DecisionView.as_view(), name="decision"),
    path("decisions/<str:slug>/follow-up/", views.FollowUpView.as_view(), name="follow_up"),
    path("decisions/<str:slug>/relation/", views.RelationView.as_view(), name="relation"),
    path("trace/", TraceView.as_view(), name="trace"),
]
