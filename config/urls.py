"""Addresses of the site."""

from django.contrib import admin
from django.urls import include, path

from config import health, views
from config.feed_pages import FeedsView
from config.feeds import FeedView
from config.search_views import SearchView

urlpatterns = [
    path("", views.HomeView.as_view(), name="home"),
    path("", include("logframe.urls")),
    path("", include("meetings.urls")),
    path("search/", SearchView.as_view(), name="search"),
    path("accounts/", include("config.account_urls")),
    path("feeds/", FeedsView.as_view(), name="feeds"),
    path("feeds/<str:name>", FeedView.as_view(), name="feed"),
    path("healthz", health.healthz, name="healthz"),
    path("readyz", health.readyz, name="readyz"),
    path("admin/", admin.site.urls),
]

handler400 = "config.errors.bad_request"
handler403 = "config.errors.permission_denied"
handler404 = "config.errors.page_not_found"
handler429 = "config.errors.too_many_requests"
handler500 = "config.errors.server_error"
