"""A real Chromium on the real pages: Debian's, so that no browser is downloaded."""

import shutil
import threading
from contextlib import contextmanager
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from django.contrib.auth.models import User
from django.db import connection
from django.test import override_settings
from playwright.sync_api import expect, sync_playwright
from pytest_django.live_server_helper import LiveServer

from tests.conftest import signed_in
from tests.demonstration import demonstration_loaded

CHROMIUM = shutil.which("chromium")
PATIENCE = 30_000  # milliseconds, for a computer that is busy with other things
expect.set_options(timeout=PATIENCE)


def pytest_collection_modifyitems(items):
    """Skip these where there is no browser, and say so."""
    ours = [item for item in items if item.path.parent == Path(__file__).parent]
    for item in ours:
        item.add_marker(pytest.mark.browser)
        item.add_marker(pytest.mark.django_db)
        if CHROMIUM is None:
            item.add_marker(pytest.mark.skip(reason="needs Debian's package chromium"))
        elif connection.vendor != "sqlite":
            item.add_marker(pytest.mark.skip(reason="runs on SQLite in memory"))


@pytest.fixture(scope="package")
def driver():
    """Playwright, started before the site and stopped after it.

    It keeps an event loop in the thread of the tests: Django then suspects async code and keeps
    its connections elsewhere, so both have to be there for all of the site's life.
    """
    with pytest.MonkeyPatch.context() as patch, sync_playwright() as playwright:
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
        yield playwright


def one_request_at_a_time(get_response):
    """Let requests wait for each other: the one connection of the tests is in one transaction."""
    turn = threading.Lock()

    def middleware(request):
        with turn:
            return get_response(request)

    return middleware


@pytest.fixture(scope="package")
def site(driver, django_db_setup, django_db_blocker):
    """The site with the demonstration data, served on this computer.

    The server shares the connection of the tests, which SQLite in memory allows: so nothing has to
    be committed, and nothing is left for the tests after these.
    """
    middleware = [f"{__name__}.one_request_at_a_time", *settings.MIDDLEWARE]
    with demonstration_loaded(django_db_blocker), override_settings(MIDDLEWARE=middleware):
        server = LiveServer("localhost")
        yield server.url
        for thread in threading.enumerate():
            if "process_request" in thread.name:
                thread.join(timeout=10)
        server.stop()


@pytest.fixture(scope="package")
def chromium(driver, site):
    """One Chromium for all tests, gone before the site that it talks to."""
    browser = driver.chromium.launch(
        executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"]
    )
    yield browser
    browser.close()


@pytest.fixture(scope="session")
def axe():
    """The accessibility checker."""
    return Axe()


class Visitor:
    """Somebody who is signed in and notes what a page should not do."""

    def __init__(self, page, site: str):
        self.page, self.site = page, site
        self.complaints: list[str] = []
        page.on("console", lambda message: self.complaints.append(f"console: {message.text}"))
        page.on("pageerror", lambda error: self.complaints.append(f"error: {error}"))
        page.on("request", self._note_request)

    def _note_request(self, request) -> None:
        if not request.url.startswith((self.site, "data:")):
            self.complaints.append(f"request to {request.url}")

    def goto(self, address: str):
        """Open a page, which must be the one that was asked for."""
        response = self.page.goto(f"{self.site}{address}")
        assert self.page.url == f"{self.site}{address}"
        return response


@pytest.fixture(scope="package")
def cookies(site, django_db_blocker):
    """What each person of the demonstration holds who is signed in."""
    with django_db_blocker.unblock():
        people = User.objects.filter(username__in=("officer", "manager", "focal"))
        sessions = {user.username: signed_in(user).cookies["sessionid"].value for user in people}
    return {
        username: {"name": "sessionid", "value": session, "url": site}
        for username, session in sessions.items()
    }


@pytest.fixture
def visit(chromium, site, cookies):
    """Return a way to open a window of a width, light or dark, with or without JavaScript."""

    @contextmanager
    def window(username=None, width=1280, dark=False, java_script=True):
        context = chromium.new_context(
            viewport={"width": width, "height": 900},
            color_scheme="dark" if dark else "light",
            java_script_enabled=java_script,
        )
        context.set_default_timeout(PATIENCE)
        visitor = Visitor(context.new_page(), site)
        if username:
            context.add_cookies([cookies[username]])
        yield visitor
        context.close()

    return window
