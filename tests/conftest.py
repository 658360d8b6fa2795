"""What all tests share: cheap passwords, no limit of attempts, one browser for each role."""

import gc
import os

import pytest
from django.test import Client

from tests.factories import PASSWORD, make_user


@pytest.fixture(autouse=True)
def _cheap_passwords(settings):
    """A slow hash protects people, not tests."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture(autouse=True)
def _many_sign_ins(settings):
    """Tests sign in and ask more often than people; those of the limits turn them on."""
    settings.AXES_ENABLED = False
    settings.ACCOUNT_RATE_LIMITS = False
    settings.EXPENSIVE_A_MINUTE = 0


@pytest.fixture(autouse=True)
def _codes_outlive_the_test(settings):
    """A test may take its code in one half minute and send it in the next."""
    settings.MFA_TOTP_TOLERANCE = 1


@pytest.fixture(autouse=True)
def _pages_are_made_each_time(settings):
    """A test of a page is of the page that is made now."""
    settings.LOGFRAME_KEEP_PAGES = False


@pytest.fixture
def store(settings, tmp_path):
    """The folder of the evidence, empty at first."""
    settings.MEDIA_ROOT = tmp_path / "evidence"
    return settings.MEDIA_ROOT


@pytest.fixture
def committed(django_capture_on_commit_callbacks):
    """Do something as a whole transaction: what follows the commit is done too."""
    return lambda: django_capture_on_commit_callbacks(execute=True)


@pytest.fixture
def officer(db):
    return make_user("officer", username="officer")


@pytest.fixture
def manager(db):
    return make_user("manager", username="manager")


@pytest.fixture
def focal(db):
    return make_user("focal", username="focal")


@pytest.fixture
def administrator(db):
    return make_user("administrator", username="administrator")


@pytest.fixture
def superuser(db):
    return make_user("superuser", username="superuser")


def signed_in(user) -> Client:
    """Return a browser in which the person is signed in."""
    client = Client()
    client.force_login(user)
    return client


def confirmed(user) -> Client:
    """Return a browser in which the person has given the password once more."""
    client = signed_in(user)
    client.post("/accounts/reauthenticate/", {"password": PASSWORD})
    return client


@pytest.fixture
def officer_client(officer):
    return signed_in(officer)


@pytest.fixture
def manager_client(manager):
    return signed_in(manager)


@pytest.fixture
def focal_client(focal):
    return signed_in(focal)


@pytest.fixture
def administrator_client(administrator):
    return signed_in(administrator)


def pytest_collection_finish():
    """Look for garbage seldom, and not among what was imported: it takes a fifth of the time."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(100_000, 50, 100)


def pytest_sessionfinish(session, exitstatus):
    """Fail a run that must skip nothing, as the CI's, when it skipped something."""
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    if os.environ.get("SKIP_NOTHING") and reporter.stats.get("skipped") and exitstatus == 0:
        reporter.write_line("SKIP_NOTHING is set, and something was skipped.", red=True)
        session.exitstatus = pytest.ExitCode.TESTS_FAILED
