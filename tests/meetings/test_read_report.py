"""From the file of a report to decisions: in the admin, and from the command line."""

import io
import zipfile
from datetime import date
from http import HTTPStatus

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.urls import reverse
from docx import Document

from meetings.models import Decision
from meetings.report_files import LARGEST_FILE, LONGEST_TEXT, text_of
from tests.conftest import signed_in
from tests.factories import (
    make_area,
    make_decision,
    make_meeting,
    make_member_state,
    make_objective,
    make_output,
    make_user,
)
from tests.forms import admin_url, filled, messages_of
from tests.forms import text_of as page_text

pytestmark = pytest.mark.django_db
REPORT = """I. CONCLUSIONS AND RECOMMENDATIONS

2. Area 1: The Meeting requested the Secretariat to publish the atlas of rivers \
by 30 June 2030. State A said that it would help.

3. The Meeting agreed that member States should meet annually. The Meeting noted the report.
"""


@pytest.fixture
def meeting():
    """The second meeting of the body, where two States and an area with an output are known."""
    make_member_state()
    make_member_state()
    make_output(objective=make_objective(area=make_area()), statement="An atlas of rivers")
    make_meeting()
    return make_meeting(ends_on=date(2029, 5, 4))


def address(meeting) -> str:
    return reverse("admin:meetings_meeting_read_report", args=[meeting.pk])


def read(client, meeting, text=REPORT):
    return client.post(address(meeting), {"text": text})


def record(client, meeting, text=REPORT, **changes):
    """Read a report, correct some inputs, and record what is ticked."""
    data = filled(read(client, meeting, text), **changes)
    return client.post(address(meeting), data | {"_save": "Record"}, follow=True)


def send(client, meeting, name: str, content: bytes):
    return client.post(address(meeting), {"file": SimpleUploadedFile(name, content)})


def word(*paragraphs: str) -> bytes:
    document = Document()
    for words in paragraphs:
        document.add_paragraph(words)
    return saved(document)


def saved(document) -> bytes:
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


# Who may


def test_a_meeting_leads_staff_to_the_page(officer_client, meeting):
    page = officer_client.get(admin_url(meeting)).content.decode()

    assert f'href="{address(meeting)}"' in page


def test_who_may_add_no_decisions_is_refused(meeting):
    client = signed_in(make_user(None, is_staff=True))

    assert client.get(address(meeting)).status_code == HTTPStatus.FORBIDDEN
    assert read(client, meeting).status_code == HTTPStatus.FORBIDDEN


def test_a_focal_point_is_refused(focal_client, meeting):
    assert focal_client.get(address(meeting)).status_code == HTTPStatus.FORBIDDEN


def test_a_meeting_that_is_not_there_is_a_missing_page(officer_client):
    missing = reverse("admin:meetings_meeting_read_report", args=[999])

    assert officer_client.get(missing).status_code == HTTPStatus.NOT_FOUND


# Read


def test_the_page_shows_each_sentence_with_what_was_understood(officer_client, meeting):
    page = read(officer_client, meeting)

    form = page.context["reading"].forms[0]
    assert [one.place for one in page.context["reading"].forms] == ["I/2/1", "I/3/1", "I/3/2"]
    assert form["kind"].value() == "request"
    assert form["addressees"].value() == "Secretariat"
    assert form["area"].value() == "A1"
    assert form.due_said == "the last day is 30 June 2030"
    assert "4.1(a) Output a (shares “atlas of rivers”" in page_text(page)


def test_the_page_lists_what_was_skipped_with_the_line_and_the_reason(officer_client, meeting):
    page = page_text(read(officer_client, meeting))

    assert (
        "<td>3</td><td>said by another than the Meeting</td>"
        "<td>State A said that it would help.</td>" in page
    )


def test_reading_writes_nothing(officer_client, meeting):
    read(officer_client, meeting)

    assert not Decision.objects.exists()


def test_the_number_of_queries_does_not_grow_with_the_sentences(
    officer_client, meeting, django_assert_num_queries
):
    long = REPORT + "".join(
        f"\n{number}. Area 1: The Meeting requested the Secretariat to do it annually.\n"
        for number in range(4, 30)
    )

    for text in (REPORT, long):
        with django_assert_num_queries(13):
            read(officer_client, meeting, text)


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "Send a file, or paste the text of the report."),
        ("Nothing was decided.", "No sentence of the Meeting was found in it."),
        ("The Meeting noted it. " * 30_000, "This text is too long for a report."),
    ],
)
def test_a_text_without_decisions_is_told(officer_client, meeting, text, sentence):
    assert sentence in page_text(read(officer_client, meeting, text))


# Record


def test_what_is_ticked_is_recorded_as_it_was_understood(officer_client, meeting):
    answer = record(officer_client, meeting)

    first, second, third = Decision.objects.in_report_order()
    assert messages_of(answer) == "3 decisions were recorded."
    assert first.code == f"{meeting.code}/I/2/1"
    assert first.wording == (
        "The Meeting requested the Secretariat to publish the atlas of rivers by 30 June 2030."
    )
    assert (first.kind, first.heading, first.area.code) == ("request", "Area 1", "A1")
    assert (first.due_text, first.due_on) == ("by 30 June 2030", date(2030, 6, 30))
    assert first.source == f"{meeting.code} report, para. I.2"
    assert [row.who for row in first.addressees.all()] == ["Secretariat"]
    assert (second.recurrence, second.due_on) == ("yearly", None)
    assert [row.who for row in second.addressees.all()] == ["State A", "State B"]
    assert (third.kind, third.is_actionable, third.addressees.count()) == ("note", False, 0)
    assert first.history.get().history_user.username == "officer"


def test_what_a_person_corrects_is_recorded(officer_client, meeting):
    changes = {
        "I-2-1-kind": "encourage",
        "I-2-1-addressees": "State B; The river board",
        "I-2-1-due_text": "before the next meeting",
        "I-2-1-outputs": ["4.1a"],
        "I-3-1-keep": None,
        "I-3-2-is_actionable": "on",
    }

    record(officer_client, meeting, **changes)

    first, second = Decision.objects.in_report_order()
    assert (first.kind, first.due_text) == ("encourage", "before the next meeting")
    assert (first.due_on, first.due_meeting) == (None, None)
    assert [row.who for row in first.addressees.all()] == ["State B", "The river board"]
    assert [(link.output.code, link.strength) for link in first.links.all()] == [
        ("4.1(a)", "direct")
    ]
    assert "shares “atlas of rivers”" in first.links.get().reason
    assert (second.code, second.is_actionable) == (f"{meeting.code}/I/3/2", True)


def test_a_meeting_that_is_recorded_becomes_the_one_it_is_due_at(officer_client, meeting):
    following = make_meeting(ends_on=date(2030, 5, 4))

    record(officer_client, meeting, **{"I-2-1-due_text": "at the next SOM"})

    first = Decision.objects.in_report_order().first()
    assert (first.due_meeting, first.due_day) == (following, date(2030, 5, 4))


def test_an_earlier_decision_alike_can_be_repeated(officer_client, meeting):
    earlier = make_decision(
        wording="The Meeting requested the Secretariat to publish the atlas of rivers."
    )
    done = make_decision(
        wording="The Meeting requested the Secretariat to publish an atlas of rivers.",
        validity="elapsed",
    )
    page = read(officer_client, meeting)

    name = f"I-2-1-relation_{earlier.slug}"
    assert name in page.content.decode()
    assert done.slug not in page.content.decode()
    record(officer_client, meeting, **{name: "repeats"})

    first = Decision.objects.get(code=f"{meeting.code}/I/2/1")
    assert [(row.kind, row.earlier) for row in first.relations.all()] == [("repeats", earlier)]


def test_a_report_that_was_recorded_proposes_nothing_new(officer_client, meeting):
    record(officer_client, meeting)

    page = read(officer_client, meeting)

    assert page.context["reading"].forms == []
    assert [one.is_same for one in page.context["reading"].taken] == [True] * 3
    assert "All of them stand already" in page_text(page)


def test_other_words_at_the_same_place_stay(officer_client, meeting):
    standing = make_decision(meeting=meeting, paragraph=2, wording="The Meeting said otherwise.")

    page = read(officer_client, meeting)
    record(officer_client, meeting)

    standing.refresh_from_db()
    assert "other words stand at this place, and stay." in page_text(page)
    assert standing.wording == "The Meeting said otherwise."
    assert Decision.objects.count() == 3


def test_one_sentence_that_is_refused_leaves_all_unrecorded(officer_client, meeting):
    text = REPORT + "\n99999. The Meeting noted it.\n40000. The Meeting noted that.\n"
    page = record(officer_client, meeting, text, **{"I-3-1-kind": "demand"})

    assert "Select a valid choice" in page_text(page)
    assert not Decision.objects.exists()


def test_without_a_tick_nothing_is_recorded(officer_client, meeting):
    nothing = {f"I-{place}-keep": None for place in ("2-1", "3-1", "3-2")}

    page = record(officer_client, meeting, **nothing)

    assert messages_of(page) == "Nothing is ticked."
    assert not Decision.objects.exists()


def test_checking_again_shows_what_the_new_words_say_and_writes_nothing(officer_client, meeting):
    data = filled(read(officer_client, meeting), **{"I-2-1-due_text": "in the first half of 2031"})

    page = officer_client.post(address(meeting), data | {"_check": "Check"})

    assert page.context["reading"].forms[0].due_said == "the last day is 30 June 2031"
    assert not Decision.objects.exists()


# Files


def test_a_word_document_is_read_in_order_with_its_tables(officer_client, meeting):
    document = Document()
    document.add_paragraph("I. CONCLUSIONS")
    document.add_paragraph("1. The Meeting noted the first.")
    document.add_table(rows=1, cols=1).cell(0, 0).text = "2. The Meeting noted the second."
    document.add_paragraph("3. The Meeting noted the third.")

    page = send(officer_client, meeting, "report.docx", saved(document))

    found = [
        (form.sentence.paragraph, form.sentence.text) for form in page.context["reading"].forms
    ]
    assert found == [
        (1, "The Meeting noted the first."),
        (2, "The Meeting noted the second."),
        (3, "The Meeting noted the third."),
    ]


def damaged() -> bytes:
    content = bytearray(word("The Meeting noted it. " * 99))
    with zipfile.ZipFile(io.BytesIO(content)) as parts:
        start = parts.getinfo("word/document.xml").header_offset
    content[start + 60 : start + 90] = bytes(30)
    return bytes(content)


def with_macros() -> bytes:
    stream = io.BytesIO(word("The Meeting noted it."))
    with zipfile.ZipFile(stream, "a") as parts:
        parts.writestr("word/vbaProject.bin", b"macro")
    return stream.getvalue()


def other_zip() -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as parts:
        parts.writestr("readme.txt", "no document")
    return stream.getvalue()


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("report.pdf", b"%PDF-1.7 ...", "This is a PDF."),
        ("report.doc", b"\xd0\xcf\x11\xe0 old", "older or protected"),
        ("report.docx", b"\xd0\xcf\x11\xe0 protected", "older or protected"),
        ("report.xlsx", b"PK\x03\x04", "Send a Word document"),
        ("report.docx", b"no zip at all", "cannot be opened"),
        ("report.docx", word("The Meeting noted it.")[:-200], "cannot be opened"),
        ("report.docx", damaged(), "cannot be opened"),
        ("report.docx", other_zip(), "cannot be opened"),
        ("report.docx", with_macros(), "contains macros"),
        ("report.docm", with_macros(), "contains macros"),
        ("report.docx", word(), "There is no text in it."),
        ("report.txt", b"", "There is no text in it."),
        ("report.txt", b"\x81\x8d\x8f\x90", "This file is not text."),
        ("report.txt", b"The \x00 Meeting" * 9, "This file is not text."),
        ("report.txt", b"a" * (LONGEST_TEXT + 1), "too long for a report"),
        ("report.txt", b"a" * (LARGEST_FILE + 1), "larger than 5 MB"),
    ],
)
def test_a_file_that_cannot_be_read_is_told_with_the_remedy(
    officer_client, meeting, name, content, sentence
):
    with pytest.raises(ValidationError, match=sentence):
        text_of(name, content)

    page = send(officer_client, meeting, name, content)
    assert page.status_code == HTTPStatus.OK
    assert sentence in page_text(page)


# Command


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "report.txt"
    path.write_text(REPORT, encoding="utf-8")
    return path


def run(*words) -> str:
    output = io.StringIO()
    call_command("read_report", *map(str, words), stdout=output)
    return output.getvalue()


def test_the_command_prints_decisions_and_what_it_skipped(file):
    printed = run(file)

    assert "I/2/1  request, asks for action (clear), to Secretariat, due by 30 June 2030" in printed
    assert "3 decisions." in printed
    assert "line 3, no operative verb of the meeting: State A said that it would help." in printed
    assert not Decision.objects.exists()


def test_the_command_prints_csv(file):
    header, first, *_rest = run(file, "--csv").splitlines()

    assert header.startswith("section,paragraph,sequence,heading,text,kind")
    assert first.startswith("I,2,1,Area 1,The Meeting requested the Secretariat to publish")


def test_the_command_records_once(file, meeting):
    assert run(file, "--save", meeting.code) == "3 decisions recorded, 0 stood already.\n"
    assert run(file, "--save", meeting.code) == "0 decisions recorded, 3 stood already.\n"
    assert Decision.objects.count() == 3


def test_the_command_records_nothing_over_other_words(file, meeting):
    make_decision(meeting=meeting, paragraph=3)

    with pytest.raises(CommandError, match="I/3/1 stands already with other words"):
        run(file, "--save", meeting.code)

    assert Decision.objects.count() == 1


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        ([], "Name the file"),
        (["nowhere.txt"], "cannot be read"),
        (["manage.py"], "Send a Word document"),
        (["--measure", "SOM-99"], "There is no meeting SOM-99"),
    ],
)
def test_the_command_says_what_is_wrong(words, sentence):
    with pytest.raises(CommandError, match=sentence):
        run(*words)


def test_the_command_measures_the_proposals(meeting):
    make_decision(meeting=meeting)

    assert "for 0 of 0 decisions (0 %)" in run("--measure", meeting.code)
