"""The command demo, and whether the demonstration has something to show everywhere."""

import socket
from collections import Counter
from datetime import date
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import transaction

from config import demonstration
from config.management.commands import demo
from logframe.models import (
    FocalPoint,
    Indicator,
    Measurement,
    MemberState,
    Milestone,
    Plan,
    ProgressReport,
    ReportingPeriod,
    ReviewReturn,
    ReviewState,
)
from logframe.progress import Status
from logframe.scorecard import Scorecard
from meetings.models import Decision, FollowUp, Implementation
from tests.demonstration import demonstration_loaded, load_demonstration
from tests.factories import (
    make_activity,
    make_follow_up,
    make_measurement,
    make_milestone,
    make_user,
)

ON = date(2026, 11, 22)


@pytest.fixture
def debug(settings):
    """Tests run with DEBUG off; the demonstration wants it on."""
    settings.DEBUG = True


def run_demo(**options) -> str:
    """Run the command without serving and return what it wrote."""
    out = StringIO()
    call_command("demo", no_serve=True, stdout=out, **options)
    return out.getvalue()


@pytest.fixture(scope="class")
def _demonstration(django_db_setup, django_db_blocker):
    with demonstration_loaded(django_db_blocker):
        yield


@pytest.fixture
def plan(db) -> Plan:
    return Plan.objects.current()


@pytest.fixture
def scorecard(plan) -> Scorecard:
    return Scorecard.load(plan, on=ON)


@pytest.mark.usefixtures("_demonstration")
class TestWhatIsLoaded:
    def test_every_status_is_shown(self, scorecard):
        shown = {score.status for score in scorecard.indicators}

        assert shown == set(Status)

    def test_most_that_can_be_judged_is_good_in_every_area(self, scorecard):
        for area in scorecard.areas:
            groups = Counter(score.status.group.value for score in area.indicators)

            assert groups["good"] > groups["watch"] + groups["poor"], area.area

    def test_every_review_state_and_every_rating_appears(self, db):
        for model in (Measurement, ProgressReport):
            assert set(model.objects.values_list("state", flat=True)) == set(ReviewState)
        ratings = set(ProgressReport.objects.verified().values_list("rating", flat=True))
        assert ratings == set(ProgressReport.Rating)

    def test_every_state_of_implementation_appears(self, db):
        shown = set(Decision.objects.values_list("implementation", flat=True))

        assert shown == set(Implementation)

    def test_there_are_overdue_decisions_and_stale_follow_ups(self, db):
        assert Decision.objects.overdue(ON).exists()
        assert FollowUp.objects.filter(
            next_update_on__lt=ON, decision__in=Decision.objects.open()
        ).exists()

    def test_every_returned_row_says_why(self, db):
        returned = [
            *Measurement.objects.filter(state=ReviewState.RETURNED),
            *ProgressReport.objects.filter(state=ReviewState.RETURNED),
        ]

        assert all(row.returns.exists() for row in returned)
        assert ReviewReturn.objects.count() == len(returned)

    def test_there_is_one_of_everything_that_pages_treat_apart(self, db):
        assert Measurement.objects.filter(value=0).exists()
        assert Measurement.objects.filter(not_applicable=True).exists()
        assert Measurement.objects.filter(is_provisional=True).exists()
        assert Measurement.objects.in_force(ON).filter(revision=2).exists()
        assert Measurement.objects.pending().filter(revision=2).exists()
        assert ProgressReport.objects.in_force(ON).filter(revision=2).exists()
        assert Milestone.objects.exclude(set_on=date(2026, 1, 30)).count() == 3
        assert Indicator.objects.filter(milestones=None).count() == 2

    def test_a_rating_that_differs_from_the_figures_gives_its_reason(self, scorecard):
        for output in scorecard.outputs:
            for report in (*output.reports.values(), *output.pending_reports):
                differs = report.rating != output.summary.status.value
                assert not (report.rating and differs and not report.rating_reason), output.output

    def test_the_first_year_falls_due_early_and_its_history_says_why(self, plan):
        period = ReportingPeriod.objects.get(plan=plan, year=2026)

        assert period.due_on == date(2026, 10, 31)
        assert period.history.first().history_change_reason == demonstration.REASON

    def test_the_notice_is_up(self, plan):
        assert plan.notice == demonstration.NOTICE

    def test_what_can_be_mistaken_for_real_says_that_it_is_not(self, db):
        texts = [
            *Measurement.objects.exclude(note="").values_list("note", flat=True),
            *ProgressReport.objects.values_list("achievements", flat=True),
            *FollowUp.objects.values_list("what_was_done", flat=True),
            *ReviewReturn.objects.values_list("reason", flat=True),
        ]

        assert [text for text in texts if not text.startswith("Demonstration: ")] == []

    @pytest.mark.parametrize("username", ["manager", "officer", "focal"])
    def test_the_people_can_sign_in(self, db, client, username):
        assert client.login(username=username, password="demo")

    def test_nobody_is_superuser_and_only_staff_enter_the_admin(self, db, django_user_model):
        users = django_user_model.objects

        assert not users.filter(is_superuser=True).exists()
        assert set(users.filter(is_staff=True).values_list("username", flat=True)) == {
            "manager",
            "officer",
        }
        assert FocalPoint.objects.get(user__username="focal").member_state.code == "MNG"

    def test_a_second_run_changes_nothing(self, db, debug):
        before = picture()

        said = run_demo()

        assert "nothing was changed" in said
        assert picture() == before

    def test_it_says_where_and_how_to_sign_in(self, db, debug):
        said = run_demo(port=8010)

        assert "http://127.0.0.1:8010/" in said
        assert all(f"  {name}" in said for name in ("manager", "officer", "focal"))
        assert "password demo" in said


def test_what_is_put_back_for_another_module_is_the_same_and_can_be_added_to(db):
    pictures = []
    for _ in range(2):
        with transaction.atomic():
            load_demonstration()
            pictures.append(picture())
            make_activity(code="D99")
            transaction.set_rollback(True)

    assert pictures[0] == pictures[1]
    assert pictures[0]["Milestone"][0]


class TestWhatIsRefused:
    def test_it_is_refused_while_debug_is_off(self, db, django_user_model):
        with pytest.raises(CommandError, match="refused while DEBUG is off"):
            run_demo()

        assert not django_user_model.objects.exists()

    @pytest.mark.parametrize(
        "make",
        [make_user, make_milestone, make_measurement, make_follow_up],
        ids=lambda m: m.__name__,
    )
    def test_a_database_with_real_entries_is_left_alone(self, db, debug, make):
        make()
        before = picture()

        with pytest.raises(CommandError, match="DATABASE_URL"):
            run_demo()

        assert picture() == before

    def test_a_port_that_is_taken_is_told_before_anything_is_done(self, db, debug):
        with socket.socket() as taken:
            taken.bind((demo.HOST, 0))
            taken.listen()

            with pytest.raises(CommandError, match="choose another one"):
                call_command("demo", port=taken.getsockname()[1])

        assert not Plan.objects.exists()

    def test_a_clock_that_is_slow_is_told(self, db, debug, monkeypatch):
        monkeypatch.setattr(demonstration.timezone, "localdate", lambda: date(2026, 3, 1))

        with pytest.raises(CommandError, match="set its clock right"):
            run_demo()

    def test_a_load_that_fails_leaves_nothing_behind(self, db, monkeypatch, django_user_model):
        def load_a_state(folder, **options):
            MemberState.objects.get_or_create(code="MNG", defaults={"name": "A State"})

        def fail(path):
            raise demonstration.DemonstrationError("a reason")

        monkeypatch.setattr(demonstration, "load_folder", load_a_state)
        monkeypatch.setattr(demonstration, "load_returns", fail)

        with pytest.raises(demonstration.DemonstrationError), transaction.atomic():
            demonstration.load()

        assert not django_user_model.objects.exists()
        assert not MemberState.objects.exists()


def picture() -> dict:
    """Return what is in the tables that the command may touch, with the length of the history."""
    models = (Plan, ReportingPeriod, Indicator, Milestone, Measurement, ProgressReport, FollowUp)
    return {
        model.__name__: (
            list(model.objects.order_by("pk").values()),
            model.history.count(),
        )
        for model in models
    }
