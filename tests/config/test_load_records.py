"""The loader: it adds records, keeps what people did, and writes all or nothing."""

from datetime import date

import pytest
import yaml
from django.core.management import CommandError, call_command

from config.management.commands import load_records
from config.records import RECORDS_REASON, RecordsError, load_folder
from logframe.models import MemberState
from meetings.models import Addressee, Body, Decision, DecisionLink, Implementation, Meeting
from tests.factories import make_follow_up, make_user

pytestmark = pytest.mark.django_db

STATES = [
    {"model": "logframe.memberstate", "fields": {"code": "AAA", "name": "State A", "order": 1}},
    {"model": "logframe.memberstate", "fields": {"code": "BBB", "name": "State B", "order": 2}},
]
MEETINGS = [
    {
        "model": "meetings.body",
        "fields": {"code": "SOM", "name": "The Meeting", "is_governing": True},
    },
    {
        "model": "meetings.meeting",
        "fields": {
            "body": ["SOM"],
            "number": 1,
            "code": "SOM-1",
            "starts_on": date(2026, 3, 2),
            "status": "held",
            "attended_by": [["AAA"], ["BBB"]],
        },
    },
]
DECISIONS = [
    {
        "model": "meetings.decision",
        "fields": {
            "meeting": ["SOM-1"],
            "section": "I",
            "paragraph": 2,
            "sequence": 1,
            "code": "SOM-1/I/2/1",
            "wording": "The Meeting requested the Secretariat to report.",
            "kind": "request",
            "is_actionable": True,
        },
    },
    {
        "model": "meetings.addressee",
        "fields": {"decision": ["SOM-1/I/2/1"], "order": 1, "kind": "secretariat"},
    },
]


@pytest.fixture
def folder(tmp_path):
    """Write the records of two States, one meeting and one decision."""
    for name, records in (("01-a", STATES), ("02-b", MEETINGS), ("03-c", DECISIONS)):
        write(tmp_path, name, records)
    return tmp_path


def write(folder, name, records):
    text = records if isinstance(records, str) else yaml.safe_dump(records)
    (folder / f"{name}.yaml").write_text(text, encoding="utf-8")


def rewrite(folder, name, records, number, **fields):
    """Change the fields of one record of a file; None takes a field out."""
    changed = {**records[number]["fields"], **fields}
    changed = {key: value for key, value in changed.items() if value is not None}
    everything = [*records]
    everything[number] = {**records[number], "fields": changed}
    write(folder, name, everything)


def test_it_writes_all_rows_and_says_in_their_history_that_it_did(folder):
    report = load_folder(folder)

    assert len(report.created) == 6
    assert report.created[-2] == "decision SOM-1/I/2/1."
    meeting = Meeting.objects.get(code="SOM-1")
    assert meeting.starts_on == date(2026, 3, 2)
    assert [state.code for state in meeting.attended_by.all()] == ["AAA", "BBB"]
    assert {entry.history_change_reason for entry in meeting.history.all()} == {RECORDS_REASON}


def test_a_second_run_changes_nothing(folder):
    load_folder(folder)
    entries = Decision.history.count(), Meeting.history.count(), MemberState.history.count()

    report = load_folder(folder)

    assert report.changes_nothing
    assert (len(report.unchanged), report.kept) == (6, [])
    assert entries == (
        Decision.history.count(),
        Meeting.history.count(),
        MemberState.history.count(),
    )


def test_a_row_that_only_the_loader_wrote_follows_its_record(folder):
    load_folder(folder)
    rewrite(folder, "02-b", MEETINGS, 1, city="Seoul", attended_by=[["BBB"]])

    report = load_folder(folder)

    assert report.updated == [
        "meeting SOM-1: attended_by: State A, State B -> State B; city: (empty) -> Seoul"
    ]
    assert load_folder(folder).changes_nothing
    assert [state.code for state in Meeting.objects.get().attended_by.all()] == ["BBB"]


def test_a_long_text_is_told_from_where_it_changed(folder):
    wording = "The Meeting requested the Secretariat " + "to report and " * 20
    rewrite(folder, "03-c", DECISIONS, 0, wording=wording + "to wait.")
    load_folder(folder)
    rewrite(folder, "03-c", DECISIONS, 0, wording=wording + "to go.")

    [sentence] = load_folder(folder).updated

    assert sentence.startswith("decision SOM-1/I/2/1: wording: … ")
    assert "to wait. -> … " in sentence
    assert sentence.endswith(" and to report and to go.")


def test_what_staff_changed_is_kept_and_told(folder):
    load_folder(folder)
    meeting = Meeting.objects.get()
    meeting.city, meeting.starts_on = "Seoul", date(2026, 3, 3)
    meeting.save()

    report = load_folder(folder)

    assert report.changes_nothing
    assert report.kept == [
        "meeting SOM-1, as staff changed it (ours -> theirs): "
        "starts_on: 2026-03-02 -> 2026-03-03; city: (empty) -> Seoul"
    ]
    assert Meeting.objects.get().starts_on == date(2026, 3, 3)


def test_what_staff_changed_is_kept_when_the_record_changes_too(folder):
    load_folder(folder)
    state = MemberState.objects.get(code="AAA")
    state.name = "Republic of A"
    state.save()
    rewrite(folder, "01-a", STATES, 0, order=9)

    report = load_folder(folder)

    assert report.changes_nothing
    state.refresh_from_db()
    assert (state.name, state.order) == ("Republic of A", 1)


def test_a_changed_list_of_rows_is_a_staff_change_too(folder):
    load_folder(folder)
    Meeting.objects.get().attended_by.remove(MemberState.objects.get(code="BBB"))

    report = load_folder(folder)

    assert report.kept == [
        "meeting SOM-1, as staff changed it (ours -> theirs): "
        "attended_by: State A, State B -> State A"
    ]


def test_a_row_that_staff_made_themselves_is_theirs(folder):
    MemberState.objects.create(code="AAA", name="Land of A", order=5)

    report = load_folder(folder)

    assert len(report.created) == 5
    assert report.kept == [
        "member State AAA, as staff changed it (ours -> theirs): "
        "name: State A -> Land of A; order: 1 -> 5"
    ]


def test_how_far_a_decision_is_belongs_to_the_follow_ups(folder):
    load_folder(folder)
    make_follow_up(decision=Decision.objects.get(), date=date(2026, 4, 1))

    kept = load_folder(folder).kept
    load_folder(folder, overwrite=True)

    assert kept == [
        "decision SOM-1/I/2/1, as staff changed it (ours -> theirs): "
        "implementation: not_started -> in_progress",
        "addressee SOM-1/I/2/1, 1, as staff changed it (ours -> theirs): "
        "implementation: not_started -> in_progress",
    ]
    assert Decision.objects.get().implementation == Implementation.IN_PROGRESS


def test_overwrite_writes_over_what_staff_changed_and_tells_old_and_new(folder):
    load_folder(folder)
    meeting = Meeting.objects.get()
    meeting.starts_on = date(2026, 3, 3)
    meeting.save()

    report = load_folder(folder, overwrite=True)

    assert report.updated == ["meeting SOM-1: starts_on: 2026-03-03 -> 2026-03-02"]
    assert Meeting.objects.get().starts_on == date(2026, 3, 2)
    assert load_folder(folder).kept == []


def test_overwrite_leaves_what_the_records_do_not_know(folder):
    load_folder(folder)
    decision = Decision.objects.get()
    decision.owner, decision.kind = make_user("officer"), Decision.Kind.NOTE
    decision.save()

    report = load_folder(folder, overwrite=True)

    decision.refresh_from_db()
    assert report.updated == ["decision SOM-1/I/2/1: kind: note -> request"]
    assert decision.owner is not None


def test_what_staff_deleted_stays_deleted_with_all_that_belonged_to_it(folder):
    load_folder(folder)
    Decision.objects.get().delete()

    report = load_folder(folder)

    assert report.changes_nothing
    assert report.kept == [
        "decision SOM-1/I/2/1 is left alone: staff deleted it.",
        "addressee SOM-1/I/2/1, 1 is left alone: "
        "what it refers to was deleted or renamed by staff.",
    ]
    assert not Decision.objects.exists()


def test_overwrite_brings_back_what_staff_deleted(folder):
    load_folder(folder)
    Decision.objects.get().delete()

    report = load_folder(folder, overwrite=True)

    assert report.created[0] == "decision SOM-1/I/2/1: again, after staff had deleted it."
    assert Addressee.objects.filter(decision__code="SOM-1/I/2/1").exists()


def rename(code, other):
    state = MemberState.objects.get(code=code)
    state.code = other
    state.save()


def test_what_staff_gave_another_key_is_not_created_a_second_time(folder):
    load_folder(folder)
    rename("BBB", "CCC")

    report = load_folder(folder)

    assert report.changes_nothing
    assert report.kept == [
        "member State BBB is left alone: staff renamed it to CCC.",
        "meeting SOM-1 is left alone: what it refers to was deleted or renamed by staff.",
    ]
    assert sorted(MemberState.objects.values_list("code", flat=True)) == ["AAA", "CCC"]


def test_overwrite_gives_back_the_key_that_staff_changed(folder):
    load_folder(folder)
    rename("BBB", "CCC")

    report = load_folder(folder, overwrite=True)

    assert report.updated == ["member State BBB: code: CCC -> BBB"]
    assert sorted(MemberState.objects.values_list("code", flat=True)) == ["AAA", "BBB"]


def test_a_dry_run_tells_all_and_writes_nothing(folder):
    load_folder(folder)
    rewrite(folder, "02-b", MEETINGS, 1, city="Seoul")
    write(
        folder, "04-d", [{"model": "meetings.body", "fields": {"code": "SPC", "name": "Another"}}]
    )

    report = load_folder(folder, dry_run=True)

    assert report.created == ["body SPC."]
    assert report.updated == ["meeting SOM-1: city: (empty) -> Seoul"]
    assert Meeting.objects.get().city == ""
    assert Body.objects.count() == 1
    assert Meeting.history.filter(city="Seoul").count() == 0


def decision_with(**fields):
    return [{"model": "meetings.decision", "fields": DECISIONS[0]["fields"] | fields}]


@pytest.mark.parametrize(
    ("records", "message"),
    [
        pytest.param("- model: [", "09.yaml is not YAML in UTF-8", id="no-yaml"),
        pytest.param("model: x", "09.yaml is not a list of records.", id="no-list"),
        pytest.param(
            [{"model": "logframe.memberstate", "pk": 1, "fields": {}}],
            "09.yaml, record 1: a record has a model and fields, and nothing else.",
            id="number-of-the-database",
        ),
        pytest.param(
            [{"model": "logframe.country", "fields": {}}],
            "09.yaml, record 1: there are no records 'logframe.country'.",
            id="unknown-model",
        ),
        pytest.param(
            [{"model": "auth.user", "fields": {"username": "somebody"}}],
            "09.yaml, record 1: there are no records 'auth.user'.",
            id="not-a-record",
        ),
        pytest.param(
            [{"model": "logframe.memberstate", "fields": {"code": "C", "size": 1}}],
            "09.yaml, record 1 (logframe.memberstate): there is no field 'size'.",
            id="unknown-field",
        ),
        pytest.param(
            STATES[:1],
            "09.yaml, record 1 (member State AAA): stands already in 01-a.yaml, record 1.",
            id="twice",
        ),
        pytest.param(
            decision_with(paragraph=3, code="SOM-1/I/3/1", area=["2026-2030", "AP"]),
            "09.yaml, record 1 (decision SOM-1/I/3/1), field area: "
            "there is no thematic area 2026-2030, AP.",
            id="unknown-row",
        ),
        pytest.param(
            [
                {
                    "model": "meetings.meeting",
                    "fields": {
                        "body": ["SOM"],
                        "number": 2,
                        "code": "SOM-2",
                        "attended_by": [["AAA"], ["ZZZ"]],
                    },
                }
            ],
            "09.yaml, record 1 (meeting SOM-2), field attended_by: there is no member State ZZZ.",
            id="unknown-row-in-a-list",
        ),
        pytest.param(
            decision_with(paragraph=3, code="SOM-1/I/3/1", addressees=[]),
            "09.yaml, record 1 (meetings.decision): there is no field 'addressees'.",
            id="not-a-field-of-its-own",
        ),
        pytest.param(
            decision_with(paragraph=3, code="SOM-1/I/3/1", area="AP"),
            "09.yaml, record 1 (decision SOM-1/I/3/1), field area: “AP” value must be",
            id="row-not-named-by-a-list",
        ),
        pytest.param(
            decision_with(paragraph=3, code={"SOM-1": "I"}),
            "09.yaml, record 1 (decision {'SOM-1': 'I'}), field code: ",
            id="mapping-for-a-text",
        ),
        pytest.param(
            decision_with(paragraph=3, code="SOM-1/I/3/1", due_on="soon"),
            "09.yaml, record 1 (decision SOM-1/I/3/1), field due_on: “soon” value has",
            id="no-date",
        ),
        pytest.param(
            decision_with(paragraph=3, code="SOM-1/I/3/1", kind="sing"),
            "09.yaml, record 1 (decision SOM-1/I/3/1), field kind: Value 'sing' is not",
            id="rule-of-a-field",
        ),
        pytest.param(
            [
                {
                    "model": "meetings.addressee",
                    "fields": {"decision": ["SOM-1/I/2/1"], "order": 2, "kind": "body"},
                }
            ],
            "09.yaml, record 1 (addressee SOM-1/I/2/1, 2): Name what fits the kind",
            id="rule-across-fields",
        ),
        pytest.param(
            decision_with(paragraph=3, code="SOM-1/I/4/1"),
            "09.yaml, record 1 (decision SOM-1/I/4/1), field code: "
            "follows from other fields: 'SOM-1/I/3/1'.",
            id="code-of-another-place",
        ),
        pytest.param(
            [{"model": "meetings.decisionlink", "fields": {"strength": "direct"}}],
            "09.yaml, record 1 (link to the plan (empty)), field decision: "
            "is missing, and the key of the record needs it.",
            id="no-key",
        ),
    ],
)
def test_a_bad_file_is_named_with_record_and_field_and_nothing_is_written(folder, records, message):
    write(folder, "09", records)

    with pytest.raises(RecordsError) as refusal:
        load_folder(folder)

    assert message in str(refusal.value)
    assert not MemberState.objects.exists()
    assert not Decision.objects.exists()
    assert not DecisionLink.objects.exists()


def test_a_folder_without_records_is_refused(tmp_path):
    with pytest.raises(RecordsError, match="There are no records in"):
        load_folder(tmp_path)


def test_another_reason_counts_as_the_loader_too(folder):
    load_folder(folder)
    rewrite(folder, "02-b", MEETINGS, 1, city="Seoul")

    report = load_folder(folder, reason="loaded for a demonstration")

    assert len(report.updated) == 1
    assert Meeting.objects.get().history.first().history_change_reason == (
        "loaded for a demonstration"
    )


def test_it_tells_its_progress(folder):
    told = []

    load_folder(folder, progress=lambda done, total: told.append((done, total)))

    assert told == [(done, 6) for done in range(1, 7)]


# The command


@pytest.fixture
def run(folder, monkeypatch, capsys):
    """Run the command on the small folder and return what it says."""
    monkeypatch.setattr(load_records, "RECORDS_FOLDER", folder)

    def run(*options):
        call_command("load_records", *options)
        return capsys.readouterr().out

    return run


def test_the_command_says_what_it_did_and_the_second_time_that_it_did_nothing(run):
    first, second = run(), run()

    assert first == "6 created, 0 updated, 0 unchanged, 0 kept as staff left them.\n"
    assert second == (
        "Nothing to change: the records are loaded already.\n"
        "0 created, 0 updated, 6 unchanged, 0 kept as staff left them.\n"
    )


def test_the_command_names_what_it_keeps_and_what_it_overwrites(run):
    run()
    state = MemberState.objects.get(code="AAA")
    state.name = "Republic of A"
    state.save()

    kept, overwritten = run(), run("--overwrite")

    assert "Kept: member State AAA, as staff changed it (ours -> theirs): name: State A" in kept
    assert "Updated: member State AAA: name: Republic of A -> State A\n" in overwritten


def test_the_command_tells_in_a_dry_run_what_would_happen(run):
    said = run("--dry-run")

    assert "Would be created: decision SOM-1/I/2/1.\n" in said
    assert said.endswith("This was a dry run: nothing was written.\n")
    assert not Decision.objects.exists()


def test_the_command_ends_with_a_sentence_where_a_record_is_bad(run, folder):
    rewrite(folder, "01-a", STATES, 1, code="TOO LONG")

    with pytest.raises(CommandError) as refusal:
        run()

    assert str(refusal.value) == (
        "Nothing was loaded. 01-a.yaml, record 2 (member State TOO LONG), field code: "
        "Ensure this value has at most 3 characters (it has 8)."
    )


def test_the_command_draws_a_bar_in_a_terminal(run, monkeypatch):
    monkeypatch.setattr("django.core.management.base.OutputWrapper.isatty", lambda self: True)

    said = run()

    assert "[######" in said
    assert "5 of 6 records" in said
