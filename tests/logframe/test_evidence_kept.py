"""Evidence: nothing that was refused is kept, and nothing that stands is lost."""

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from logframe.models import Measurement
from logframe.models.base import StaleRecordError
from tests.evidence import (
    GOOD,
    kept,
    upload,
    with_file,
)
from tests.factories import (
    close_year,
    make_measurement,
    make_period,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("store")]


def test_nothing_is_kept_when_the_row_is_refused_for_another_reason(store, committed):
    with committed(), pytest.raises(ValidationError):
        with_file(value=None)

    assert kept(store) == []


def test_nothing_is_kept_in_a_closed_year(store, committed):
    close_year(make_period(year=2026))

    with committed(), pytest.raises(ValidationError, match="2026 was closed"):
        with_file(period=Measurement._meta.get_field("period").related_model.objects.get())

    assert kept(store) == []


def test_nothing_is_kept_when_somebody_else_was_quicker(store, committed):
    measurement = make_measurement()
    other = Measurement.objects.get()
    other.save()

    measurement.evidence_file = upload("report.pdf", GOOD["report.pdf"])
    with committed(), pytest.raises(StaleRecordError):
        measurement.save()

    assert kept(store) == []


def test_nothing_is_kept_when_the_database_refuses(store, committed):
    measurement = make_measurement()
    twin = Measurement(
        **{
            field.attname: getattr(measurement, field.attname)
            for field in measurement._meta.concrete_fields
            if not field.primary_key
        }
    )
    twin.evidence_file = upload("report.pdf", GOOD["report.pdf"])

    with committed(), pytest.raises(IntegrityError), transaction.atomic():
        twin.save_base()

    assert kept(store) == []


def test_nothing_is_kept_when_the_transaction_is_taken_back(store, committed):
    with committed(), transaction.atomic():
        with_file()
        transaction.set_rollback(True)

    assert kept(store) == []
    assert not Measurement.objects.exists()


def test_what_is_replaced_before_it_was_verified_is_not_kept(store, committed):
    with committed():
        measurement = with_file()
    measurement.evidence_file = upload("other.png", GOOD["photo.png"])
    with committed():
        measurement.save()
    assert kept(store) == ["other.png"]

    measurement.evidence_file = ""
    with committed():
        measurement.save()
    assert kept(store) == []


def test_a_value_that_is_deleted_takes_its_file_along(store, committed):
    with committed():
        measurement = with_file()

    with committed():
        measurement.delete()

    assert kept(store) == []
    assert not [path for path in store.rglob("*") if path.name == "report.pdf"]


def test_a_deletion_that_is_refused_keeps_the_file(store, committed):
    with committed():
        measurement = with_file(state="verified")

    with committed(), pytest.raises(ValidationError):
        measurement.delete()

    assert kept(store) == ["report.pdf"]


def test_a_change_of_something_else_keeps_the_file(store, committed):
    with committed():
        measurement = with_file()

    measurement.note = "Counted again"
    with committed():
        measurement.save()

    assert kept(store) == ["report.pdf"]
