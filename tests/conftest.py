"""What all tests share: cheap passwords, no limit of attempts, one browser for each role."""

import gc
import os

import pytest
from django.test import Client, override_settings
from xdist.scheduler import LoadFileScheduling

from logframe.admin import exchange
from tests import demonstration
from tests.demonstration import taken_back
from tests.factories import PASSWORD, make_user
from tests.looks import EVERY_LOOK

BROWSER = "tests/browser/"
# What takes longest; while one worker loads the demonstration data, the other needs none.
FIRST = (BROWSER, "tests/test_permissions.py")


@pytest.fixture(scope="session", autouse=True)
def _settings_of_tests():
    """What tests need otherwise than people do; those of a limit or of kept pages turn it on."""
    with override_settings(
        # A slow hash protects people, not tests.
        PASSWORD_HASHERS=["django.contrib.auth.hashers.MD5PasswordHasher"],
        # Tests sign in and ask more often than people.
        AXES_ENABLED=False,
        ACCOUNT_RATE_LIMITS=False,
        EXPENSIVE_A_MINUTE=0,
        # A test may take its code in one half minute and send it in the next.
        MFA_TOTP_TOLERANCE=1,
        # A test of a page is of the page that is made now.
        LOGFRAME_KEEP_PAGES=False,
    ):
        yield


@pytest.fixture(scope="module", autouse=True)
def _own_uploads(tmp_path_factory):
    """Let uploads wait in a folder of the module: each looks through all that lie in its folder."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(exchange, "UPLOADS", tmp_path_factory.mktemp("uploads"))
        yield


@pytest.fixture(scope="session", autouse=True)
def _demonstration_of_all_workers(tmp_path_factory, worker_id):
    """Load the demonstration data once in a run, whichever worker comes to them first."""
    if worker_id != "master":
        folder = tmp_path_factory.getbasetemp().parent
        demonstration.left_by_workers = folder / "demonstration.pickle"


@pytest.fixture(scope="module")
def rows_of_module(django_db_setup, django_db_blocker):
    """The database while a module runs: what its fixtures of this scope write stays until then.

    What a test writes is taken back after it, as ever; it takes copies of rows that it changes.
    """
    with django_db_blocker.unblock(), taken_back():
        yield


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


def pytest_collection_modifyitems(items):
    """Begin with what takes longest, so that no worker waits for it at the end."""
    items.sort(key=lambda item: [not item.nodeid.startswith(one) for one in FIRST])


class OneBrowser(LoadFileScheduling):
    """Gives a worker one file at a time, but all files of the browser to one: it starts once."""

    def _split_scope(self, nodeid: str) -> str:
        return "browser" if nodeid.startswith(BROWSER) else super()._split_scope(nodeid)


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config, log):
    """Keep the browser to one worker, but where it looks at everything: that is work for two."""
    if config.getvalue("dist") == "loadfile" and not EVERY_LOOK:
        return OneBrowser(config, log)
    return None


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
