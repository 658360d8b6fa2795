"""Words about time become a day, a meeting or a recurrence; what is not understood stays words."""

from datetime import date

import pytest

from meetings.due_phrases import RECURRENCES as WORDS
from meetings.due_phrases import Context, Due, understand
from meetings.due_sentences import find, occasion
from meetings.recurrence import Recurrence

# The 26th meeting of the body speaks, and ended on 24 November 2023.
SPOKEN = Context(
    on=date(2023, 11, 24), body="SOM", number=26, bodies=("Senior Officials Meeting", "SOM")
)

DAYS = {
    "in the first half of 2024": "2024-06-30",
    "the second half of 2024": "2024-12-31",
    "in the first half of next year": "2024-06-30",
    "by the first quarter of 2024": "2024-03-31",
    "in the last quarter of 2024": "2024-12-31",
    "Q3 2024": "2024-09-30",
    "by the end of the first quarter of 2024": "2024-03-31",
    "in 2024": "2024-12-31",
    "in 2024 and the coming years": "2024-12-31",
    "for the remaining 2023 and 2024": "2024-12-31",
    "during 2024-2025": "2025-12-31",
    "for the project period 2021-2025": "2025-12-31",
    "in 2021–25": "2025-12-31",
    "from 2024 to 2026": "2026-12-31",
    "by the end of 2025": "2025-12-31",
    "by the end of the year": "2023-12-31",
    "next year": "2024-12-31",
    "by mid-2024": "2024-06-30",
    "by the middle of 2024": "2024-06-30",
    "in early 2025": "2025-03-31",
    "in late 2024": "2024-12-31",
    "in spring 2025": "2025-05-31",
    "in autumn of 2025": "2025-11-30",
    "in September 2024": "2024-09-30",
    "in October": "2024-10-31",
    "in December": "2023-12-31",
    "by the end of June 2025": "2025-06-30",
    "mid-June 2024": "2024-06-15",
    "from January to June 2025": "2025-06-30",
    "by 30 June 2025": "2025-06-30",
    "by June 30, 2025": "2025-06-30",
    "by the 30th of June 2025": "2025-06-30",
    "on 3-5 June 2025": "2025-06-05",
    "by 15 March": "2024-03-15",
    "2025-06-30": "2025-06-30",
    "no later than 31 January 2024": "2024-01-31",
    "before 30 June 2025": "2025-06-29",
    "before June 2025": "2025-05-31",
    "prior to 2025": "2024-12-31",
    "before the end of 2025": "2025-12-31",
    "within six months": "2024-05-24",
    "within 30 days": "2023-12-24",
    "within two weeks": "2023-12-08",
    "within one (1) year": "2024-11-24",
    "in the next two years": "2025-11-24",
}
MEETINGS = {
    "at the SOM-27": 27,
    "at SOM 27": 27,
    "at SOM-27 in 2024": 27,
    "by the Twenty-seventh SOM": 27,
    "at the 30th Senior Officials Meeting": 30,
    "at the Thirtieth SOM": 30,
    "before the next SOM": 27,
    "at its next meeting": 27,
    "for the forthcoming session": 27,
    "two months before the SOM-27": 27,
}
RECURRENCES = {
    "annually": "yearly",
    "every year": "yearly",
    "on an annual basis": "yearly",
    "once a year": "yearly",
    "biennially": "every_two_years",
    "every two years": "every_two_years",
    "every other year": "every_two_years",
    "twice a year": "half_yearly",
    "every six months": "half_yearly",
    "quarterly": "quarterly",
    "on a biennial basis": "every_two_years",
    "bi-annually": "half_yearly",
    "on a semi-annual basis": "half_yearly",
    "every half-year": "half_yearly",
    "once a quarter": "quarterly",
    "four times a year": "quarterly",
    "monthly": "monthly",
    "once a month": "monthly",
    "at each SOM": "every_meeting",
    "to every Senior Officials Meeting": "every_meeting",
    "at its annual meetings": "every_meeting",
    "at all future SOMs": "every_meeting",
}
ONLY_WORDS = [
    "in due course",
    "as soon as possible",
    "in developing the next plan",
    "regularly",
    "by 31 February 2024",
    "on the occasion of the 30th anniversary",
    "at COP-17",
    "",
    "9" * 400,
]


@pytest.mark.parametrize(("words", "day"), DAYS.items())
def test_a_time_is_its_last_day(words, day):
    assert understand(words, SPOKEN) == Due(words, on=date.fromisoformat(day))


@pytest.mark.parametrize(("words", "number"), MEETINGS.items())
def test_a_meeting_is_its_number(words, number):
    assert understand(words, SPOKEN) == Due(words, meeting=("SOM", number))


@pytest.mark.parametrize(("words", "recurrence"), RECURRENCES.items())
def test_what_comes_again_has_no_day(words, recurrence):
    assert understand(words, SPOKEN) == Due(words, recurrence=recurrence)


def test_decisions_know_each_recurrence_of_the_words():
    assert {name for _words, name in WORDS} < set(Recurrence.values)


@pytest.mark.parametrize("words", ONLY_WORDS)
def test_what_is_not_understood_stays_words(words):
    assert understand(words, SPOKEN) == Due(words)


@pytest.mark.parametrize("words", ["within six months", "next year", "by 15 March"])
def test_without_the_day_of_the_meeting_what_is_counted_from_it_stays_words(words):
    assert not understand(words, Context(bodies=("SOM",))).is_understood


def test_without_its_number_the_next_meeting_stays_words():
    assert not understand("at the next SOM", Context(bodies=("SOM",))).is_understood


@pytest.mark.parametrize(
    ("sentence", "words"),
    [
        ("to hold the symposium annually.", "annually"),
        ("to report on it twice a year to the SOM.", "twice a year"),
        ("to report on the budget at each SOM.", "at each SOM"),
        ("to meet every two years, alternately.", "every two years"),
        ("that the report should be adopted at the SOM-27.", "at the SOM-27"),
        ("to host a workshop in the first half of 2024.", "in the first half of 2024"),
        (
            "the interest to lead, at the conference to be held in 2026, with a proposal by the "
            "first quarter of 2024.",
            "by the first quarter of 2024",
        ),
        ("the plan for the remaining 2023 and 2024.", "for the remaining 2023 and 2024"),
        ("that the venue will be announced in due course.", "in due course"),
        ("to take into account conferences planned in 2024.", "planned in 2024"),
        ("to report by June 2024 on what is scheduled for 2025.", "by June 2024"),
        ("to recall the conference planned in 2022.", None),
        ("the symposium held on 7 September 2023.", None),
        ("the progress made since 2021.", None),
        ("the results of 2021 and 2022.", None),
        ("to have consultations with the member States.", None),
    ],
)
def test_the_phrase_that_binds_is_found_in_a_sentence(sentence, words):
    found = find(sentence, SPOKEN)

    assert (found and found.words) == words


def test_a_sentence_may_begin_with_the_occasion():
    sentence = "In preparing the next work plan, the Meeting asked for clear roles."

    assert occasion(sentence) == Due("In preparing the next work plan")
    assert occasion("In preparing the report, the Meeting asked for clear roles.") is None
