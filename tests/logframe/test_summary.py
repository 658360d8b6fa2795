"""The statuses, their groups, and many of them summed up in counts and one word."""

from dataclasses import FrozenInstanceError
from itertools import pairwise
from types import SimpleNamespace

import pytest

from logframe.progress import Group, Status, summarise


@pytest.mark.parametrize(
    ("slug", "word", "shape", "group"),
    [
        ("discontinued", "Discontinued", "–", "closed"),
        ("setup_incomplete", "Set-up incomplete", "!", "not_assessable"),
        ("not_yet_due", "Not yet due", "○", "not_yet_due"),
        ("report_due", "Report due", "?", "not_assessable"),
        ("report_overdue", "Report overdue", "?", "not_assessable"),
        ("achieved", "Achieved", "✓", "good"),
        ("achieved_late", "Achieved late", "✓", "good"),
        ("baseline_missing", "Baseline missing", "?", "not_assessable"),
        ("partly_achieved", "Partly achieved", "◐", "watch"),
        ("not_achieved", "Not achieved", "✕", "poor"),
        ("regressing", "Regressing", "▼", "poor"),
        ("on_track", "On track", "●", "good"),
        ("at_risk", "At risk", "▲", "watch"),
        ("off_track", "Off track", "■", "poor"),
    ],
)
def test_status_has_its_word_shape_and_group(slug, word, shape, group):
    status = Status(slug)

    assert (status.word, status.shape, status.group) == (word, shape, Group(group))
    assert str(status) == word


def test_there_are_fourteen_statuses_in_six_groups():
    assert len(Status) == 14
    assert [str(group) for group in Group] == [
        "Good",
        "Watch",
        "Poor",
        "Not assessable",
        "Not yet due",
        "Closed",
    ]


def test_statuses_are_ordered_from_good_to_closed():
    order = [list(Group).index(status.group) for status in Status]

    assert all(first <= second for first, second in pairwise(order))


def summary_of(*slugs):
    return summarise(SimpleNamespace(status=Status(slug)) for slug in slugs)


@pytest.mark.parametrize(
    ("slugs", "word", "coverage"),
    [
        ("achieved on_track off_track", "off_track", "3 of 3"),
        ("at_risk regressing", "off_track", "2 of 2"),
        ("achieved not_achieved discontinued", "off_track", "2 of 2"),
        ("off_track report_overdue not_yet_due", "off_track", "1 of 3"),
        ("achieved on_track at_risk", "at_risk", "3 of 3"),
        ("achieved partly_achieved", "at_risk", "2 of 2"),
        ("at_risk setup_incomplete", "at_risk", "1 of 2"),
        ("achieved achieved", "achieved", "2 of 2"),
        ("achieved achieved_late", "achieved", "2 of 2"),
        ("achieved_late", "achieved", "1 of 1"),
        ("achieved discontinued", "achieved", "1 of 1"),
        ("achieved achieved_late discontinued", "achieved", "2 of 2"),
        ("achieved on_track", "on_track", "2 of 2"),
        ("achieved not_yet_due", "on_track", "1 of 2"),
        ("achieved_late report_due", "on_track", "1 of 2"),
        ("on_track report_overdue", "on_track", "1 of 2"),
        (
            "not_yet_due setup_incomplete baseline_missing report_due report_overdue",
            "report_overdue",
            "0 of 5",
        ),
        ("not_yet_due setup_incomplete baseline_missing report_due", "report_due", "0 of 4"),
        ("not_yet_due setup_incomplete baseline_missing", "baseline_missing", "0 of 3"),
        ("not_yet_due setup_incomplete", "setup_incomplete", "0 of 2"),
        ("not_yet_due discontinued", "not_yet_due", "0 of 1"),
        ("discontinued discontinued", "discontinued", "0 of 0"),
        ("", "discontinued", "0 of 0"),
    ],
)
def test_one_word_is_the_worst_that_speaks(slugs, word, coverage):
    summary = summary_of(*slugs.split())

    assert summary.status == Status(word)
    assert str(summary) == f"{Status(word).word}, {coverage} assessable"


def test_summary_counts_every_status_and_group():
    summary = summary_of(
        "on_track", "on_track", "achieved", "regressing", "report_due", "discontinued"
    )

    assert {status: n for status, n in summary.statuses.items() if n} == {
        Status.ON_TRACK: 2,
        Status.ACHIEVED: 1,
        Status.REGRESSING: 1,
        Status.REPORT_DUE: 1,
        Status.DISCONTINUED: 1,
    }
    assert list(summary.statuses) == list(Status)
    assert summary.groups == {
        Group.GOOD: 3,
        Group.WATCH: 0,
        Group.POOR: 1,
        Group.NOT_ASSESSABLE: 1,
        Group.NOT_YET_DUE: 0,
        Group.CLOSED: 1,
    }
    assert (summary.assessable, summary.total) == (4, 5)


def test_summary_cannot_be_changed():
    with pytest.raises(FrozenInstanceError):
        summary_of("at_risk").status = Status.ON_TRACK
