"""Reloads under load: does anybody's request get lost while the workers are exchanged?

    python -m tests.benchmarks.reload --reloads 10

The demonstration runs under gunicorn as in production. Some people ask for pages all the time, and
the server is told to reload again and again, as `systemctl reload` does. Each request must be
answered with the page. Ends with 1 where one was not.
"""

import argparse
import http.client
import os
import signal
import sys
import tempfile
import threading
import time
from collections import Counter
from pathlib import Path
from urllib.parse import urlsplit

from tests.benchmarks.serving import production_served

PEOPLE = 4
PAGES_BETWEEN = 50
PATIENCE = 120


def ask_until(done: threading.Event, host: str, answers: Counter) -> None:
    """Ask for a page again and again, and count what came of it."""
    while not done.is_set():
        connection = http.client.HTTPConnection(host, timeout=PATIENCE)
        try:
            connection.request("GET", "/accounts/login/", headers={"X-Forwarded-Proto": "https"})
            response = connection.getresponse()
            response.read()
            answers[str(response.status)] += 1
        except (OSError, http.client.HTTPException) as error:
            answers[type(error).__name__] += 1
        finally:
            connection.close()


def main() -> int:
    """Serve, ask, reload, and count."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--reloads", type=int, default=10)
    options = parser.parse_args()
    answers, done = Counter(), threading.Event()
    with (
        tempfile.TemporaryDirectory() as folder,
        production_served("--workers=2", f"--pid={folder}/pid") as site,
    ):
        host = urlsplit(site).netloc
        people = [
            threading.Thread(target=ask_until, args=(done, host, answers)) for _ in range(PEOPLE)
        ]
        for person in people:
            person.start()
        for number in range(1, options.reloads + 1):
            while answers.total() < number * PAGES_BETWEEN:
                time.sleep(0.1)
            os.kill(int(Path(folder, "pid").read_text()), signal.SIGHUP)
        while answers.total() < (options.reloads + 1) * PAGES_BETWEEN:
            time.sleep(0.1)
        done.set()
        for person in people:
            person.join()
    lost = answers.total() - answers["200"]
    sys.stdout.write(
        f"{answers.total()} requests of {PEOPLE} people during {options.reloads} reloads: "
        f"{lost} lost ({dict(answers)})\n"
    )
    return 1 if lost else 0


if __name__ == "__main__":
    sys.exit(main())
