"""The restore drill: how long from nothing to a checked copy that runs?

    python -m tests.benchmarks.restore_drill

A site is filled with the demonstration and a file of evidence, and backed up while somebody saves
all the time. Then only the file of the backup is left: it is restored into an empty database and
an empty folder, checked by `verify`, served as in production, and must answer. On PostgreSQL with
DATABASE_URL. Ends with an error where rows, files or the head of the history are not the same.
"""

import json
import os
import re
import secrets
import subprocess
import sys
import tempfile
import time
import urllib.request
import zipfile
from contextlib import contextmanager
from pathlib import Path

from tests.benchmarks.own_database import own_database, own_demonstration
from tests.benchmarks.serving import ROOT, free_port, run, serving

MANAGE = [sys.executable, "manage.py"]
EVIDENCE = """
from logframe.models import Measurement
from tests.evidence import pdf, upload
draft = Measurement.objects.filter(state="draft").first()
draft.evidence_file = upload("report.pdf", pdf())
draft.save()
"""
WRITER = """
from logframe.models import Indicator
indicator = Indicator.objects.first()
for number in range(1_000_000):
    indicator.note = f"Saved {number} times"
    indicator.save()
    print(number, flush=True)
"""
CONTENTS = """
import json
from django.db import connection
from config.backup.contents import contents_of
print(json.dumps(contents_of(connection).rows))
"""


def asked(environment: dict, *arguments: str) -> str:
    """Run a command of the tracker to its end, and return what it said."""
    done = subprocess.run(
        [*MANAGE, *arguments], cwd=ROOT, env=environment, capture_output=True, text=True
    )
    if done.returncode:
        raise SystemExit(f"{' '.join(arguments[:2])} failed: {done.stdout}{done.stderr}")
    return done.stdout


@contextmanager
def somebody_saving(environment: dict):
    """Save one record again and again meanwhile; return what is written for each save."""
    command = [*MANAGE, "shell", "--verbosity=0", "--command", WRITER]
    writer = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True)
    try:
        writer.stdout.readline()  # the first save
        yield writer
    finally:
        writer.terminate()
        writer.wait()


def backed_up(environment: dict, file: Path) -> int:
    """Fill a site and back it up; return how often somebody saved while that was done."""
    run(["manage.py", "demo", "--no-serve"], environment)
    asked(environment, "shell", "--verbosity=0", "--command", EVIDENCE)
    with somebody_saving(environment) as writer:
        asked(environment, "backup", str(file))
        writer.terminate()
        return len(writer.stdout.read().splitlines())


def restored(environment: dict, file: Path) -> None:
    """Restore into nothing, check it and serve it; the site must be ready."""
    manifest = json.loads(zipfile.ZipFile(file).read("manifest.json"))
    head = manifest["contents"]["history_head"]
    said = asked(environment, "restore", str(file), "--yes")
    assert f"Head of the history: {head}" in said, said
    assert (
        json.loads(asked(environment, "shell", "-v0", "-c", CONTENTS))
        == (manifest["contents"]["rows"])
    )
    asked(environment, "verify", "--head", head)
    port = free_port()
    server = ["-m", "gunicorn", "config.wsgi", "--bind", f"127.0.0.1:{port}"]
    production = environment | {
        "DEBUG": "False",
        "ALLOWED_HOSTS": "localhost,127.0.0.1",
        "SECRET_KEY": secrets.token_urlsafe(60),
    }
    with serving(server, port, production):
        for page in ("healthz", "readyz"):
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/{page}") as answer:
                assert answer.status == 200, answer.read()


def main() -> int:
    """Do the drill and print the seconds."""
    with tempfile.TemporaryDirectory() as folder:
        old, new, file = Path(folder) / "old", Path(folder) / "new", Path(folder) / "kept.zip"
        old.mkdir()
        new.mkdir()
        with own_demonstration(old) as first, own_database(new) as second:
            vendor = re.match(r"\w+", first)[0]
            saves = backed_up(os.environ | {"DATABASE_URL": first, "DATA_DIR": str(old)}, file)
            started = time.monotonic()
            restored(os.environ | {"DATABASE_URL": second, "DATA_DIR": str(new)}, file)
            seconds = time.monotonic() - started
        sys.stdout.write(
            f"{vendor}: {saves} saves while the backup was made; from nothing to a checked copy "
            f"that runs in {seconds:.1f} seconds, rows and head of the history equal\n"
        )
    return 0


if __name__ == "__main__":
    sys.exit(main())
