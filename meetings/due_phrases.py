"""When something is due, in the words of a report: a day, a meeting, or every year."""

import calendar
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import MAXYEAR, date, timedelta

from meetings.report_vocabulary import shipped


@dataclass(frozen=True)
class Due:
    """What words say about time: a last day, a meeting or a recurrence, or the words alone.

    `meeting` is the code of a body with the number of its meeting, as ("SOM", 27). `recurrence` is
    a value of `recurrence.Recurrence`.
    """

    words: str
    on: date | None = None
    meeting: tuple[str, int] | None = None
    recurrence: str = ""

    @property
    def is_understood(self) -> bool:
        """Whether the words became more than words."""
        return bool(self.on or self.meeting or self.recurrence)


@dataclass(frozen=True)
class Context:
    """What "next" is counted from: the meeting that speaks, its last day, and the bodies known."""

    on: date | None = None
    body: str = ""
    number: int | None = None
    bodies: tuple[str, ...] = ()

    @property
    def codes(self) -> tuple[str, ...]:
        """The codes and names of bodies whose meetings something can be due at."""
        return self.bodies or shipped().governing

    @property
    def own_body(self) -> str:
        """The code of the body that speaks."""
        return self.body or next((code for code in self.codes if code.isupper()), "")


UNKNOWN = Context()


@dataclass(frozen=True)
class Span:
    """The days that words cover."""

    first: date
    last: date


# Words


MONTHS = [name.lower() for name in calendar.month_name[1:]]
_COUNTS = "one two three four five six seven eight nine ten eleven twelve"
COUNTS = _COUNTS.split()
TENS = {"twent": 20, "thirt": 30, "fort": 40, "fift": 50, "sixt": 60}
_ORDINALS = (
    "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth "
    "fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth"
)
ORDINALS = _ORDINALS.split()
DASH = r"\s?[-–—]\s?"
MONTH = rf"(?:{'|'.join(MONTHS)})"
YEAR = r"(?:19|20)\d\d"
DAY = r"\d{1,2}(?:st|nd|rd|th)?"
NTH = rf"(?:\d{{1,3}}(?:st|nd|rd|th)|(?:(?:{'|'.join(TENS)})(?:y-|ieth))?(?:{'|'.join(ORDINALS)})?)"
SOME = rf"(?:\d{{1,3}}|{'|'.join(COUNTS)})"
PARTS = {"first": 1, "1st": 1, "second": 2, "2nd": 2, "third": 3, "3rd": 3}
PARTS |= {"fourth": 4, "4th": 4, "last": 4, "final": 4}
OPTIONAL_YEAR = rf"(?:(?:\s+of)?,?\s+(?P<year>{YEAR}|this year|next year|the year|the same year))?"


def _month(words: str) -> int:
    return MONTHS.index(words) + 1


def _last_day(year: int, month: int) -> date:
    return date(year, month, calendar.monthrange(year, month)[1])


def _months(year: int, first: int, last: int) -> Span:
    return Span(date(year, first, 1), _last_day(year, last))


def _year(words: str | None, context: Context) -> int | None:
    if words and words[:2].isdigit():
        return int(words)
    if context.on is None:
        return None
    return context.on.year + (words == "next year")


def _coming(context: Context, words: str | None, month: int, day: int) -> int | None:
    """Return the year of a day that may be given without one: the next such day."""
    year = _year(words, context)
    if words is None and context.on and year and (month, day) < (context.on.month, context.on.day):
        return year + 1
    return year


# What words cover


def _full_day(found: re.Match, context: Context) -> Span | None:
    month, day = _month(found["month"]), int(re.sub(r"\D", "", found["day"]))
    year = _coming(context, found["year"], month, day)
    return None if year is None else Span(date(year, month, day), date(year, month, day))


def _iso(found: re.Match, context: Context) -> Span:
    return Span(date.fromisoformat(found[0]), date.fromisoformat(found[0]))


def _whole_month(found: re.Match, context: Context) -> Span | None:
    month = _month(found["month"])
    year = _coming(context, found["year"], month, 31)
    if year is None:
        return None
    if found["part"] and found["part"].startswith("mid"):
        return Span(date(year, month, 1), date(year, month, 15))
    return _months(year, month, month)


def _part_of_year(size: int) -> Callable[[re.Match, Context], Span | None]:
    def part(found: re.Match, context: Context) -> Span | None:
        year, number = _year(found["year"], context), PARTS.get(found["part"]) or int(found["part"])
        if size == 6 and found["part"] in ("last", "final"):
            number = 2
        return None if year is None else _months(year, (number - 1) * size + 1, number * size)

    return part


def _about_year(found: re.Match, context: Context) -> Span | None:
    year = _year(found["year"], context)
    months = {"mid": (4, 6), "ear": (1, 3), "beg": (1, 3), "sta": (1, 3)}
    first, last = months.get(found["part"].removeprefix("the ")[:3], (10, 12))
    return None if year is None else _months(year, first, last)


def _season(found: re.Match, context: Context) -> Span | None:
    year = _year(found["year"], context)
    last = {"spring": 5, "summer": 8, "autumn": 11, "fall": 11}[found["part"]]
    return None if year is None else _months(year, last - 2, last)


def _years(found: re.Match, context: Context) -> Span:
    first, last = found["first"], found["last"]
    last = first[: 4 - len(last)] + last
    return Span(date(int(first), 1, 1), date(int(last), 12, 31))


def _whole_year(found: re.Match, context: Context) -> Span | None:
    year = _year(found["year"], context)
    return None if year is None else _months(year, 1, 12)


def _within(found: re.Match, context: Context) -> Span | None:
    if context.on is None:
        return None
    words = found["count"] or "one"
    count = int(words) if words.isdigit() else COUNTS.index(words) + 1
    if found["unit"] in ("day", "week"):
        last = context.on + timedelta(days=count * (7 if found["unit"] == "week" else 1))
        return Span(context.on, last)
    months = context.on.month - 1 + count * (12 if found["unit"] == "year" else 1)
    year, month = context.on.year + months // 12, months % 12 + 1
    day = min(context.on.day, calendar.monthrange(year, month)[1])
    return Span(context.on, date(year, month, day))


SPANS: tuple[tuple[str, Callable[[re.Match, Context], Span | None]], ...] = (
    (rf"{YEAR}-\d\d-\d\d", _iso),
    (
        rf"(?:{DAY}(?:{DASH}|\s+(?:to|and)\s+))?(?P<day>{DAY})\s+(?:of\s+)?(?P<month>{MONTH})"
        rf"{OPTIONAL_YEAR}",
        _full_day,
    ),
    (rf"(?P<month>{MONTH})\s+(?P<day>{DAY})(?!\d){OPTIONAL_YEAR}", _full_day),
    (
        rf"(?P<part>(?:the\s+)?(?:end|beginning|middle|start)\s+of\s+|mid-?\s?|early\s+|late\s+)?"
        rf"(?:{MONTH}(?:{DASH}|\s+(?:to|and|or)\s+))?(?P<month>{MONTH}){OPTIONAL_YEAR}",
        _whole_month,
    ),
    (
        rf"(?P<part>first|second|last|1st|2nd)\s+half(?:\s+of)?,?\s+"
        rf"(?P<year>{YEAR}|this year|next year|the year)",
        _part_of_year(6),
    ),
    (
        rf"(?:(?P<part>first|second|third|fourth|last|final|1st|2nd|3rd|4th)\s+quarter)"
        rf"(?:\s+of)?,?\s+(?P<year>{YEAR}|this year|next year|the year)",
        _part_of_year(3),
    ),
    (rf"q(?P<part>[1-4])(?:\s+of)?,?\s+(?P<year>{YEAR})", _part_of_year(3)),
    (
        rf"(?P<part>mid|early|late|(?:the\s+)?(?:end|close|middle|beginning|start)\s+of)[-\s]\s?"
        rf"(?:the\s+year\s+)?(?P<year>{YEAR}|this year|next year|the year)",
        _about_year,
    ),
    (rf"(?P<part>spring|summer|autumn|fall)(?:\s+of)?,?\s+(?P<year>{YEAR})", _season),
    (
        rf"(?P<first>{YEAR})(?:\s?[-–—/]\s?|\s+(?:to|and|or|through|until)\s+)"
        rf"(?P<last>{YEAR}|\d\d)(?![\d-])",
        _years,
    ),
    (rf"(?P<year>{YEAR})(?![\d-])", _whole_year),
    (r"(?P<year>this year|next year|the coming year|the same year)", _whole_year),
    (
        r"(?:within|in|over|during)\s+(?:the\s+)?(?:next\s+|coming\s+|following\s+)?"
        rf"(?P<count>{SOME})?\s?\(?\d*\)?\s?(?P<unit>day|week|month|year)s?\b(?!\s+\d)",
        _within,
    ),
)
RECURRENCES = (
    (
        r"annually|yearly|(?:every|each|per)\s+year|once\s+(?:a|every)\s+year|"
        r"on\s+an?\s+(?:annual|yearly)\s+basis|year\s+by\s+year|every\s+twelve\s+months",
        "yearly",
    ),
    (
        r"bi-?ennially|every\s+(?:two|2)\s+years|every\s+(?:other|second)\s+year|"
        r"on\s+a\s+(?:biennial|two-year(?:ly)?)\s+basis|once\s+(?:in|every)\s+two\s+years",
        "every_two_years",
    ),
    (
        r"(?:twice|two\s+times)\s+(?:a|per|every|each)\s+year|semi-?annually|bi-?annually|"
        r"half-yearly|every\s+(?:six|6)\s+months|(?:every|each)\s+half(?:\s+(?:a|of\s+the)\s+|[\s-])"
        r"year|on\s+a\s+(?:semi-?|bi-?)annual\s+basis",
        "half_yearly",
    ),
    (
        r"quarterly|(?:every|each|once\s+an?|per)\s+quarter|every\s+(?:three|3)\s+months|"
        r"four\s+times\s+(?:a|per|every|each)\s+year",
        "quarterly",
    ),
    (r"monthly|(?:every|each|once\s+a|per)\s+month", "monthly"),
)
VAGUE = (
    r"in\s+due\s+(?:course|time)|as\s+(?:soon|early|quickly)\s+as\s+possible|at\s+an?\s+early\s+date|"
    r"at\s+(?:the|its|their)\s+earliest\s+(?:convenience|opportunity|possible\s+date)|"
    r"without\s+delay|regularly|on\s+a\s+regular\s+basis|periodically|in\s+the\s+near\s+future|"
    r"intersessionally|in\s+(?:the\s+)?(?:coming|following|next\s+few)\s+years|promptly|immediately"
)
BEFORE = re.compile(r"\b(?:before|prior\s+to|ahead\s+of|in\s+advance\s+of)\s+(?:the\s+)?$")
AT_END = re.compile(r"(?:the\s+)?(?:end|close)\s+of")
_SPANS = tuple((re.compile(rf"\b{words}", re.IGNORECASE), read) for words, read in SPANS)
_RECURRENCES = tuple((re.compile(rf"\b(?:{words})\b"), name) for words, name in RECURRENCES)


def understand(words: str, context: Context = UNKNOWN) -> Due:
    """Return what the words of a report say about time; what is not understood stays words."""
    said = " ".join(words.lower().split())[:300]
    recurrence = _recurrence(said)
    meeting, is_every = _meeting(said, context)
    if is_every:
        return Due(words, recurrence="every_meeting")
    if recurrence or meeting:
        return Due(words, meeting=None if recurrence else meeting, recurrence=recurrence)
    return Due(words, on=_day(said, context))


def _recurrence(said: str) -> str:
    """Return how often the words say that it comes again: the longest of them count."""
    found = [(pattern.search(said), name) for pattern, name in _RECURRENCES]
    lengths = [(len(match[0]), name) for match, name in found if match]
    return max(lengths, default=(0, ""))[1]


def _day(said: str, context: Context) -> date | None:
    """Return the last day of the earliest time that the words name, or the day before it."""
    matches = [(found, read) for pattern, read in _SPANS for found in pattern.finditer(said)]
    for found, read in sorted(matches, key=lambda pair: (pair[0].start(), -pair[0].end())):
        try:
            span = read(found, context)
        except (ValueError, OverflowError):
            return None  # the 31st of June
        if span is None:
            continue
        if BEFORE.search(said[: found.start()]) and not AT_END.match(found[0]):
            return span.first - timedelta(days=1) if span.first > date.min else None
        return span.last if span.last.year < MAXYEAR else None
    return None


# Meetings


EACH = r"each|every|all|its\s+(?:annual|yearly|regular)|(?:all\s+)?(?:future|subsequent)"


def _meeting(said: str, context: Context) -> tuple[tuple[str, int] | None, bool]:
    codes = "|".join(re.escape(code.lower()) for code in context.codes)
    if not codes:
        return None, False
    noun = rf"(?:{codes}|(?:annual\s+|regular\s+)?(?:meeting|session))"
    if re.search(rf"\b(?:{EACH})\s+(?:{NTH}\s+)?{noun}s?\b", said):
        return None, True
    if found := re.search(rf"\b({codes})[-\s]?(\d{{1,3}})\b", said):
        return (_code(found[1], context), int(found[2])), False
    found = re.search(rf"\b({NTH})\s+({codes}|session|meeting)\b(?!\s+of)", said)
    if found and (number := ordinal(found[1])) is not None:
        return (_code(found[2], context), number), False
    follows = r"(?:next|following|upcoming|forthcoming|subsequent|coming)"
    if (found := re.search(rf"\b{follows}\s+({noun})\b", said)) and context.number is not None:
        return (_code(found[1], context), context.number + 1), False
    return None, False


def _code(words: str, context: Context) -> str:
    return next(
        (code for code in context.codes if code.lower() == words and code.isupper()),
        context.own_body,
    )


def ordinal(words: str) -> int | None:
    """Return the number of "27th" or "twenty-seventh"."""
    if words[:1].isdigit():
        return int(re.sub(r"\D", "", words))
    tens = next((value for begin, value in TENS.items() if words.startswith(begin)), 0)
    unit = words.partition("-")[2] if tens and "-" in words else words
    if unit in ORDINALS:
        return tens + ORDINALS.index(unit) + 1
    return tens or None
