"""Nonsense at every address: does any request end in a page that says something broke?

    python -m tests.benchmarks.fuzz --requests 20000 --seed 1

The demonstration, with an edition that is really issued. Each visit is at one address of the
resolver, the admin included, in one role: it changes the address, sends the page's queries and
filters with something wrong in them, or one of its forms, and then the form that is the answer
(an import waits for its confirmation). What a visit writes must hold at the end of a transaction,
and is taken back. So visits do not depend on one another: `--only 123` repeats one of them and
shows the way to the error. On PostgreSQL with DATABASE_URL. Ends with 1 where a request was
answered with 500 or more.
"""

import argparse
import logging
import os
import sys
import tempfile
import traceback
from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from http.cookies import SimpleCookie
from io import BytesIO, StringIO
from pathlib import Path
from random import Random
from urllib.parse import urlencode, urljoin, urlsplit

import django

from tests.benchmarks.own_database import own_demonstration
from tests.benchmarks.page_forms import Offer, PageForm

# Whoever may do more meets more forms.
ROLES = {"": 1, "focal": 2, "officer": 4, "manager": 4, "administrator": 2, "superuser": 7}
BROKEN = 500
FORM = "application/x-www-form-urlencoded"


@dataclass
class Request:
    """What is sent: to where, as what, and with which headers."""

    method: str
    address: str
    body: bytes = b""
    content_type: str = FORM
    headers: dict = field(default_factory=dict)

    def __str__(self):
        sent = self.body if len(self.body) < 2000 else self.body[:2000] + b"..."
        return (
            f"{self.method} {self.address[:1000]} {self.headers or ''} {self.content_type} {sent}"
        )


@dataclass
class Fault:
    """An answer of 500 or more: on which visit, to what, and from where in the code."""

    visit: int
    role: str
    request: Request
    error: BaseException | str

    @property
    def place(self) -> str:
        """The kind of error and the last line of code, by which faults are told apart."""
        if isinstance(self.error, str):
            return self.error
        last = traceback.extract_tb(self.error.__traceback__)[-1]
        file = last.filename.rpartition("site-packages/")[2].removeprefix(f"{Path.cwd()}/")
        return f"{type(self.error).__name__}, {file}:{last.lineno}"


class Site:
    """The site, a browser for each role, and what each page offers to send."""

    def __init__(self, seed: int):
        from tests.conftest import signed_in
        from tests.permissions import every_address

        self.seed, self.offers, self.answers = seed, {}, Counter()
        self.clients = {role: signed_in(person) for role, person in people().items()}
        self.cookies = {role: one.cookies.output() for role, one in self.clients.items()}
        self.addresses = list(dict.fromkeys(address for _name, address in every_address()))

    def visit(self, number: int) -> Iterator[Fault]:
        """Send some requests at one address in one role, and take back what they wrote."""
        from django.core.cache import cache
        from django.db import transaction

        random = Random(f"{self.seed}-{number}")
        role = random.choices(list(ROLES), ROLES.values())[0]
        address = self.addresses[number % len(self.addresses)]
        cache.clear()
        with transaction.atomic():
            request = self.first(random, role, address)
            for _step in range(3):
                answer, error = self.send(role, request)
                if error:
                    yield Fault(number, role, request, error)
                    break
                offer = offer_of(answer) if request.method == "POST" else Offer("")
                if not offer.writing:
                    break
                form = random.choice(offer.writing)
                request = form_sent(random, form, request.address, offer.values)
            transaction.set_rollback(True)
        self.clients[role].cookies = SimpleCookie(self.cookies[role].replace("Set-Cookie: ", ""))

    def first(self, random: Random, role: str, address: str) -> Request:
        """Return what the visit begins with."""
        from tests.benchmarks import nonsense

        offer = self.offer(role, address)
        ways = {"query": 4, "path": 1, "body": 0.3, "form": 8 if offer.writing else 0.3}
        match random.choices(list(ways), ways.values())[0]:
            case "path":
                return Request("GET", nonsense.path(random, address))
            case "body":
                content_type, body = random.choice(nonsense.BODIES)
                return Request("POST", address, body, content_type, headers(random))
            case "form" if offer.writing:
                return form_sent(random, random.choice(offer.writing), address, offer.values)
            case "form":
                sent = nonsense.pairs(random, offer.queries[:5], offer.values)
                return Request("POST", address, encoded(sent), headers=headers(random))
        gets = [form.fields for form in offer.forms if form.method == "GET"]
        good = random.choice([*gets, random.sample(offer.queries, min(2, len(offer.queries)))])
        known = tuple(name for name, _value in offer.queries)
        sent = nonsense.pairs(random, good, offer.values, known + nonsense.PARAMETERS)
        query = encoded(sent).decode()
        return Request("GET", f"{address}?{query}", headers=headers(random))

    def offer(self, role: str, address: str) -> Offer:
        """Return what the page of an address offers to a role, as it stands."""
        if (role, address) not in self.offers:
            answers = self.answers.copy()
            answer, _error = self.send(role, Request("GET", address))
            self.answers = answers  # nothing was wrong with it
            self.offers[role, address] = offer_of(answer)
        return self.offers[role, address]

    def send(self, role: str, request: Request):
        """Send a request; return the answer, and the error where it is 500 or more."""
        from django.db import connection
        from django.test import TestCase

        client = self.clients[role]
        try:
            with TestCase.captureOnCommitCallbacks(execute=True):
                answer = client.generic(
                    request.method,
                    request.address,
                    request.body,
                    request.content_type,
                    **request.headers,
                )
                answer.body = answer.getvalue()
            if answer.status_code < BROKEN and request.method == "POST":
                connection.check_constraints()
        except Exception as error:
            self.answers[request.method, "no answer"] += 1
            return None, error
        self.answers[request.method, answer.status_code] += 1
        if answer.status_code < BROKEN:
            return answer, None
        told = answer.exc_info[1] if getattr(answer, "exc_info", None) else answer.body[:300]
        return answer, told if isinstance(told, BaseException) else str(told)


def headers(random: Random) -> dict[str, str]:
    """Return now and then a header that no browser would send."""
    from tests.benchmarks import nonsense

    if random.random() < 0.8:
        return {}
    name = random.choice(list(nonsense.HEADERS))
    return {name: random.choice(nonsense.HEADERS[name])}


def encoded(pairs: list[tuple[str, str]]) -> bytes:
    """Return pairs as a browser sends them."""
    return urlencode(pairs, errors="surrogatepass").encode()


def form_sent(random: Random, form: PageForm, page: str, proposed: list[str]) -> Request:
    """Return what sends a form of a page with something wrong in it."""
    from django.test.client import BOUNDARY, MULTIPART_CONTENT, encode_multipart

    from tests.benchmarks import nonsense

    good = form.fields + ([random.choice(form.buttons)] if form.buttons else [])
    as_it_stands = random.random() < 0.1
    sent = good if as_it_stands else nonsense.pairs(random, good, proposed)
    address = urljoin(page, form.address) or page
    parts = urlsplit(address)
    address = f"{parts.path or page}{'?' if parts.query else ''}{parts.query}"
    if not form.files:
        return Request("POST", address, encoded(sent), headers=headers(random))
    data: dict[str, list] = {}
    for name, text in sent:
        data.setdefault(name, []).append(text)
    for name in form.files:
        if random.random() < 0.8:
            content = BytesIO()
            content.name, bytes_sent = nonsense.file(random)
            content.write(bytes_sent)
            content.seek(0)
            data.setdefault(name, []).append(content)
    return Request("POST", address, encode_multipart(BOUNDARY, data), MULTIPART_CONTENT)


def offer_of(answer) -> Offer:
    """Return what an answer offers to send: a file and an error offer nothing."""
    is_page = answer and answer.get("Content-Type", "").startswith("text/html")
    return Offer(answer.body.decode(errors="replace") if is_page else "")


def people() -> dict:
    """Return one person of each role, nobody among them."""
    from django.contrib.auth.models import User

    from tests.factories import make_user

    known = {name: User.objects.get(username=name) for name in ("focal", "officer", "manager")}
    return known | {role: make_user(role) for role in ("administrator", "superuser")}


def fill() -> None:
    """Load the demonstration, issue an edition, and make a row for each page of the admin."""
    from django.contrib.auth.models import User
    from django.core.management import call_command

    from logframe.models import Measurement
    from meetings.issuing import issue
    from meetings.models import Meeting
    from tests.evidence import pdf, upload
    from tests.factories import make_user
    from tests.permissions import make_rows_of_the_office

    call_command("demo", "--no-serve", stdout=StringIO())
    meeting = Meeting.objects.last_held()
    issue(meeting, User.objects.get(username="manager"), on=meeting.ends_on)
    make_rows_of_the_office(make_user(username="other officer"))
    draft = Measurement.objects.filter(state="draft").first()
    draft.evidence_file = upload("report.pdf", pdf())
    draft.save()


def run(requests: int, seed: int, only: int | None) -> bool:
    """Visit until enough was asked; whether all went well."""
    from django.test import Client, override_settings

    fill()
    with override_settings(DEBUG=False, MFA_REQUIRED=False):
        site = Site(seed)
        site.clients[""], site.cookies[""] = Client(), ""
        for client in site.clients.values():
            client.raise_request_exception = False
        faults: dict[str, list[Fault]] = {}
        visits = 0
        with suppress(KeyboardInterrupt):  # then it says how far it came
            while site.answers.total() < requests:
                for fault in site.visit(visits if only is None else only):
                    known = faults.setdefault(fault.place, [])
                    known.append(fault)
                    if len(known) == 1:
                        tell(fault, at_length=only is not None)
                visits += 1
                if only is not None:
                    break
        kinds = Counter()
        for (method, status), times in site.answers.items():
            kinds[f"{method} {str(status)[0]}xx"] += times
        say(
            f"{site.answers.total()} requests on {visits} visits to {len(site.addresses)} "
            f"addresses as {len(ROLES)} roles, seed {seed}: {sum(map(len, faults.values()))} "
            f"answered with 500 or more, of {len(faults)} causes ({dict(sorted(kinds.items()))})"
        )
    return not faults


def tell(fault: Fault, *, at_length: bool) -> None:
    """Say what went wrong and how to see it again."""
    who, what = fault.role or "nobody", str(fault.error)[:300]
    say(f"--only {fault.visit} as {who}: {fault.place}: {what}\n    {fault.request}")
    if at_length and isinstance(fault.error, BaseException):
        say("".join(traceback.format_exception(fault.error)))


def say(text: str) -> None:
    """Write a line, whatever characters are in it."""
    sys.stdout.write(text.encode("ascii", "backslashreplace").decode() + "\n")
    sys.stdout.flush()


def main() -> int:
    """Make the database, send, and remove it."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--requests", type=int, default=20_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--only", type=int, help="The number of a visit.")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder, own_demonstration(folder) as url:
        os.environ |= {
            "DATABASE_URL": url,
            "DATA_DIR": folder,
            "DJANGO_SETTINGS_MODULE": "config.settings",
            "EMAIL_BACKEND": "django.core.mail.backends.locmem.EmailBackend",
        }
        django.setup()
        logging.disable(logging.CRITICAL)
        is_well = run(options.requests, options.seed, options.only)
        django.db.connections.close_all()
    return 0 if is_well else 1


if __name__ == "__main__":
    sys.exit(main())
