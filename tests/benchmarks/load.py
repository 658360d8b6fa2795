"""Many people who read at once: how many pages a second, how long they wait, and who gets an error?

    python -m tests.benchmarks.load --users 200 --minutes 10 --workers 3 --restart-database

The demonstration runs under gunicorn as in production, on PostgreSQL with DATABASE_URL. Everybody
is signed in, an officer among five focal points, and reads: dashboards, lists, decisions, a search,
now and then a file. Between two pages people think for `--think` seconds on average. Who asks is
on the same computer and takes a part of it. With `--restart-database` a server of PostgreSQL of its
own is stopped in the midst of it and started again: until it is back people may get the page that
says so (503), and nothing else. Ends with 1 where somebody got anything but the page asked for.
"""

import argparse
import asyncio
import json
import os
import random
import re
import statistics
import subprocess
import sys
from collections import Counter
from contextlib import nullcontext
from dataclasses import dataclass, field
from math import ceil
from time import monotonic
from urllib.parse import urlsplit

from tests.benchmarks.own_server import OwnServer, own_server
from tests.benchmarks.serving import HOST, ROOT, production_served
from tests.pages import PAGES

READ = (
    "plan", "plan", "area", "output", "indicators", "indicator", "logframe", "activities",
    "member-states", "member-state", "meetings", "meeting", "decisions", "decision", "trace",
    "search", "help",
)  # fmt: skip
FILES = ("/decisions/?_export=csv", f"{PAGES['indicators']}?_export=xlsx")
ADDRESSES = (*(PAGES[name] for name in READ), *FILES)
SECRET = re.compile(rb"^set-cookie: (\S*csrftoken=[^;]+)", re.IGNORECASE | re.MULTILINE)
LAST_CHUNK = b"0\r\n\r\n"
OK, AWAY, TOLD = 200, 503, "told that the database was away"
# Of the time: when the database goes, and when it comes back.
GOES, BACK = 0.4, 0.45
SIGN_IN = """
import json, sys
from django.conf import settings
from django.contrib.auth.models import Group, User
from django.test import Client
from config.roles import FOCAL_POINTS, OFFICERS
from logframe.models import FocalPoint, MemberState
state = MemberState.objects.get(code="MNG")
keys = []
for number in range({users}):
    role = OFFICERS if number % 6 == 0 else FOCAL_POINTS
    user = User.objects.create(username=f"reader-{{number}}", is_staff=role == OFFICERS)
    user.groups.add(Group.objects.get(name=role))
    if role == FOCAL_POINTS:
        FocalPoint.objects.create(user=user, member_state=state)
    client = Client()
    client.force_login(user)
    keys.append(client.cookies[settings.SESSION_COOKIE_NAME].OutputString().partition(";")[0])
print(json.dumps(keys))
"""


@dataclass
class Run:
    """What came of it: the answers, how long each took, and when the database was away."""

    ends: float
    port: int
    think: float
    answers: Counter = field(default_factory=Counter)
    seconds: list[float] = field(default_factory=list)
    away: tuple[float, float] | None = None
    last_refusal: float = 0

    async def read(self, cookie: str) -> None:
        """Be one person, who reads until the end."""
        cookies = [cookie]
        await asyncio.sleep(random.uniform(0, self.think))
        while monotonic() < self.ends:
            address, begun = random.choice(ADDRESSES), monotonic()
            answer = await self.ask(address, cookies)
            if answer == AWAY and self.away:
                self.last_refusal = monotonic()
                answer = TOLD
            self.answers[answer] += 1
            self.seconds.append(monotonic() - begun)
            await asyncio.sleep(random.uniform(0, 2 * self.think))

    async def ask(self, address: str, cookies: list[str]) -> int | str:
        """Return the status of an answer that came whole, or what was wrong with it.

        The first page brings the secret of the forms, which the person keeps.
        """
        request = (
            f"GET {address} HTTP/1.1\r\nHost: {HOST}\r\nCookie: {'; '.join(cookies)}\r\n"
            "X-Forwarded-Proto: https\r\nAccept-Encoding: gzip\r\nConnection: close\r\n\r\n"
        )
        try:
            reader, writer = await asyncio.open_connection("127.0.0.1", self.port)
            writer.write(request.encode())
            head, _blank, body = (await reader.read(-1)).partition(b"\r\n\r\n")
            writer.close()
            headers = dict(line.lower().split(b": ", 1) for line in head.split(b"\r\n")[1:])
            length = headers.get(b"content-length")
            if len(body) != int(length) if length else not body.endswith(LAST_CHUNK):
                return "cut off"
            if len(cookies) == 1 and (secret := SECRET.search(head)):
                cookies.append(secret[1].decode())
            return int(head.split(b" ", 2)[1])
        except (OSError, ValueError) as error:
            return type(error).__name__

    async def restart(self, server: OwnServer, begun: float) -> None:
        """Let the database go, and come back."""
        duration = self.ends - begun
        await asyncio.sleep(GOES * duration)
        self.away = (monotonic(), 0)
        await asyncio.to_thread(server.stop)
        await asyncio.sleep((BACK - GOES) * duration)
        await asyncio.to_thread(server.start)
        self.away = (self.away[0], monotonic())

    @property
    def is_well(self) -> bool:
        """Whether everybody got the page, or was told that the database was away."""
        return set(self.answers) <= {OK, TOLD}

    def told(self, minutes: float) -> str:
        """Return the figures as a sentence."""
        times = sorted(self.seconds)
        p95 = times[ceil(0.95 * len(times)) - 1]
        errors = self.answers.total() - self.answers[OK] - self.answers[TOLD]
        sentence = (
            f"{self.answers.total()} requests, {self.answers.total() / minutes / 60:.1f} a second, "
            f"{errors} errors; half of them in {statistics.median(times):.2f} s, 95 % in "
            f"{p95:.2f} s ({dict(self.answers)})"
        )
        if self.away:
            went, back = self.away
            sentence += (
                f"; the database was away for {back - went:.0f} s, and "
                f"{self.last_refusal - back:.1f} s after it was back somebody was last told so"
            )
        return sentence


async def load(site: str, cookies: list[str], options, server: OwnServer | None) -> Run:
    """Let everybody read for the time."""
    begun = monotonic()
    run = Run(begun + 60 * options.minutes, urlsplit(site).port, options.think)
    people = [run.read(cookie) for cookie in cookies]
    await asyncio.gather(*people, *([run.restart(server, begun)] if server else []))
    return run


def main() -> int:
    """Serve, sign everybody in, read and tell."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--users", type=int, default=200)
    parser.add_argument("--minutes", type=float, default=10)
    parser.add_argument("--workers", type=int, default=3)
    parser.add_argument("--think", type=float, default=5, help="Seconds; 0: as fast as it goes.")
    parser.add_argument("--restart-database", action="store_true")
    options = parser.parse_args()
    cookies = []

    def sign_in(environment: dict) -> None:
        command = [sys.executable, "manage.py", "shell", "-v0", "-c"]
        script = SIGN_IN.format(users=options.users)
        done = subprocess.run(
            [*command, script], cwd=ROOT, env=environment, check=True, capture_output=True
        )
        cookies.extend(json.loads(done.stdout))

    with own_server() if options.restart_database else nullcontext() as server:
        if server:
            os.environ["DATABASE_URL"] = server.url
        gunicorn = (f"--workers={options.workers}", "--timeout=120")
        with production_served(*gunicorn, prepare=sign_in) as site:
            run = asyncio.run(load(site, cookies, options, server))
    database = "PostgreSQL" if "postgres" in os.environ.get("DATABASE_URL", "") else "SQLite"
    sys.stdout.write(
        f"{database}, {options.workers} workers, {options.users} people, {options.minutes:g} "
        f"minutes, thinking {options.think:g} s: {run.told(options.minutes)}\n"
    )
    return 0 if run.is_well else 1


if __name__ == "__main__":
    sys.exit(main())
