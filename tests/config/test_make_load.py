"""The command make_load: an invented plan that keeps every rule, the same every time.

The rules are asked of some rows of every kind in every run, of more in the CI:

    LOAD_SAMPLE=60 .venv/bin/pytest tests/config/test_make_load.py
"""

import os
from collections import Counter
from datetime import date
from io import StringIO

import pytest
from django.apps import apps
from django.core.management import CommandError, call_command
from django.db import transaction

from config import demonstration, load
from logframe.models import Indicator, Measurement, MemberState, Plan, ReviewState
from logframe.models.base import Record
from logframe.models.review import Reviewed
from logframe.progress import Status
from logframe.scorecard import Scorecard
from meetings.models import Decision, Implementation, Meeting
from tests.demonstration import taken_back
from tests.factories import make_plan, make_user

pytestmark = pytest.mark.django_db

ON = date(2026, 11, 22)
SAMPLE = int(os.environ.get("LOAD_SAMPLE", "20"))  # of each kind


@pytest.fixture(scope="class")
def _load(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock(), taken_back():
        load.make(1)
        yield


@pytest.fixture
def debug(settings):
    """Tests run with DEBUG off; the command wants it on."""
    settings.DEBUG = True


def checked_as_new(row: Record) -> None:
    """Check a row as if it were just typed: what was verified could not be saved again."""
    with transaction.atomic():
        if isinstance(row, Reviewed):
            type(row)._base_manager.filter(pk=row.pk)._raw_delete("default")
            row._state.adding = True
        row.full_clean()
        transaction.set_rollback(True)


def records() -> list[type[Record]]:
    return [model for model in apps.get_models() if issubclass(model, Record)]


@pytest.mark.usefixtures("_load")
class TestOneTime:
    def test_it_is_as_large_as_it_says(self):
        plan = Plan.objects.get(slug=load.SLUG)

        assert plan == Plan.objects.current()
        assert (plan.areas.count(), plan.outputs.count()) == (6, 27)
        assert plan.indicators.count() == 87
        assert Measurement.objects.count() > 435
        assert Decision.objects.filter(meeting__number__gt=100).count() == 1000
        assert Meeting.objects.filter(number__gt=100, body__is_governing=True).count() == 40

    def test_the_history_tells_ten_thousand_entries_of_it(self):
        told = sum(
            model.objects.filter(history_change_reason="load data, invented").count()
            for model in load.histories()
        )

        assert told == 10_000

    @pytest.mark.parametrize("model", records(), ids=lambda model: model.__name__)
    def test_every_row_of_a_sample_keeps_every_rule(self, model):
        rows = model._base_manager.order_by("-pk")[:SAMPLE]

        for row in rows:
            checked_as_new(row)

    def test_every_status_measure_direction_and_accumulation_occurs(self):
        scores = list(Scorecard.load(Plan.objects.current(), on=ON).indicators)
        statuses = Counter(score.status for score in scores)

        assert statuses.keys() == set(Status)
        for field, words in (
            ("measure", Indicator.Measure),
            ("direction", Indicator.Direction),
            ("accumulation", Indicator.Accumulation),
            ("adoption", Indicator.Adoption),
        ):
            assert {getattr(score.indicator, field) for score in scores} == set(words)

    def test_every_state_and_every_step_of_the_review_occurs(self):
        values = Measurement.objects.all()

        assert set(values.values_list("state", flat=True)) == set(ReviewState)
        assert set(values.values_list("member_state__code", flat=True)) == {
            None,
            *MemberState.objects.values_list("code", flat=True),
        }
        assert values.exclude(replaces=None).exists()

    def test_decisions_have_come_to_every_point(self):
        found = Decision.objects.values_list("implementation", flat=True)

        assert set(found) == set(Implementation)

    def test_a_second_run_changes_nothing(self, debug):
        out = StringIO()
        before = Indicator.history.count()

        call_command("make_load", times=1, stdout=out)

        assert "made already" in out.getvalue()
        assert Indicator.history.count() == before

    def test_a_load_of_another_size_is_refused(self, debug):
        with pytest.raises(CommandError, match=r"has a load of 1, .*load-10\.sqlite3"):
            call_command("make_load", times=10)


def test_it_is_refused_where_people_have_entered_something(debug):
    make_user("officer", username="somebody")

    with pytest.raises(CommandError, match=r"has real entries \(1 users\)"):
        call_command("make_load")


def test_it_is_refused_over_the_demonstration(debug):
    make_plan(notice=demonstration.NOTICE)
    make_user("officer", username="officer")

    with pytest.raises(CommandError, match="real entries"):
        call_command("make_load")


def test_it_is_refused_while_debug_is_off():
    with pytest.raises(CommandError, match="DEBUG"):
        call_command("make_load")
