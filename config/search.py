"""Search over the plan, its decisions and its meetings: every word must occur, in any order."""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from functools import cached_property, reduce
from operator import or_
from urllib.parse import urlencode

from django.db.models import Case, Count, Model, Q, QuerySet, Value, When, Window
from django.urls import reverse
from django.utils import timezone
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext_lazy as _

from logframe.filters import ActivityFilter, IndicatorFilter
from logframe.models import MemberState, Plan
from logframe.models.base import slug_of
from logframe.past import activities_on
from logframe.words import having_words, words_of
from meetings import text_index
from meetings.filters import MeetingFilter
from meetings.models import Meeting
from meetings.past import decisions_on

LONGEST_QUERY = 100
MOST_HITS = 10
EXCERPT_LENGTH = 240


@dataclass(frozen=True)
class Question:
    """What a reader typed; all that is longer than a query is cut."""

    typed: str

    @cached_property
    def text(self) -> str:
        """The query, in one line and of a sensible length."""
        return " ".join(words_of(self.typed[:LONGEST_QUERY]))

    @cached_property
    def words(self) -> list[str]:
        """The words, all of which must occur."""
        return words_of(self.text)

    @property
    def codes(self) -> set[str]:
        """The codes, as they stand in addresses, that the reader may have meant."""
        return {slug_of(self.text), slug_of(self.text.replace(" ", ""))}

    def mark(self, text: str) -> SafeString:
        """Return the text with the words marked, safe to show."""
        parts, end = [], 0
        for hit in self._pattern.finditer(text):
            parts += [conditional_escape(text[end : hit.start()])]
            parts += [format_html("<mark>{}</mark>", hit.group())]
            end = hit.end()
        return mark_safe("".join([*parts, conditional_escape(text[end:])]))  # noqa: S308

    def occurs_in(self, text: str) -> bool:
        """Whether any of the words occurs in the text."""
        return bool(self._pattern.search(text))

    def excerpt(self, text: str) -> SafeString:
        """Return what stands around the first word that occurs in a text, marked."""
        found = self._pattern.search(text)
        begin = max(found.start() - EXCERPT_LENGTH // 3, 0) if found else 0
        begin = text.find(" ", begin) + 1 if begin else 0
        end = begin + EXCERPT_LENGTH
        end = len(text) if end >= len(text) else max(text.rfind(" ", begin, end), begin + 1)
        before, after = "… " if begin else "", " …" if end < len(text) else ""
        return format_html("{}{}{}", before, self.mark(text[begin:end]), after)

    @cached_property
    def _pattern(self) -> re.Pattern:
        longest_first = sorted(self.words, key=len, reverse=True)
        return re.compile("|".join(map(re.escape, longest_first)), re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Hit:
    """One record that was found, as the page shows it; `is_named` when its code was typed."""

    url: str
    code: SafeString
    title: SafeString
    excerpt: SafeString
    is_named: bool


@dataclass(frozen=True, slots=True)
class Group:
    """The records of one kind that were found, at most ten, and where all of them stand."""

    heading: str
    hits: list[Hit]
    total: int
    rest: str

    @property
    def others(self) -> list[Hit]:
        """Those that are shown, without the record whose code was typed: it stands on top."""
        return [hit for hit in self.hits if not hit.is_named]

    @property
    def has_more(self) -> bool:
        """Whether more were found than are shown."""
        return self.total > len(self.hits)


@dataclass(frozen=True)
class Kind:
    """One kind of record that can be found.

    `having` tells which have the words of a text; `code` and `title` name the record, `quoted`
    is shown always and `texts` where a word occurs in them; `slug` is the field with the code as in
    addresses.
    """

    heading: str
    rows: Callable[[Plan, date], QuerySet]
    having: Callable[[str], Q]
    title: str
    url: Callable[[Model, Plan], str]
    rest: Callable[[Plan, str], str]
    slug: str = "slug"
    code: str = "code"
    quoted: str = ""
    texts: tuple[str, ...] = ()

    def find(self, question: Question, plan: Plan, on: date) -> Group:
        """Look for the records, in one query: named by the code first, then by the title."""
        named = reduce(or_, (Q(**{f"{self.slug}__iexact": code}) for code in question.codes))
        in_title = having_words(question.text, (self.code, self.title))
        rows = self.rows(plan, on).prefetch_related(None)
        order = rows.query.order_by or rows.model._meta.ordering
        found = rows.filter(named | self.having(question.text)).annotate(
            rank=Case(When(named, then=Value(0)), When(in_title, then=Value(1)), default=Value(2)),
            total=Window(Count("pk")),
        )
        shown = list(found.order_by("rank", *order)[:MOST_HITS])
        return Group(
            heading=self.heading,
            hits=[self._hit(row, question, plan) for row in shown],
            total=shown[0].total if shown else 0,
            rest=self.rest(plan, question.text),
        )

    def _hit(self, row: Model, question: Question, plan: Plan) -> Hit:
        texts = (value_of(row, name) for name in self.texts)
        quoted = value_of(row, self.quoted) if self.quoted else ""
        text = quoted or next(filter(question.occurs_in, texts), "")
        return Hit(
            url=self.url(row, plan),
            code=question.mark(value_of(row, self.code)),
            title=question.mark(value_of(row, self.title)),
            excerpt=question.excerpt(text),
            is_named=row.rank == 0,
        )


def value_of(row: Model, path: str) -> str:
    """Return a field of a record, or of one that it leads to."""
    return reduce(getattr, path.split("__"), row)


def own_page(row: Model, plan: Plan) -> str:
    """Return the address of the record's own page."""
    return row.get_absolute_url()


def list_page(name: str, of_plan: bool = True) -> Callable[[Plan, str], str]:
    """Return how to address a list page that shows all that has the words."""

    def address(plan: Plan, text: str) -> str:
        page = reverse(name, args=[plan.slug] if of_plan else [])
        return f"{page}?{urlencode({'text': text})}"

    return address


def words_in(*fields: str) -> Callable[[str], Q]:
    """Return how to tell the rows that have all the words of a text in these fields."""
    return lambda text: having_words(text, fields)


KINDS = (
    Kind(
        heading=_("Thematic areas"),
        rows=lambda plan, on: plan.areas.select_related("plan"),
        having=words_in("section", "code", "name", "platform", "platform_abbreviation"),
        slug="section",
        code="section",
        title="name",
        texts=("platform", "platform_abbreviation"),
        url=own_page,
        rest=lambda plan, text: plan.get_absolute_url(),
    ),
    Kind(
        heading=_("Outputs"),
        rows=lambda plan, on: plan.outputs.select_related("plan"),
        having=words_in("code", "slug", "short_title", "statement", "annex_wording"),
        title="short_title",
        texts=("statement", "annex_wording"),
        url=own_page,
        rest=lambda plan, text: reverse("logframe", args=[plan.slug]),
    ),
    Kind(
        heading=_("Indicators"),
        rows=lambda plan, on: plan.indicators.select_related("plan"),
        having=words_in(*IndicatorFilter.text_in),
        title="title",
        texts=("definition",),
        url=own_page,
        rest=list_page("indicators"),
    ),
    Kind(
        heading=_("Decisions"),
        rows=lambda plan, on: decisions_on(on),
        having=text_index.having,
        title="heading",
        quoted="wording",
        url=own_page,
        rest=list_page("decisions", of_plan=False),
    ),
    Kind(
        heading=_("Activities"),
        rows=lambda plan, on: activities_on(plan.activities.all(), on),
        having=words_in(*ActivityFilter.text_in),
        slug="code",
        title="title",
        texts=("place", "lead", "partners", "kind"),
        url=lambda row, plan: list_page("activities")(plan, row.code),
        rest=list_page("activities"),
    ),
    Kind(
        heading=_("Meetings"),
        rows=lambda plan, on: Meeting.objects.in_order(),
        having=words_in(*MeetingFilter.text_in),
        slug="code",
        title="body__name",
        texts=("place", "host"),
        url=own_page,
        rest=list_page("meetings", of_plan=False),
    ),
    Kind(
        heading=_("Member States"),
        rows=lambda plan, on: MemberState.objects.all(),
        having=words_in("code", "name"),
        slug="code",
        title="name",
        url=lambda row, plan: reverse("member-state", args=[plan.slug, row.code]),
        rest=lambda plan, text: reverse("member-states", args=[plan.slug]),
    ),
)


@dataclass(frozen=True, slots=True)
class Findings:
    """All that was found, by kind."""

    groups: list[Group]

    @property
    def total(self) -> int:
        """How many records were found."""
        return sum(group.total for group in self.groups)

    @property
    def named(self) -> list[Hit]:
        """The records whose code was typed."""
        return [hit for group in self.groups for hit in group.hits if hit.is_named]


def search(
    question: Question, plan: Plan, on: date | None = None, kinds: Iterable[Kind] = KINDS
) -> Findings:
    """Look in the plan, its decisions and meetings of a day: one query for each kind."""
    on = on or timezone.localdate()
    groups = [kind.find(question, plan, on) for kind in kinds] if question.words else []
    return Findings([group for group in groups if group.total])
