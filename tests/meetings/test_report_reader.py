"""Reading a report: the sentences of the Meeting alone, word for word, and a reason for the rest.

What many mutilated texts do to the reader, with as many as you like:

    READER_EXAMPLES=2000 .venv/bin/pytest tests/meetings/test_report_reader.py -k mutilated
"""

import os
from dataclasses import fields

import pytest
import yaml

from config.records import RECORDS_FOLDER
from meetings.models import Decision
from meetings.report_pages import Why
from meetings.report_reader import ReadDecision, Reading, read, read_report
from meetings.report_verbs import KINDS
from meetings.report_vocabulary import Named, Vocabulary
from tests.mutilated import as_long_as, mutilated, report

EXAMPLES = int(os.environ.get("READER_EXAMPLES", "200"))
KEYS = {"som-26": "23-decisions-som-26.yaml", "som-21": "22-decisions-som-21.yaml"}


def key_of(name: str) -> dict[tuple, dict]:
    """The decisions in the records, by their place in the report."""
    rows = yaml.safe_load((RECORDS_FOLDER / KEYS[name]).read_text(encoding="utf-8"))
    found = [row["fields"] for row in rows if row["model"] == "meetings.decision"]
    return {(row["section"], row["paragraph"], row["sequence"]): row for row in found}


def by_place(decisions: list[ReadDecision]) -> dict[tuple, ReadDecision]:
    return {(one.section, one.paragraph, one.sequence): one for one in decisions}


def paragraph(*sentences: str) -> Reading:
    """The reading of one paragraph of conclusions."""
    return read("I. CONCLUSIONS AND RECOMMENDATIONS\n\n2. " + " ".join(sentences))


def only(*sentences: str) -> ReadDecision:
    (decision,) = paragraph(*sentences).decisions
    return decision


# Official reports


@pytest.mark.parametrize("name", KEYS)
def test_every_sentence_of_an_official_report_stands_word_for_word_at_its_place(name):
    key = key_of(name)

    found = {place: one.text for place, one in by_place(read_report(report(name))).items()}

    assert found == {place: row["wording"].strip() for place, row in key.items()}


@pytest.mark.parametrize("name", KEYS)
@pytest.mark.parametrize(
    ("field", "recorded", "unknown"),
    [("kind", "kind", ""), ("is_actionable", "is_actionable", False), ("heading", "heading", "")],
)
def test_what_is_understood_of_an_official_report_is_as_recorded(name, field, recorded, unknown):
    found = by_place(read_report(report(name)))

    wrong = {
        place: getattr(found[place], field)
        for place, row in key_of(name).items()
        if getattr(found[place], field) != row.get(recorded, unknown)
    }

    assert wrong == {}


@pytest.mark.parametrize("name", KEYS)
def test_the_area_of_each_sentence_is_as_recorded(name):
    found = by_place(read_report(report(name)))

    wrong = {
        place: found[place].area_code
        for place, row in key_of(name).items()
        if found[place].area_code != row.get("area", ["", ""])[1]
    }

    assert wrong == {}


def test_statements_of_the_chair_and_of_states_are_skipped_and_say_so():
    skipped = [one for one in read(report("som-21")).skipped if one.why == Why.SAID_BY_ANOTHER]

    assert [one.line for one in skipped] == [51, 61, 74, 85, 88, 103]
    assert skipped[0].text.startswith("Mongolia announced its preparation")


def test_the_proceedings_are_not_read():
    skipped = [one for one in read(report("som-26")).skipped if one.why == Why.OUTSIDE]

    assert [one.text for one in skipped] == [
        "Distr.: General",
        "II. PROCEEDINGS OF THE TWENTY-SIXTH SENIOR OFFICIALS MEETING",
    ]


# Pages, numbers and lists, in invented reports


def test_pages_headers_footnotes_and_contents_do_not_tear_sentences_apart():
    found = [(one.paragraph, one.sequence, one.text) for one in read_report(report("pages"))]

    assert found[:3] == [
        (
            2,
            1,
            "The Meeting took note with appreciation of the report of the Secretariat on river "
            "basins,1 and welcomed the progress made since the last session.",
        ),
        (
            2,
            2,
            "The Meeting further requested the Secretariat to submit a cross-border plan, together "
            "with an estimate of its cost, no later than 30 September 2031.",
        ),
        (
            3,
            1,
            "The Meeting urged all member States to nominate focal points by the end of 2031, and "
            "agreed that the cross-border plan should be reviewed at its next session.",
        ),
    ]
    assert [place[:2] for place in found[3:]] == [(3, 2), (4, 1), (5, 1), (5, 2)]


@pytest.mark.parametrize("line_break", ["\r\n", "\r", "\u2028"])
def test_a_report_reads_the_same_with_any_line_break(line_break):
    text = report("pages")

    assert read_report(text.replace("\n", line_break)) == read_report(text)


def test_other_blanks_and_marks_of_markdown_change_nothing():
    plain = only("The Meeting adopted the Statement of Aldane on clean rivers.")

    marked = only("The\u00a0Meeting **adopted** the *Statement of Aldane*\ufeff on clean  rivers.")

    assert marked == plain


def test_items_under_the_meeting_are_decisions_of_their_own():
    first = [one for one in read_report(report("lists")) if one.line < 10]

    assert [(one.text, one.kind) for one in first] == [
        ("The Meeting: (a) Took note of the report of the working group;", "note"),
        (
            "The Meeting: (b) Requested the Secretariat to circulate the draft by 31 May 2032;",
            "request",
        ),
        ("The Meeting: (c) Decided to establish a task force.", "adopt"),
    ]


def test_items_of_what_was_agreed_stay_one_sentence():
    agreed = next(one for one in read_report(report("lists")) if one.line == 10)

    assert agreed.text == (
        "The member States agreed to: (i) share data annually; (ii) nominate experts, before the "
        "next SOM."
    )
    assert agreed.addressees == ("member States",)


def test_numbers_of_an_agenda_are_no_paragraphs():
    reading = read(report("lists"))

    assert {one.paragraph for one in reading.decisions} == {1, 2, 3}
    titles = ["1. Opening of the Meeting", "2. Election of officers", "3. Other matters"]
    assert [one.text for one in reading.skipped if one.why == Why.NO_SENTENCE] == titles


def test_numbers_that_begin_again_keep_places_apart():
    places = [(one.section, one.paragraph, one.sequence) for one in read_report(report("restarts"))]

    assert len(places) == len(set(places)) == 6
    assert {section for section, _paragraph, _sequence in places} == {"III"}


def test_a_year_at_the_beginning_of_a_line_is_no_paragraph():
    found = [one.text for one in read_report(report("restarts"))]

    assert "It requested the secretariat to publish them in 2041." in found


def test_a_report_without_a_heading_is_read_as_a_whole():
    found = [one.text for one in read_report(report("unheaded"))]

    assert found == [
        "The session adopted its work plan for 2029-2030.",
        "The officials requested the secretariat to report on it twice a year.",
    ]


def test_outcomes_that_name_no_subject_are_those_of_the_meeting():
    found = [(one.text, one.kind, one.addressees) for one in read_report(report("outcomes"))]

    assert found == [
        (
            "Noted the support of governments and invited all member States to name an agency by "
            "31 March 2011",
            "encourage",
            ("member States",),
        ),
        ("Decided to launch a partnership on forests.", "adopt", ("Secretariat",)),
        (
            "In this context, the Meeting requested the Secretariat to draft its rules",
            "request",
            ("Secretariat",),
        ),
    ]


def test_proceedings_alone_are_read_under_their_own_number_and_without_what_others_said():
    text = (
        "II. PROCEEDINGS\n\n16. The Meeting was attended by all. The Meeting approved the plan.\n\n"
        "17. On behalf of Aldane, Mr. Marsh informed that the Meeting adopted a plan in 2020.\n\n"
        "III. ANY OTHER BUSINESS\n\n18. The Meeting noted the calendar.\n"
    )

    found = [(one.section, one.paragraph, one.text) for one in read_report(text)]

    assert found == [
        ("II", 16, "The Meeting approved the plan."),
        ("III", 18, "The Meeting noted the calendar."),
    ]


# Sentences


@pytest.mark.parametrize(
    "words",
    [
        "The delegation of Aldane requested the Secretariat to translate it.",
        "Mongolia welcomed a side event and recommended further discussions.",
        "The Chair expressed his appreciation to the Secretariat.",
        "The Secretariat informed that it would prepare a plan.",
        "He noted that the Meeting adopted a plan last year.",
        "The Expert Group Meeting requested more data.",
        "As the Meeting noted, work goes on.",
        "The Meeting was held in Aldane.",
        "The Meeting elected its officers.",
        "The report of the Meeting was adopted by circulating it.",
    ],
)
def test_what_the_meeting_did_not_decide_is_no_decision(words):
    reading = paragraph(words)

    assert reading.decisions == []
    assert [one.text for one in reading.skipped if one.line == 3] == [words]


@pytest.mark.parametrize(
    ("words", "kinds"),
    [
        ("The Meeting requested the Secretariat to do it.", ["request"]),
        ("The Meeting also further advised that it be done.", ["recommend"]),
        ("The Meeting, recalling its decision of 2020, endorsed the plan.", ["approve"]),
        ("The Meeting agreed that the plan should be kept.", ["adopt"]),
        ("The Meeting expressed its full support for the plan.", ["support"]),
        ("The Meeting called upon member States to contribute.", ["encourage"]),
        ("The Meeting welcomed the offer of Japan to host it.", ["welcome"]),
        ("The Meeting congratulated the Secretariat on its work.", ["commend"]),
        ("The Meeting expressed its appreciation to the host.", ["express"]),
        ("The Meeting was also informed of the work.", ["note"]),
        ("The Meeting took due note of the report.", ["note"]),
        (
            "The Meeting notes the report and requests the Secretariat to publish it.",
            ["note", "request"],
        ),
        ("The Meeting commended the work and asked for more.", ["commend", "request"]),
        ("The Meeting commended the work while noting the gaps.", ["commend"]),
        ("The Meeting noted the planned and approved activities.", ["note"]),
        ("The Meeting noted that Japan hosted one and welcomed another.", ["note"]),
        ("It was decided to meet again.", ["adopt"]),
        ("The plan was adopted by the Meeting.", ["adopt"]),
        ("In this connection, the Meeting invited China to join.", ["encourage"]),
        ("Noting the need for funds, the Meeting approved the budget.", ["approve"]),
        ("The Secretariat presented it, and the Meeting approved it.", ["approve"]),
        ("SOM-18 endorsed the proposal.", ["approve"]),
        ("All member States reaffirmed their commitment.", ["express"]),
    ],
)
def test_the_verbs_of_the_meeting_tell_the_kind(words, kinds):
    decision = only(words)

    assert (decision.text, list(decision.kinds)) == (words, kinds)
    assert decision.kind == min(kinds, key=KINDS.index)


@pytest.mark.parametrize(
    "words",
    [
        "The Meeting noted No. 5 of the series by Dr. A. Marsh of St. Orme.",
        "The Meeting noted a rise of 2.5 per cent, e.g. in the U.S. and in Japan.",
        "The Meeting noted para. 3 of the note (“Rivers.”) by the Secretariat.",
    ],
)
def test_an_abbreviation_ends_no_sentence(words):
    found = paragraph(words, "The Meeting noted the rest.")

    assert [one.text for one in found.decisions] == [words, "The Meeting noted the rest."]


@pytest.mark.parametrize(
    ("words", "is_actionable"),
    [
        ("The Meeting requested the Secretariat to do it.", True),
        ("The Meeting welcomed the offer by China to host it.", True),
        ("The Meeting welcomed the progress made.", False),
        ("The Meeting adopted the Statement on rivers.", False),
        ("The Meeting adopted the activity plan for 2027.", True),
        ("The Meeting approved the report of the Committee.", False),
        ("The Meeting approved the revised budget.", True),
        ("The Meeting noted that roles should be made clear.", True),
        ("The Meeting highlighted the need to go on.", False),
        ("The Meeting decided to carry out a survey.", True),
    ],
)
def test_a_sentence_asks_for_action_or_not(words, is_actionable):
    assert only(words).is_actionable is is_actionable


@pytest.mark.parametrize(
    ("words", "names", "implied"),
    [
        ("The Meeting requested the Secretariat to do it.", ["Secretariat"], []),
        ("The Meeting requested to hold it again.", ["Secretariat"], ["Secretariat"]),
        ("The Meeting urged all member States to join.", ["member States"], []),
        ("The Meeting invited China and ROK to join.", ["China", "Republic of Korea"], []),
        (
            "The Meeting invited the Democratic People’s Republic of Korea to join.",
            ["Democratic People's Republic of Korea"],
            [],
        ),
        ("The Meeting welcomed the offer of the Chinese delegation to host it.", ["China"], []),
        ("The Meeting called upon partners to support it.", ["partners"], []),
        ("The Meeting noted the work of China.", [], []),
    ],
)
def test_who_is_to_act_is_named_or_implied(words, names, implied):
    decision = only(words)

    assert (list(decision.addressees), list(decision.implied)) == (names, implied)


def test_a_heading_between_texts_of_one_number_changes_the_subject():
    text = "II. CONCLUSIONS\n\n4. The Meeting noted it.\n\nCore Fund\n\nThe Meeting noted that."

    found = read_report(text)

    assert [(one.paragraph, one.heading) for one in found] == [(4, ""), (4, "Core Fund")]


@pytest.mark.parametrize(
    ("heading", "code"),
    [
        ("Air Pollution", "AP"),
        ("Transboundary Air Pollution", "AP"),
        ("Nature Conservation in Transboundary Areas", "BNC"),
        ("Low Carbon City Platform", "LCC"),
        ("Core Fund", ""),
        ("Other issues", ""),
    ],
)
def test_a_heading_tells_the_area_also_in_other_words(heading, code):
    (decision,) = paragraph(f"{heading}: The Meeting noted the work.").decisions

    assert (decision.heading, decision.area_code) == (heading, code)


def test_another_programme_brings_its_own_names():
    vocabulary = Vocabulary(
        areas=(Named("RIV", ("Clean Rivers", "River Network")),),
        states=(Named("ALD", ("Aldane",)),),
    )
    text = "I. DECISIONS\n1. Rivers: The Meeting welcomed the offer of Aldane to host it."

    (decision,) = read_report(text, vocabulary)

    assert (decision.area_code, decision.addressees) == ("RIV", ("Aldane",))


def test_the_kinds_are_those_of_decisions_in_their_order():
    assert list(KINDS) == Decision.Kind.values


def test_a_read_decision_has_the_fields_that_others_rely_on():
    names = {field.name for field in fields(ReadDecision)}

    assert names >= {
        *("section", "paragraph", "sequence", "heading", "text", "kind", "kinds"),
        *("is_actionable", "certainty", "addressees", "due_text", "area_code"),
    }


# Texts that are no reports


@pytest.mark.parametrize("start", range(0, EXAMPLES, 50))
def test_mutilated_texts_are_read_without_an_error(start):
    for number in range(start, min(start + 50, EXAMPLES)):
        reading = read(mutilated(number))

        places = [(one.section, one.paragraph, one.sequence) for one in reading.decisions]
        assert len(places) == len(set(places)), number
        assert all(one.kind in KINDS for one in reading.decisions), number


@pytest.mark.parametrize(
    "text", ["", " ", "\n\f\r", "\x00", "I.", "1.", "The Meeting", "((((", "\\" * 99]
)
def test_next_to_nothing_is_no_decision(text):
    assert read_report(text) == []


def test_a_long_text_on_one_line_is_read():
    text = as_long_as(report("som-26").replace("\n", " "), 5_000 * EXAMPLES)  # 1 MB in every run

    assert len(read(text).decisions) > 200
