"""Editions: what was issued to a meeting is kept as it was."""

import pytest
from django.core.exceptions import ValidationError
from django.db.models import ProtectedError

from meetings.models import Edition, IssuedFile
from tests.factories import make_edition, make_issued_file, make_meeting

pytestmark = pytest.mark.django_db

both = pytest.mark.parametrize("make", [make_edition, make_issued_file])


def test_the_editions_of_a_meeting_are_numbered():
    meeting = make_meeting()

    assert [make_edition(meeting=meeting).number for _ in range(2)] == [1, 2]


def test_each_meeting_begins_with_edition_1():
    make_edition(meeting=make_meeting())

    assert make_edition(meeting=make_meeting()).number == 1


def test_an_edition_keeps_its_content_to_the_letter():
    content = '{"note":"Улаанбаатар","value":"0.3"}\n'
    make_edition(content=content)

    assert Edition.objects.get().content == content


@pytest.mark.parametrize(
    "digest",
    [
        pytest.param("0" * 63, id="short"),
        pytest.param("g" * 64, id="letter"),
        pytest.param("A" * 64, id="capital"),
        pytest.param("", id="empty"),
    ],
)
def test_what_is_no_sha_256_is_refused(digest):
    edition = make_edition()

    with pytest.raises(ValidationError):
        make_edition(content_sha256=digest)
    with pytest.raises(ValidationError):
        make_issued_file(edition=edition, file_sha256=digest)

    assert Edition.objects.get() == edition
    assert not IssuedFile.objects.exists()


def test_a_sha_256_that_is_refused_says_what_one_looks_like():
    with pytest.raises(ValidationError, match="A SHA-256 has 64 digits from 0 to f"):
        make_edition(content_sha256="123")


def test_an_edition_that_was_issued_is_never_changed():
    edition = make_edition(content="{}")

    edition.content = '{"value":"1"}'
    with pytest.raises(ValidationError, match="What was issued stays as it is"):
        edition.save()

    assert Edition.objects.get().content == "{}"


def test_a_file_that_was_issued_is_never_changed():
    issued = make_issued_file(file_sha256="0" * 64)

    issued.file_sha256 = "1" * 64
    with pytest.raises(ValidationError, match="What was issued stays as it is"):
        issued.save()

    assert IssuedFile.objects.get().file_sha256 == "0" * 64


@both
def test_what_was_issued_is_not_deleted(make):
    issued = make()

    with pytest.raises(ValidationError, match="What was issued stays as it is"):
        issued.delete()

    assert type(issued).objects.get() == issued


def test_a_meeting_with_an_edition_is_not_deleted():
    edition = make_edition()

    with pytest.raises(ProtectedError):
        edition.meeting.delete()

    assert Edition.objects.get() == edition
