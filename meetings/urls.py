"""Addresses of the meetings and of the decision register."""

from django.urls import path

from meetings import views
from meetings.trace_views import TraceView

urlpatterns = [
    path("meetings/", views.MeetingListView.as_view(), name="meetings"),
    path("meetings/<str:code>/", views.MeetingView.as_view(), name="meeting"),
    path("decisions/", views.DecisionListView.as_view(), name="decisions"),
    path("decisions/<str:slug>/", views.DecisionView.as_view(), name="decision"),
    path("trace/", TraceView.as_view(), name="trace"),
]
