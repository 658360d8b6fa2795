"""The history cannot be changed unseen: each way behind the application's back is found out."""

from datetime import date, timedelta
from decimal import Decimal
from io import StringIO

import pytest
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.core.management import CommandError, call_command
from django.db import transaction
from django.db.models import F, ProtectedError
from simple_history.utils import bulk_create_with_history

from logframe import history_chain
from logframe.models import Fingerprint, HistorySeal, Indicator, Measurement, Milestone
from tests.demonstration import demonstration_loaded
from tests.exchange import MEASUREMENTS, confirm, measurement_row, send
from tests.factories import make_indicator, make_measurement, make_meeting, make_member_state

pytestmark = pytest.mark.django_db


@pytest.fixture
def entries():
    """Three entries of one history: a record that was made and changed twice."""
    indicator = make_indicator(title="Stations")
    for title in ("Stations in operation", "Stations at work"):
        indicator.title = title
        indicator.save()
    return list(indicator.history.order_by("history_id"))


def problems(head: str = "") -> list[str]:
    return list(history_chain.check(head))


def behind_the_back(entry):
    """Return the row of an entry as somebody with the database in hands reaches it."""
    return type(entry).objects.filter(pk=entry.pk)


def test_the_history_is_whole_before_and_after_a_seal(entries):
    assert problems() == []

    made, covered = history_chain.seal()

    assert (made.number, covered) == (1, Fingerprint.objects.count())
    assert covered >= 3
    assert problems(made.digest) == []


@pytest.mark.parametrize("is_sealed", [False, True], ids=["waiting", "sealed"])
def test_a_changed_entry_is_found(entries, is_sealed):
    if is_sealed:
        history_chain.seal()

    behind_the_back(entries[1]).update(title="Stations, closed")

    assert problems() == [
        f"Historical indicator: entry {entries[1].pk} was changed behind the application's back."
    ]


@pytest.mark.parametrize(
    "change",
    [
        {"history_change_reason": "Asked for by nobody"},
        {"history_date": F("history_date") + timedelta(microseconds=1)},
        {"history_type": "-"},
        {"tolerance": Decimal("0.0001")},
        {"version": 9},
    ],
    ids=lambda change: next(iter(change)),
)
def test_no_column_is_left_out(entries, change):
    behind_the_back(entries[1]).update(**change)

    assert len(problems()) == 1


def test_an_entry_of_another_author_is_found(entries, officer):
    behind_the_back(entries[1]).update(history_user=officer)

    assert len(problems()) == 1


def test_a_removed_entry_is_found(entries):
    behind_the_back(entries[2])._raw_delete("default")

    assert problems() == [
        f"Historical indicator: entry {entries[2].pk} was removed behind the application's back."
    ]


def test_an_added_entry_is_found(entries):
    history_chain.seal()
    copy = entries[0]
    copy.pk = None

    type(copy).objects.bulk_create([copy])

    assert problems() == [
        f"Historical indicator: entry {copy.pk} was added behind the application's back."
    ]


def test_two_entries_that_changed_places_are_found(entries):
    first, second = entries[0].title, entries[1].title

    behind_the_back(entries[0]).update(title=second)
    behind_the_back(entries[1]).update(title=first)

    assert len(problems()) == 2


def test_who_attended_a_meeting_belongs_to_its_entry():
    meeting, state = make_meeting(), make_member_state()
    meeting.attended_by.add(state)
    entry = meeting.history.first()
    assert problems() == []

    entry.attended_by.model.objects.filter(history=entry)._raw_delete("default")

    assert problems() == [
        f"Historical meeting: entry {entry.pk} was changed behind the application's back."
    ]


# Who knows of fingerprints


def forge(entry, title):
    """Change an entry and give it the fingerprint that fits."""
    behind_the_back(entry).update(title=title)
    entry.refresh_from_db()
    Fingerprint.objects.filter(history=entry._meta.label_lower, entry=entry.pk)._raw_delete(
        "default"
    )
    history_chain.leave_fingerprints([entry])


def test_an_entry_that_was_forged_with_its_fingerprint_breaks_its_seal(entries):
    history_chain.seal()

    forge(entries[1], "Stations, closed")

    assert [sentence for sentence in problems() if "seal 1 of" in sentence]


def test_an_entry_that_was_removed_with_its_fingerprint_breaks_its_seal(entries):
    history_chain.seal()

    behind_the_back(entries[2])._raw_delete("default")
    Fingerprint.objects.filter(entry=entries[2].pk)._raw_delete("default")

    assert [sentence for sentence in problems() if "seal 1 of" in sentence]


def test_fingerprints_that_changed_places_break_their_seal(entries):
    history_chain.seal()
    first, second = Fingerprint.objects.order_by("pk")[:2]

    Fingerprint.objects.filter(pk=first.pk).update(id=-1)
    Fingerprint.objects.filter(pk=second.pk).update(id=first.pk)
    Fingerprint.objects.filter(pk=-1).update(id=second.pk)

    assert [sentence for sentence in problems() if "seal 1 of" in sentence]


def sealed_twice(entries):
    first, _covered = history_chain.seal()
    make_measurement()
    second, _covered = history_chain.seal()
    return first, second


def test_a_seal_made_anew_breaks_the_next_one(entries):
    first, _second = sealed_twice(entries)

    HistorySeal.objects.filter(pk=first.pk).update(digest="0" * 64)

    assert [sentence.split(" of ")[1] for sentence in problems()] == [
        "the history: seal 1",
        "the history: seal 2",
    ]


def test_a_seal_in_the_middle_that_is_gone_is_found(entries):
    first, _second = sealed_twice(entries)
    Fingerprint.objects.filter(seal=first).update(seal=None)
    HistorySeal.objects.filter(pk=first.pk)._raw_delete("default")

    assert problems() == ["Seals of the history: seal 1 is missing."]


def test_a_chain_cut_at_its_end_is_found_by_the_head_that_was_kept(entries):
    first, second = sealed_twice(entries)
    for row in Measurement.history.all():
        behind_the_back(row)._raw_delete("default")
    Fingerprint.objects.filter(seal=second)._raw_delete("default")
    HistorySeal.objects.filter(pk=second.pk)._raw_delete("default")

    cut = [sentence for sentence in problems(second.digest) if "chain was cut" in sentence]

    assert [sentence for sentence in problems(first.digest) if "chain was cut" in sentence] == []
    assert len(cut) == 1


# What the application itself does


def test_nothing_is_sealed_twice(entries):
    made, _covered = history_chain.seal()

    assert history_chain.seal() == (made, 0)


def test_a_save_that_is_taken_back_leaves_no_fingerprint(entries):
    before = Fingerprint.objects.count()

    with transaction.atomic():
        make_indicator()
        transaction.set_rollback(True)

    assert Fingerprint.objects.count() == before


def test_entries_made_in_bulk_are_fingerprinted_on_request(entries):
    indicator = Indicator.objects.get()
    rows = [
        Milestone(indicator=indicator, year=2027, value=value, set_on=date(2026, 1, value))
        for value in (1, 2, 3)
    ]
    made = bulk_create_with_history(rows, Milestone)
    assert len(problems()) == 1

    history_chain.leave_fingerprints(Milestone.history.filter(id__in=[row.pk for row in made]))

    assert problems() == []


def test_an_import_leaves_fingerprints(officer_client):
    make_measurement().delete()

    confirm(officer_client, MEASUREMENTS, send(officer_client, MEASUREMENTS, measurement_row()))

    assert Measurement.objects.get().value == 3
    assert problems() == []


def test_an_entry_cannot_be_changed_or_removed_by_the_application(entries):
    with pytest.raises(ValidationError, match="kept as it is"):
        entries[0].save()
    with pytest.raises(ValidationError, match="kept as it is"), transaction.atomic():
        entries[0].delete()
    with pytest.raises(ValidationError, match="kept as it is"), transaction.atomic():
        Indicator.history.all().delete()

    assert problems() == []


def test_a_seal_cannot_be_changed_or_removed_by_the_application(entries):
    made, _covered = history_chain.seal()

    with pytest.raises(ValidationError, match="kept as it is"):
        made.save()
    with pytest.raises(ValidationError, match="kept as it is"), transaction.atomic():
        Fingerprint.objects.all().delete()


def test_a_person_of_whom_the_history_tells_is_not_deleted(officer):
    indicator = make_indicator()
    indicator._history_user = officer
    indicator.save()

    with pytest.raises(ProtectedError, match="deactivate"), transaction.atomic():
        officer.delete()

    assert User.objects.filter(pk=officer.pk).exists()


def test_a_person_of_whom_it_does_not_tell_is_deleted(officer):
    officer.delete()

    assert not User.objects.filter(username="officer").exists()


# The command


def sealed_by_command(*arguments) -> str:
    said = StringIO()
    call_command("seal", *arguments, stdout=said)
    return said.getvalue()


def test_the_command_prints_the_head(entries):
    said = sealed_by_command()

    assert said.strip().endswith(f"seal 1, head {history_chain.head().digest}")
    assert sealed_by_command().startswith("Nothing is new: seal 1, head")


def test_the_first_seal_takes_in_what_is_older_than_the_chain(entries):
    Fingerprint.objects.all()._raw_delete("default")
    assert all("begin it with manage.py seal" in sentence for sentence in problems())

    sealed_by_command()

    assert problems() == []
    assert history_chain.head().note == "The history from before the first seal."


def test_a_later_seal_takes_in_nothing_by_itself(entries):
    sealed_by_command()
    behind_the_back(entries[1]).update(title="Stations, closed")

    sealed_by_command()

    assert len(problems()) == 1


def test_what_a_release_changed_is_taken_in_with_a_reason_that_stays(entries):
    sealed_by_command()
    behind_the_back(entries[1]).update(title="Stations, closed")
    behind_the_back(entries[2])._raw_delete("default")

    sealed_by_command("--accept", "Release 2 renamed a column")

    assert problems() == []
    assert history_chain.head().note == "Release 2 renamed a column"


def test_verify_tells_of_the_history_and_compares_the_head_that_was_kept(entries):
    sealed_by_command()
    said = StringIO()

    call_command("verify", head=history_chain.head().digest, stdout=said)
    with pytest.raises(CommandError, match="not all what was written"):
        call_command("verify", head="0" * 64, stdout=said)

    assert "History: no faults." in said.getvalue()
    assert "History: 1 fault." in said.getvalue()


def test_everything_that_the_demonstration_holds_is_whole(django_db_blocker):
    with demonstration_loaded(django_db_blocker):
        assert Fingerprint.objects.count() > 1000
        assert problems() == []
