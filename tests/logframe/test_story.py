"""The history of a record reads as a story: who did what, when, why, from what to what."""

import re
from datetime import datetime
from html import unescape

import pytest
from django.urls import reverse
from django.utils import timezone

from logframe.dates import day
from logframe.models import Indicator, Measurement
from logframe.story import Story
from tests.factories import (
    make_activity,
    make_addressee,
    make_agenda_item,
    make_area,
    make_decision,
    make_decision_link,
    make_follow_up,
    make_indicator,
    make_measurement,
    make_meeting,
    make_member_state,
    make_milestone,
    make_output,
    make_period,
    make_progress_report,
    make_user,
)
from tests.forms import admin_url, filled, save, text_of

pytestmark = pytest.mark.django_db

WITHIN_A_LINE = re.compile(r"<time.*?</time>|</?(a|b|q|del|ins)\b[^>]*>", re.DOTALL)


def told(response) -> list[str]:
    """The entries of the history on a page, the oldest first, without their time."""
    page = response.content.decode()
    entries = page.partition('<ol class="story">')[2].partition("</ol>")[0]
    lines = (WITHIN_A_LINE.sub("", entry) for entry in entries.split("<li>\n")[1:])
    texts = [re.sub(r"<[^>]+>", " ", line) for line in lines]
    return [unescape(" ".join(text.split())) for text in reversed(texts)]


def words(entry) -> str:
    """An entry as a line."""
    changes = [f"{one.label} {one.old} > {one.new}" for one in entry.changes]
    sentence = " ".join(filter(None, (entry.who, entry.did, entry.what, entry.why)))
    return "; ".join([sentence, *changes])


def story(record, reader) -> list[str]:
    """The story of a record, the oldest first."""
    return [words(entry) for entry in reversed(Story(record, reader)[:50])]


def story_page(record) -> str:
    """The page of a record on which its story is told."""
    return f"{record.get_absolute_url()}?history=1"


def review(client, row, page: str, **more) -> None:
    row.refresh_from_db()
    client.post(admin_url(row, page), {"seen_version": row.version} | more)
    row.refresh_from_db()


@pytest.fixture
def indicator(db):
    """An indicator of a plan with two reporting years."""
    make_period(year=2026)
    make_period(year=2027)
    return make_indicator()


def a_round(officer_client, manager_client, indicator) -> Measurement:
    """Record 5, have it returned, change it to 4, have it verified, correct it to 6."""
    form = f"{admin_url(Measurement, 'add')}?indicator={indicator.pk}"
    typed = {"value": "5", "as_of": "2026-06-30", "_submit_for_verification": "1"}
    officer_client.post(form, filled(officer_client.get(form), **typed))
    row = Measurement.objects.get()
    review(manager_client, row, "return", reason="Wrong year")
    save(officer_client, row, value="4", _submit_for_verification="1")
    review(manager_client, row, "verify")
    form = f"{admin_url(Measurement, 'add')}?replaces={row.pk}"
    corrected = typed | {"value": "6", "replacement_reason": "Counted twice"}
    officer_client.post(form, filled(officer_client.get(form), **corrected))
    correction = Measurement.objects.get(replaces=row)
    review(manager_client, correction, "verify")
    return correction


def test_returning_and_correcting_read_as_a_story_on_the_page(
    officer_client, manager_client, indicator
):
    a_round(officer_client, manager_client, indicator)

    assert told(officer_client.get(story_page(indicator)))[1:] == [
        "officer recorded measurement 2026 Value: 5 As of: 30 June 2026",
        "officer submitted measurement 2026",
        "manager returned measurement 2026: Wrong year",
        "officer changed measurement 2026 Value: 5 → 4",
        "officer submitted measurement 2026",
        "manager verified measurement 2026",
        "officer corrected measurement 2026: Counted twice Value: 4 → 6",
        "officer submitted measurement 2026 (correction)",
        "manager verified measurement 2026 (correction)",
    ]


def test_a_correction_is_told_with_what_it_corrects(officer_client, manager_client, indicator):
    correction = a_round(officer_client, manager_client, indicator)

    page = officer_client.get(admin_url(correction, "history"))

    first = "measurement 4.1(a)-1 Indicator 1, 2026"
    assert told(page)[-4:] == [
        f"manager verified {first}",
        "officer corrected: Counted twice Value: 4 → 6",
        "officer submitted",
        "manager verified",
    ]
    assert f'<a href="{admin_url(correction.replaces)}">{first}</a>' in page.content.decode()
    original = officer_client.get(admin_url(correction.replaces, "history"))
    assert f"manager verified {first} (correction)" in told(original)[-1]
    assert f'<a href="{admin_url(correction)}">' in original.content.decode()


def test_closing_and_reopening_a_year_are_in_its_history(manager, manager_client):
    period = make_period(year=2026)
    period.close(manager)
    period.reopen(manager, "Late figures")
    today = day(timezone.localdate())

    assert told(manager_client.get(admin_url(period, "history")))[1:] == [
        f"manager closed Closed on: (empty) → {today}",
        f"manager reopened: Late figures Closed on: {today} → (empty)",
    ]


# What an entry says


def test_values_are_told_in_words(officer, officer_client):
    state, output = make_member_state(name="Sunland"), make_output()
    indicator = make_indicator(tolerance="0.5", output=output)

    save(
        officer_client,
        indicator,
        direction="decrease",
        tolerance="1",
        by_member_state="on",
        state_total="sum",
        owner=str(officer.pk),
    )
    make_measurement(indicator=Indicator.objects.get(), member_state=state, recorded_by=officer)

    assert story(indicator, officer)[1:] == [
        "officer changed; Direction increase > decrease; Tolerance 0.5 > 1; "
        "Reported by member State no > yes; States add up as  > sum of the States; "
        "Owner  > officer",
        "officer recorded measurement 2026, Sunland; Value  > 5; As of  > 30 June 2026",
    ]


def test_handling_and_derived_fields_are_not_told_as_changes(officer, manager):
    row = make_measurement(state="verified", recorded_by=officer, verified_by=manager)

    assert story(row, officer) == [
        "officer recorded; State  > verified; Indicator  > 4.1(a)-1 Indicator 1; Year  > 2026; "
        "Value  > 5; As of  > 30 June 2026"
    ]


def test_an_hour_is_told_by_the_clock_of_the_office(officer):
    row = make_measurement(state="submitted")
    row.return_to_author(officer, "Wrong year")
    noon = timezone.make_aware(datetime(2026, 5, 1, 12))
    row.returns.update(returned_at=noon)
    given = row.returns.get()
    given.save()

    assert "Returned at" in story(given, make_user("superuser"))[-1]
    assert "1 May 2026 12:00" in story(given, make_user("superuser"))[-1]


def test_a_long_text_is_shortened_where_it_begins_to_differ_and_there_as_a_whole(officer_client):
    same = "The same words stand at the beginning. " * 10
    indicator = make_indicator(definition=f"{same}Old end.")

    save(officer_client, indicator, definition=f"{same}New end.")

    page = text_of(officer_client.get(story_page(indicator)))
    assert "Old end.</del> → <ins>" in page
    assert f"<del>{same}Old end.</del> → <ins>{same}New end.</ins>" in page
    assert "<summary>Definition: <del>… " in page


def test_what_is_linked_to_many_is_told_by_names(officer):
    first, second = make_output(), make_output()
    activity = make_activity(outputs=[first])

    activity.outputs.set([second])

    assert story(activity, officer)[1:] == [
        "the system changed; Outputs  > 4.1(a) Output a",
        "the system changed; Outputs 4.1(a) Output a > ",
        "the system changed; Outputs  > 4.1(b) Output b",
    ]


def test_a_save_that_changes_nothing_is_no_part_of_the_story(officer):
    indicator = make_indicator()
    indicator.save()

    assert indicator.history.count() == 2
    assert len(story(indicator, officer)) == 1


def test_a_deleted_row_is_told_and_leads_nowhere(officer, officer_client):
    draft = make_measurement(recorded_by=officer)
    officer_client.post(admin_url(draft, "delete"), {"post": "yes"})

    last = Story(draft.indicator, officer)[:1][0]

    assert words(last) == "officer deleted measurement 2026"
    assert last.address == ""


def test_the_next_save_does_not_repeat_the_reason_of_the_last(officer, manager):
    row = make_measurement(state="submitted", recorded_by=officer)
    row.return_to_author(manager, "Wrong year")
    row.value = 4
    row.save()

    assert story(row, officer)[-1] == "the system changed; Value 5 > 4"


# What belongs to a record is told with it


def test_each_record_tells_of_what_belongs_to_it(officer):
    decision = make_decision()
    make_addressee(decision=decision, name="A centre")
    make_decision_link(decision=decision)
    make_follow_up(decision=decision, author=officer)
    report = make_progress_report(recorded_by=officer)
    milestone = make_milestone()
    item = make_agenda_item(meeting=make_meeting())
    area = report.output.objective.area

    def rows(record):
        return [entry.what for entry in Story(record, officer)[:50] if entry.what]

    assert rows(decision) == [
        "follow-up 30 June 2026",
        "link to the plan 4.1(a) Output a",
        "addressee another, A centre",
    ]
    assert rows(report.output) == ["progress report 2026"]
    assert rows(milestone.indicator) == ["milestone 2026, 1 December 2025"]
    assert rows(item.meeting) == ["agenda item 1"]
    assert rows(area) == ["objective"]


def test_a_story_asks_as_often_for_twenty_rows_as_for_three(officer, django_assert_num_queries):
    indicator = make_indicator(by_member_state=True, state_total="sum", owner=officer)
    officer.has_perm("logframe.view_indicator")
    for rows in (3, 17):
        for _number in range(rows):
            row = make_measurement(indicator=indicator, member_state=make_member_state())
            row.note = "Counted"
            row.save()
        with django_assert_num_queries(8):
            entries = Story(indicator, officer)[:50]

    assert len(entries) == 1 + 2 * 20


def test_a_page_tells_the_newest_and_leads_to_the_rest(officer_client):
    indicator = make_indicator()
    for number in range(60):
        indicator.title = f"Title {number}"
        indicator.save()

    page = officer_client.get(story_page(indicator))

    assert len(told(page)) == 50
    assert f'<a href="{admin_url(indicator, "history")}">All of the history</a>' in text_of(page)
    everything = officer_client.get(admin_url(indicator, "history"))
    assert len(told(everything)) == 61


def test_the_rest_of_a_long_history_is_on_further_pages(officer_client):
    indicator = make_indicator()
    for number in range(120):
        indicator.title = f"Title {number}"
        indicator.save()

    second = officer_client.get(f"{admin_url(indicator, 'history')}?p=2")

    assert len(told(second)) == 21
    assert "121 entries" in text_of(second)


# Who sees it


def test_the_story_is_for_staff_alone(officer_client, focal_client, client, settings):
    settings.LOGFRAME_PUBLIC = True
    decision, indicator = make_decision(), make_measurement().indicator
    records = (
        indicator,
        indicator.output,
        indicator.output.objective.area,
        decision,
        decision.meeting,
    )

    for record in records:
        page = record.get_absolute_url()
        assert '<a href="?history=1#history">History</a>' in text_of(officer_client.get(page)), page
        page = story_page(record)
        assert "<summary>History</summary>" in text_of(officer_client.get(page)), page
        for outsider in (focal_client, client):
            assert "istory" not in text_of(outsider.get(page)), page


def test_a_story_leaves_out_what_the_reader_may_not_open(officer):
    indicator = make_measurement().indicator
    group = officer.groups.get()
    group.permissions.remove(group.permissions.get(codename="view_measurement"))

    assert [entry.what for entry in Story(indicator, officer)[:50]] == [""]

    group.permissions.remove(group.permissions.get(codename="view_indicator"))
    assert Story(indicator, type(officer).objects.get(pk=officer.pk))[:50] == []


def test_the_history_of_a_deleted_record_can_still_be_read(manager, manager_client):
    row = make_measurement(recorded_by=manager)
    address = admin_url(row, "history")
    manager_client.post(admin_url(row, "delete"), {"post": "yes"})

    assert told(manager_client.get(address))[-1] == "manager deleted"


def test_an_entry_leads_to_what_the_row_was_then(officer_client):
    area = make_area()
    version = area.history.get()
    address = reverse("admin:logframe_thematicarea_simple_history", args=[area.pk, version.pk])

    page = officer_client.get(story_page(area))

    assert f'<a href="{address}">' in page.content.decode()
    assert officer_client.get(address).status_code == 200
