"""Editions: what was issued to a meeting is kept as it was."""

from datetime import UTC, date, datetime

import pytest
from django.core.exceptions import ValidationError
from django.db.models import ProtectedError

from meetings.models import Edition, Erratum, IssuedFile
from tests.factories import make_edition, make_erratum, make_issued_file, make_meeting

pytestmark = pytest.mark.django_db


def test_the_editions_of_a_meeting_are_numbered():
    meeting = make_meeting()

    assert [make_edition(meeting=meeting).number for _ in range(2)] == [1, 2]


def test_each_meeting_begins_with_edition_1():
    make_edition(meeting=make_meeting())

    assert make_edition(meeting=make_meeting()).number == 1


def test_an_edition_keeps_its_content_to_the_letter():
    content = '{"note":"Улаанбаатар","value":"0.3"}'
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
        make_issued_file(edition=edition, file_sha256=digest)

    assert not IssuedFile.objects.exists()


def test_a_sha_256_that_is_refused_says_what_one_looks_like():
    with pytest.raises(ValidationError, match="A SHA-256 has 64 digits from 0 to f"):
        make_issued_file(file_sha256="123")


def test_the_hash_of_an_edition_is_that_of_its_content_whatever_is_said():
    edition = make_edition(content='{"a":1}', content_sha256="0" * 64)

    # printf '{"a":1}' | sha256sum
    assert edition.content_sha256 == (
        "015abd7f5cc57a2dd94b7590f04ad8084273905ee33ec5cebeae62276a97f862"
    )


@pytest.mark.parametrize("content", ['{"b":1,"a":2}', '{"a": 1}', "{", "1.5"])
def test_content_that_is_not_canonical_is_refused(content):
    with pytest.raises(ValidationError, match="canonical JSON"):
        make_edition(content=content)


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


@pytest.mark.parametrize("make", [make_edition, make_issued_file])
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


# Errata


def test_the_errata_of_an_edition_are_numbered():
    edition = make_edition()

    assert [make_erratum(edition=edition).number for _ in range(2)] == [1, 2]
    assert make_erratum(edition=make_edition()).number == 1


def test_an_erratum_changes_nothing_of_the_edition():
    edition = make_edition(content="{}")

    make_erratum(edition=edition)

    edition.refresh_from_db()
    assert (edition.content, edition.version) == ("{}", 1)


def test_an_erratum_stays_as_it_is():
    erratum = make_erratum(reason="A typing slip")

    erratum.reason = "Another"
    with pytest.raises(ValidationError, match="add another correction"):
        erratum.save()
    with pytest.raises(ValidationError, match="add another correction"):
        erratum.delete()

    assert Erratum.objects.get().reason == "A typing slip"


@pytest.mark.parametrize(
    ("day", "sentence"),
    [
        (date(2026, 6, 30), "not older than its edition"),
        (date(9999, 1, 1), "not made on a day to come"),
    ],
)
def test_an_erratum_on_a_wrong_day_is_refused(day, sentence):
    edition = make_edition(issued_at=datetime(2026, 7, 1, 9, tzinfo=UTC))

    with pytest.raises(ValidationError, match=sentence):
        make_erratum(edition=edition, on=day)

    assert make_erratum(edition=edition, on=date(2026, 7, 1)).number == 1
