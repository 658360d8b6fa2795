"""Addresses of the plan's pages."""

from django.urls import path

from logframe import views

urlpatterns = [
    path("plans/<slug:plan>/", views.PlanView.as_view(), name="plan"),
    path("plans/<slug:plan>/areas/<slug:slug>/", views.AreaView.as_view(), name="area"),
    path("plans/<slug:plan>/outputs/<str:slug>/", views.OutputView.as_view(), name="output"),
    path(
        "plans/<slug:plan>/outputs/<str:slug>/report/<int:year>/",
        views.NarrativeView.as_view(),
        name="narrative",
    ),
    path("plans/<slug:plan>/indicators/", views.IndicatorListView.as_view(), name="indicators"),
    path(
        "plans/<slug:plan>/indicators/<str:slug>/",
        views.IndicatorView.as_view(),
        name="indicator",
    ),
    path(
        "plans/<slug:plan>/indicators/<str:slug>/milestones/",
        views.MilestonesView.as_view(),
        name="milestones",
    ),
    path("plans/<slug:plan>/logframe/", views.LogframeView.as_view(), name="logframe"),
    path("plans/<slug:plan>/activities/", views.ActivityListView.as_view(), name="activities"),
    path("plans/<slug:plan>/close/<int:year>/", views.CloseYearView.as_view(), name="close_year"),
    path("evidence/<path:name>", views.EvidenceView.as_view(), name="evidence"),
    path("plans/<slug:plan>/record/<int:year>/", views.RecordView.as_view(), name="record"),
    path(
        "plans/<slug:plan>/record/<int:year>/<str:slug>/",
        views.RecordIndicatorView.as_view(),
        name="record_indicator",
    ),
    path(
        "plans/<slug:plan>/member-states/", views.MemberStatesView.as_view(), name="member-states"
    ),
    path(
        "plans/<slug:plan>/member-states/<str:code>/",
        views.MemberStateView.as_view(),
        name="member-state",
    ),
    path("plans/<slug:plan>/iati.xml", views.IatiView.as_view(), name="iati"),
    path("plans/<slug:plan>/sdgs/", views.SdgsView.as_view(), name="sdgs"),
    path("my-work/", views.WorkView.as_view(), name="work"),
    path("help/", views.HelpView.as_view(), name="help"),
]
