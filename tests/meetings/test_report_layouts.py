"""Reports are laid out in many ways: each way gives the same sentences at the same places."""

import pytest

from meetings.report_pages import Why
from meetings.report_reader import ReadDecision, read

HEADED = "I. CONCLUSIONS AND RECOMMENDATIONS\n\n"
NOTED = "The Meeting noted the report of the committee."
ASKED = "The Meeting requested the Secretariat to write a concept note on clean rivers."
AGREED = "The Meeting agreed to extend the project."


def decisions(text: str, head: str = HEADED) -> list[ReadDecision]:
    return read(head + text).decisions


def places(text: str, head: str = HEADED) -> dict[str, str]:
    return {f"{one.paragraph}/{one.sequence}": one.text for one in decisions(text, head)}


THREE = {"2/1": NOTED, "3/1": ASKED, "4/1": AGREED}


@pytest.mark.parametrize(
    "text",
    [
        f"2. {NOTED}\n\n3. {ASKED}\n\n4. {AGREED}",
        f"2. {NOTED}\n3. {ASKED}\n4. {AGREED}",
        f"2.\n{NOTED}\n3.\n{ASKED}\n4.\n{AGREED}",
        f"2\n{NOTED}\n\n3\n{ASKED}\n\n4\n{AGREED}",
        f"2 {NOTED}\n\n3 {ASKED}\n\n4 {AGREED}",
        f"2\t{NOTED}\n3\t{ASKED}\n4\t{AGREED}",
        f"2) {NOTED}\n\n3) {ASKED}\n\n4) {AGREED}",
        f"(2) {NOTED}\n\n(3) {ASKED}\n\n(4) {AGREED}",
        f"2.- {NOTED}\n\n3.- {ASKED}\n\n4.- {AGREED}",
        f"1.2. {NOTED}\n\n1.3. {ASKED}\n\n1.4. {AGREED}",
        f"2. {NOTED}\r\n\r\n3. {ASKED}\r\n\r\n4. {AGREED}\r\n",
        f"2. {NOTED}\n\n3. {ASKED}\n\n4. {AGREED}".replace("report", "re\xadport"),
        f"2. {NOTED}\n\n3. {ASKED}\n\n4. {AGREED}".replace("committee", "com\xad\nmittee"),
    ],
)
def test_numbers_lines_and_hyphens_change_nothing(text):
    assert places(text) == THREE


@pytest.mark.parametrize(
    "text",
    [
        f"2. {NOTED}\n\n3. Marine Protected Areas: {ASKED}",
        f"2. {NOTED}\n\n3 Marine Protected Areas: {ASKED}",
        f"2. {NOTED}\n\n3. Marine Protected Areas. {ASKED}",
        f"2. {NOTED}\n\n3. Marine Protected Areas – {ASKED}",
        f"2. {NOTED}\n\n3. Marine Protected Areas:\n{ASKED}",
        f"2. {NOTED}\n\n3. Marine Protected Areas\n{ASKED}",
        f"2. {NOTED}\n\nMarine Protected Areas\n\n3. {ASKED}",
        f"2. {NOTED}\nMarine Protected Areas:\n3. {ASKED}",
        f"2. {NOTED}\n\nC. Marine Protected Areas\n3. {ASKED}",
    ],
)
def test_a_heading_is_found_wherever_it_stands(text):
    first, second = decisions(text)

    assert (first.heading, second.heading) == ("", "Marine Protected Areas")
    assert (second.paragraph, second.text, second.area_code) == (3, ASKED, "MPA")


@pytest.mark.parametrize(
    "text",
    [
        f"2. {NOTED}\nClean Rivers Fund\n3. {ASKED}",
        f"2. {NOTED}\n3. Clean Rivers Fund\n{ASKED}",
        f"2. {NOTED}\n3. Clean Rivers Fund\n3.1 {ASKED}",
    ],
)
def test_a_short_line_before_the_next_number_or_sentence_is_a_heading(text):
    assert [one.heading for one in decisions(text)] == ["", "Clean Rivers Fund"]


def test_words_before_a_list_are_no_heading():
    text = "2. With regard to rivers, the Meeting:\n(a) noted the report;\n(b) approved the budget."

    assert [(one.kind, one.heading) for one in decisions(text)] == [("note", ""), ("approve", "")]


SUBJECTS = (
    *("The SOM", "The Senior Officials Meeting", "The meeting", "The Senior Officials"),
    *("The Session", "The Committee", "Member States", "All member States"),
    *("Delegations", "The delegations", "The participants"),
    *("The Dialogue", "The Steering Committee", "The Ministerial Round Table"),
)


@pytest.mark.parametrize("subject", SUBJECTS)
def test_whoever_the_conclusions_let_speak_is_the_meeting(subject):
    text = f"2. {subject} noted the report.\n\n3. {subject} requested a study of rivers.\n\n"
    proceedings = "II. PROCEEDINGS\n\n4. The Meeting noted the statement of a delegation.\n"

    kinds = [one.kind for one in decisions(text + proceedings)]

    assert kinds == ["note", "request"]


def test_where_the_meeting_speaks_those_who_attended_only_decide():
    text = f"2. {NOTED}\n\n3. {ASKED}\n\n4. Delegations noted the weather.\n\n"

    assert list(places(text)) == ["2/1", "3/1"]


def test_without_a_heading_those_who_attended_speak_for_themselves():
    text = "1. Delegations noted the report.\n\n2. Delegations noted the weather.\n"

    assert decisions(text, head="") == []


def test_the_mark_of_a_footnote_is_left_out():
    text = (
        "2. The Meeting noted the report1 of the committee in 2024.2 The Meeting noted PM10.\n\n"
        "_____\n1 See the annex.\n2 See there.\n\f\n3. The Meeting noted paragraph 2.5 of it."
    )

    found = read(HEADED + text)

    assert [one.text for one in found.decisions] == [
        "The Meeting noted the report of the committee in 2024.",
        "The Meeting noted PM10.",
        "The Meeting noted paragraph 2.5 of it.",
    ]
    assert [one.text for one in found.skipped if one.why is Why.FOOTNOTE] == [
        "1 See the annex.",
        "2 See there.",
    ]


def test_a_date_at_the_beginning_of_a_line_is_no_paragraph():
    text = "2. The Meeting noted the workshop of\n3 March and that of\n4 May 2024 on rivers."

    assert places(text) == {
        "2/1": "The Meeting noted the workshop of 3 March and that of 4 May 2024 on rivers."
    }


def test_decisions_in_the_present_tense_stand_under_their_own_titles():
    text = (
        "2. The Committee noted the report.\n\n3. It decided to meet again.\n\n"
        "Decision 4/1\nClean rivers\n\nThe Committee,\n\nRecalling its decision 3/2,\n\n"
        "Noting with concern the state of rivers,\n\n"
        "1. Decides to extend the network;\n\n2. Requests the secretariat to report on it.\n\n"
        "Decision 4/2\nBudget\n\nThe Committee\n\nApproves the budget for 2032.\n"
    )

    found = [(one.paragraph, one.sequence, one.heading, one.text) for one in decisions(text)]

    assert found == [
        (2, 1, "", "The Committee noted the report."),
        (3, 1, "", "It decided to meet again."),
        (1, 1, "Clean rivers", "Decides to extend the network;"),
        (2, 2, "Clean rivers", "Requests the secretariat to report on it."),
        (2, 3, "Budget", "The Committee Approves the budget for 2032."),
    ]


def test_minutes_with_numbers_of_two_parts_are_read_by_whoever_speaks():
    text = (
        "3. WORK PLAN\n\n3.1 The Steering Committee approved the plan.\n\n"
        "4. CONCLUSIONS AND RECOMMENDATIONS\n\n4.1 The Steering Committee:\n"
        "a) welcomed the offer of Japan to host it;\nb) asked the Secretariat for a draft.\n\n"
        "4.2 The Steering Committee urged members that have not done so to pay.\n\n"
        "5. CLOSURE\n\n5.1 The Steering Committee thanked the host.\n"
    )

    found = [(one.section, one.paragraph, one.kind) for one in decisions(text, head="")]

    assert found == [("4", 1, "welcome"), ("4", 1, "request"), ("4", 2, "encourage")]
    assert decisions(text, head="")[2].addressees == ("members",)


def test_minutes_without_conclusions_are_read_part_by_part():
    text = f"MINUTES\n\n1. OPENING\n\n1.1 {NOTED}\n\n2. WORK PLAN\n\n2.1 {ASKED}\n\n2.2 {AGREED}"

    found = [(one.section, one.paragraph, one.heading) for one in decisions(text, head="")]

    assert found == [("1", 1, ""), ("2", 1, "WORK PLAN"), ("2", 2, "WORK PLAN")]


def test_a_heading_that_only_announces_conclusions_is_no_subject():
    text = f"II. MATTERS CALLING FOR ACTION\n\nA. Recommendations\n\n5. {NOTED}"

    assert [(one.section, one.heading) for one in decisions(text, head="")] == [("II", "")]


@pytest.mark.parametrize(
    ("head", "end"),
    [
        ("I. CONCLUSIONS AND RECOMMENDATIONS", "II. PROCEEDINGS"),
        ("I.\nCONCLUSIONS AND\nRECOMMENDATIONS", "II.\nPROCEEDINGS"),
        ("I. CONCLUSIONS AND RECOMMENDATIONS OF THE\nMEETING", "II. PROCEEDINGS"),
        ("Ⅰ. CONCLUSIONS AND RECOMMENDATIONS", "Ⅱ. PROCEEDINGS"),
        ("I CONCLUSIONS AND RECOMMENDATIONS", "II PROCEEDINGS"),
        ("Conclusions and recommendations:", "Proceedings:"),
        ("CONCLUSION AND RECOMMENDATION", "PROCEEDING"),
        ("Part One: Conclusions and recommendations", "Part Two: Proceedings"),
        ("Section 1. Conclusions", "Section 2. Proceedings"),
        ("I. KEY OUTCOMES", "II. ATTENDANCE"),
    ],
)
def test_the_conclusions_end_where_the_next_part_begins(head, end):
    text = f"1. The meeting was held.\n\n{head}\n\n2. {NOTED}\n\n3. {ASKED}\n\n{end}\n\n4. {AGREED}"

    found = decisions(text, head="REPORT OF THE MEETING\n\n")

    assert [(one.section, one.paragraph) for one in found] == [("I", 2), ("I", 3)]


def test_a_part_can_be_read_alone():
    found = decisions(f"III. DECISIONS\n\n7. {ASKED}\n\nIV. CLOSURE\n\n8. {AGREED}", head="")

    assert [(one.section, one.paragraph) for one in found] == [("III", 7)]


def test_numbers_of_pages_that_tear_sentences_apart_are_no_paragraphs():
    text = f"{NOTED}\n\n7\n\n{ASKED}\n\nThe Meeting approved\n\n8\n\nthe budget.\n\n9\n\n{AGREED}"

    assert [one.paragraph for one in decisions(text)] == [1, 2, 3, 4]
    assert decisions(text)[2].text == "The Meeting approved the budget."


def test_a_sentence_that_is_decided_twice_beside_page_numbers_is_no_running_title():
    text = f"2. {NOTED}\n\n7\n\n{AGREED}\n\n3. {ASKED}\n\n8\n\n{AGREED}"

    assert list(places(text).values()) == [NOTED, AGREED, ASKED, AGREED]
