"""A server of PostgreSQL of its own, which can be stopped and started: Debian's, in a folder."""

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.benchmarks.serving import free_port

OWNER = "postgres"  # PostgreSQL does not run as root


class OwnServer:
    """The server; `url` is the address of a database on it."""

    def __init__(self, folder: str):
        newest = max(Path("/usr/lib/postgresql").iterdir(), key=lambda path: int(path.name))
        self.programs, self.data, self.port = newest / "bin", f"{folder}/data", free_port()
        self.folder = folder
        self._run("initdb", "--auth=trust", f"--username={OWNER}", "--encoding=UTF8")

    @property
    def url(self) -> str:
        """What DATABASE_URL is."""
        return f"postgres://{OWNER}@127.0.0.1:{self.port}/postgres"

    def start(self) -> None:
        """Start, and wait until it answers."""
        options = f"-p {self.port} -k {self.folder} -c listen_addresses=127.0.0.1"
        self._run("pg_ctl", "start", "--wait", f"--log={self.folder}/log", f"--options={options}")

    def stop(self) -> None:
        """Stop at once: whoever is connected is cut off."""
        self._run("pg_ctl", "stop", "--wait", "--mode=fast")

    def _run(self, program: str, *arguments: str) -> None:
        as_owner = ["runuser", "-u", OWNER, "--"] if os.geteuid() == 0 else []
        command = [*as_owner, self.programs / program, f"--pgdata={self.data}", *arguments]
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL, cwd=self.folder)


@contextmanager
def own_server() -> Iterator[OwnServer]:
    """Make a server that runs, and remove it at the end."""
    with tempfile.TemporaryDirectory() as folder:
        if os.geteuid() == 0:
            shutil.chown(folder, OWNER)
        server = OwnServer(folder)
        server.start()
        try:
            yield server
        finally:
            server.stop()
