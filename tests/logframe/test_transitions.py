"""Every step of the review, by every role, in every state of the row: what becomes of the row.

The table is read as it stands. The first line of a block names the step and the states, the lines
below it the roles. A cell is what becomes of the row: the new state, or

    edited     changed, in the state that it had
    corrected  kept, and a draft beside it replaces it
    gone       deleted
    refused    as it was, and the page says why
    closed     as it was: the page is not open to the role (403)
    sign in    as it was: the workplace asks for a sign-in as staff
    nothing    there was no row, and there is none

The author recorded and submitted the row; so did the managing author, and the one person of an
office of one, where LOGFRAME_OWN_VERIFICATION is set. To the others the row is a colleague's.
"""

import re

import pytest
from django.contrib.messages import get_messages
from django.test import Client

from logframe.models import Measurement
from tests.conftest import signed_in
from tests.demonstration import taken_back
from tests.factories import make_indicator, make_measurement, make_period, make_user
from tests.forms import admin_url, filled, run

pytestmark = pytest.mark.django_db

TABLE = """
save              none       draft      submitted  verified   returned
author            draft      refused    refused    refused    refused
other officer     draft      refused    refused    refused    refused
managing author   draft      refused    refused    refused    refused
other manager     draft      refused    refused    refused    refused
office of one     draft      refused    refused    refused    refused
focal point       closed     closed     closed     closed     closed
nobody            sign in    sign in    sign in    sign in    sign in

edit              none       draft      submitted  verified   returned
author            nothing    edited     refused    closed     edited
other officer     nothing    edited     refused    closed     edited
managing author   nothing    edited     refused    closed     edited
other manager     nothing    edited     refused    closed     edited
office of one     nothing    edited     refused    closed     edited
focal point       closed     closed     closed     closed     closed
nobody            sign in    sign in    sign in    sign in    sign in

submit            none       draft      submitted  verified   returned
author            nothing    submitted  refused    refused    submitted
other officer     nothing    submitted  refused    refused    submitted
managing author   nothing    submitted  refused    refused    submitted
other manager     nothing    submitted  refused    refused    submitted
office of one     nothing    submitted  refused    refused    submitted
focal point       closed     closed     closed     closed     closed
nobody            sign in    sign in    sign in    sign in    sign in

verify            none       draft      submitted  verified   returned
author            closed     closed     closed     closed     closed
other officer     closed     closed     closed     closed     closed
managing author   nothing    refused    refused    refused    refused
other manager     nothing    refused    verified   refused    refused
office of one     nothing    refused    verified   refused    refused
focal point       closed     closed     closed     closed     closed
nobody            sign in    sign in    sign in    sign in    sign in

return            none       draft      submitted  verified   returned
author            closed     closed     closed     closed     closed
other officer     closed     closed     closed     closed     closed
managing author   nothing    refused    returned   refused    refused
other manager     nothing    refused    returned   refused    refused
office of one     nothing    refused    returned   refused    refused
focal point       closed     closed     closed     closed     closed
nobody            sign in    sign in    sign in    sign in    sign in

correct           none       draft      submitted  verified   returned
author            nothing    refused    refused    corrected  refused
other officer     nothing    refused    refused    corrected  refused
managing author   nothing    refused    refused    corrected  refused
other manager     nothing    refused    refused    corrected  refused
office of one     nothing    refused    refused    corrected  refused
focal point       closed     closed     closed     closed     closed
nobody            sign in    sign in    sign in    sign in    sign in

delete            none       draft      submitted  verified   returned
author            nothing    gone       gone       refused    gone
other officer     nothing    gone       gone       refused    gone
managing author   nothing    gone       gone       refused    gone
other manager     nothing    gone       gone       refused    gone
office of one     nothing    gone       gone       refused    gone
focal point       closed     closed     closed     closed     closed
nobody            sign in    sign in    sign in    sign in    sign in
"""
GROUPS = {
    "author": "officer",
    "other officer": "officer",
    "managing author": "manager",
    "other manager": "manager",
    "office of one": "manager",
    "focal point": "focal",
}
AUTHORS = ("author", "managing author", "office of one")
STATES = ("none", "draft", "submitted", "verified", "returned")


def cells_of(table: str) -> dict[tuple[str, str], list[str]]:
    """Return the cells of a role's line, by step and role."""
    lines = {}
    for block in table.strip().split("\n\n"):
        (step, *states), *roles = [re.split(r"\s{2,}", line) for line in block.splitlines()]
        assert tuple(states) == STATES
        lines |= {(step, role): cells for role, *cells in roles}
    return lines


CELLS = cells_of(TABLE)


def address(page: str, row: Measurement | None) -> str:
    """Return the page of a row; where there is none, that of a row that was never there."""
    return admin_url(row or Measurement(pk=1), page)


def send(client: Client, page: str, **fields):
    """Fill in the form of a page, as far as it is shown, and send it."""
    return client.post(page, filled(client.get(page), **fields))


def save(client, row, place):
    return send(client, admin_url(Measurement, "add"), **place)


def edit(client, row, place):
    return send(client, address("change", row), note="Edited")


def submit(client, row, place):
    return run(client, "submit_rows", row or Measurement(pk=1), follow=False)


def verify(client, row, place):
    data = {"seen_version": row.version if row else 1}
    return client.post(address("verify", row), data)


def give_back(client, row, place):
    data = {"seen_version": row.version if row else 1, "reason": "Which day?"}
    return client.post(address("return", row), data)


def correct(client, row, place):
    page = f"{admin_url(Measurement, 'add')}?replaces={row.pk if row else 1}"
    return send(client, page, value="9", replacement_reason="A slip")


def delete(client, row, place):
    return client.post(address("delete", row), {"post": "yes"})


STEPS = {
    "save": save,
    "edit": edit,
    "submit": submit,
    "verify": verify,
    "return": give_back,
    "correct": correct,
    "delete": delete,
}


def is_told(response) -> bool:
    """Whether the page, or the next one, says that something was not done."""
    messages = [message.level_tag for message in get_messages(response.wsgi_request)]
    return "error" in messages or b"errornote" in response.content


def outcome(response, row: Measurement | None) -> str:
    """Return what became of the row, in a word of the table."""
    rows = list(Measurement.objects.order_by("pk"))
    if "/login/" in response.get("Location", ""):
        word = "sign in"
    elif response.status_code == 403:
        word = "closed"
    elif row is None:
        return rows[0].state if rows else "nothing"
    elif not rows:
        return "gone"
    elif len(rows) == 2:
        assert (rows[1].replaces, rows[1].state) == (row, "draft")
        word = "corrected"
    elif rows[0].state != row.state:
        return rows[0].state
    elif rows[0].note == "Edited":
        return "edited"
    else:
        assert is_told(response)
        word = "refused"
    # Every other word says that the row is as it was.
    assert [one.version for one in rows[:1]] == ([row.version] if row else [])
    return word


def test_the_table_has_a_line_for_every_step_and_every_role():
    assert set(CELLS) == {(step, role) for step in STEPS for role in [*GROUPS, "nobody"]}
    assert {len(cells) for cells in CELLS.values()} == {len(STATES)}


@pytest.fixture(scope="module")
def scene(rows_of_module):
    """Who takes the steps and whose the rows are, and where the rows stand."""
    people = {role: make_user(group) for role, group in GROUPS.items()}
    return people, make_user("officer"), make_indicator(), make_period(year=2026)


@pytest.mark.parametrize(("step", "role"), CELLS)
def test_a_step_does_what_the_line_of_the_table_says(step, role, scene, settings, subtests):
    settings.LOGFRAME_OWN_VERIFICATION = role == "office of one"
    people, colleague, indicator, period = scene
    person = people.get(role)
    author = person if role in AUTHORS else colleague
    place = {"indicator": indicator.pk, "period": period.pk, "value": "3"}

    for state, expected in zip(STATES, CELLS[step, role], strict=True):
        with subtests.test(state=state), taken_back():
            row = None
            if state != "none":
                row = make_measurement(indicator=indicator, state=state, recorded_by=author)
            client = signed_in(person) if person else Client()

            response = STEPS[step](client, row, place)

            assert outcome(response, row) == expected
