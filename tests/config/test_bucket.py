"""Evidence and editions in a bucket: read, issued, verified, backed up and restored."""

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.utils import timezone

from config.verification import check_evidence, check_issued_files
from logframe.models import Measurement
from meetings import issuing
from tests.backups import backup, restore
from tests.conftest import signed_in
from tests.editions import make_meeting_with_papers
from tests.evidence import GOOD, with_file
from tests.factories import make_period, make_user
from tests.forms import text_of

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def _bucket(settings):
    settings.STORAGES = settings.STORAGES | {"default": {"BACKEND": "tests.bucket.Bucket"}}


def kept() -> dict[str, bytes]:
    return default_storage.files


def test_the_site_gives_the_file_to_who_may_have_it(officer_client):
    file = with_file().evidence_file

    response = officer_client.get(file.url)

    assert file.url == f"/evidence/{file.name}"
    assert response.getvalue() == kept()[file.name] == GOOD["report.pdf"]


def test_a_file_that_the_bucket_has_lost_is_told():
    file = with_file().evidence_file
    default_storage.delete(file.name)

    assert "it is not on the server" in text_of(signed_in(make_user()).get(file.url))
    assert [fault for fault in check_evidence() if file.name in fault]


def test_an_edition_is_issued_into_it_and_a_stray_file_is_found():
    meeting, manager = make_meeting_with_papers(), make_user("manager")
    edition = issuing.issue(meeting, manager, on=timezone.localdate())
    faultless = list(check_issued_files())
    stray = default_storage.save("editions/SOM-2/1/stray.docx", ContentFile(b"stray"))

    assert {file.file.name for file in edition.files.all()} == set(kept()) - {stray}
    assert faultless == []
    assert list(check_issued_files()) == [f"{stray}: the file belongs to no edition."]


def test_what_a_backup_has_comes_back_and_what_came_later_goes(tmp_path):
    before = with_file()
    backup(tmp_path / "kept.zip")
    saved = dict(kept())
    kept().clear()
    with_file("photo.png", indicator=before.indicator, period=make_period(plan=before.period.plan))

    restore(tmp_path / "kept.zip")

    assert kept() == saved
    assert Measurement.objects.get().evidence_file.name in saved
