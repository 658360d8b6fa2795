"""Malformed files against every import: none crashes, none changes a row, each says what to do.

A few of each kind of record in every run; the full number, which takes some minutes, with:

    MALFORMED_EXAMPLES=500 .venv/bin/pytest tests/test_malformed_files.py
"""

import os
import re

import pytest
from django.apps import apps

from logframe.resources.rows import problems_of
from logframe.uploads import SafeCSV, read_csv
from tests.conftest import signed_in
from tests.exchange import ACTIVITIES, KINDS, resource_of, send
from tests.factories import make_user
from tests.malformed import Good, malformed, zip_bomb

pytestmark = pytest.mark.django_db
EXAMPLES = int(os.environ.get("MALFORMED_EXAMPLES", "12"))

# A sentence says where something is wrong, and what somebody has to do about it; that a record
# stands already in the place of the row, or from when to when a plan runs, says it too.
PLACE = re.compile(r"Row \d+|Cell [A-Z]+\d+|[Cc]ells [A-Z]+\d+|[Cc]olumn|file|File|sheets")
REMEDY = re.compile(
    r"\b(write|fill|leave|keep|take|split|save|send|name|put|separate|copy|give|add|choose"
    r"|ensure|enter|ends in|correct|compare|look|already has|stands already|runs from)\b",
    re.IGNORECASE,
)


@pytest.fixture(params=KINDS)
def kind(request):
    return request.param


def stand(kind: str) -> list:
    """Return which rows there are, and in which version."""
    model = apps.get_model(*kind.split("_"))
    return list(model.objects.order_by("pk").values_list("pk", "version"))


def good_file(kind: str) -> Good:
    resource = resource_of(kind)
    content = SafeCSV().export_data(resource.export())
    dataset = read_csv(content)
    return Good(resource, dataset.headers, [[*row] for row in dataset])


def sentences(response) -> list[str]:
    """Return what the page says is wrong."""
    if result := response.context.get("result"):
        return problems_of(result)
    return [str(error) for errors in response.context["form"].errors.values() for error in errors]


def test_no_malformed_file_is_taken(kind):
    client = signed_in(make_user("superuser"))
    KINDS[kind]()
    before = stand(kind)

    for name, content in malformed(good_file(kind), EXAMPLES):
        response = send(client, kind, content, name)

        told = sentences(response)
        assert response.status_code == 200
        assert not response.context.get("confirm_form"), (name, content)
        assert told, (name, content)
        for sentence in told:
            assert PLACE.search(sentence), sentence
            assert REMEDY.search(sentence), sentence
    assert stand(kind) == before


def test_what_unpacks_to_far_too_much_is_not_opened(superuser):
    KINDS[ACTIVITIES]()
    name, content = zip_bomb()

    response = send(signed_in(superuser), ACTIVITIES, content, name)

    assert len(content) < 200_000
    assert "unpacks to more than 64 MB" in str(sentences(response))
