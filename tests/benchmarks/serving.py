"""The demonstration on a database of its own, served on this computer for a while."""

import os
import secrets
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.benchmarks.own_database import own_demonstration

ROOT = Path(__file__).resolve().parent.parent.parent
STATIC_FILES = ROOT / "staticfiles"
HOST = "localhost"


@contextmanager
def demonstration_served() -> Iterator[str]:
    """Serve as `manage.py demo` does, and return the address of the site."""
    port = free_port()
    with tempfile.TemporaryDirectory() as folder:
        environment = os.environ | {
            "DATABASE_URL": f"sqlite:///{folder}/demonstration.sqlite3",
            "EXPENSIVE_A_MINUTE": "0",
        }
        with serving(["manage.py", "demo", "--port", str(port)], port, environment) as site:
            yield site


@contextmanager
def production_served(
    *options: str, prepare: Callable[[dict], None] = lambda environment: None
) -> Iterator[str]:
    """Serve the demonstration as in production, and return the address of the site.

    On the server of DATABASE_URL; without it: SQLite. The options are gunicorn's; `prepare` is
    told the environment before anybody asks. A proxy is missing: whoever asks says itself that it
    came by TLS.
    """
    port = free_port()
    with tempfile.TemporaryDirectory() as folder, own_demonstration(folder) as url:
        environment = os.environ | {
            "DATABASE_URL": url,
            "DATA_DIR": folder,
            "EXPENSIVE_A_MINUTE": "0",
        }
        run(["manage.py", "demo", "--no-serve"], environment)
        environment |= {
            "DEBUG": "False",
            "SECRET_KEY": secrets.token_urlsafe(60),
            "ALLOWED_HOSTS": HOST,
        }
        prepare(environment)
        was_collected = STATIC_FILES.exists()
        run(["manage.py", "collectstatic", "--noinput", "--verbosity", "0"], environment)
        gunicorn = ["-m", "gunicorn", "config.wsgi", "--bind", f"127.0.0.1:{port}", *options]
        try:
            with serving(gunicorn, port, environment) as site:
                yield site
        finally:
            if not was_collected:
                shutil.rmtree(STATIC_FILES)


@contextmanager
def serving(command: list[str], port: int, environment: dict) -> Iterator[str]:
    """Run a server until it is not needed any more; what it says is kept to itself."""
    with tempfile.TemporaryFile() as said:
        server = subprocess.Popen(
            [sys.executable, *command], cwd=ROOT, env=environment, stdout=said, stderr=said
        )
        try:
            wait_for(f"http://127.0.0.1:{port}/healthz", server)
            yield f"http://{HOST}:{port}"
        finally:
            server.terminate()
            server.wait()


def run(command: list[str], environment: dict) -> None:
    """Run a command to its end."""
    subprocess.run(
        [sys.executable, *command],
        cwd=ROOT,
        env=environment,
        check=True,
        stdout=subprocess.DEVNULL,
    )


def free_port() -> int:
    """Return a port that nobody has."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def wait_for(address: str, server: subprocess.Popen) -> None:
    """Wait until the server answers."""
    while server.poll() is None:
        try:
            with urllib.request.urlopen(address):
                return
        except urllib.error.HTTPError:
            return  # it answers, if only that this name is not its own
        except OSError:
            time.sleep(0.2)
    raise RuntimeError("The server ended before it answered.")
