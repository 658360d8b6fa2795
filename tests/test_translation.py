"""Every text of the interface can be translated: seen on pages whose catalogue marks what it knows.

The catalogue of these tests puts ⟦ ⟧ around all that it is asked to translate. The texts of the
records are written in Greek letters first, so that an English word outside the marks is one that
a translator would never be shown. What is declared English (`lang="en"`) stays so: the content of
an edition, which is frozen in the words in which it was issued.
"""

import gettext
import re
import shutil
from html.parser import HTMLParser

import pytest
from django.apps import apps
from django.contrib.auth.models import User
from django.core.management import call_command
from django.db import models
from django.utils import translation
from django.utils.translation import trans_real

from config.templatetags import menu
from logframe import dates, explanations, pieces, shown, tables
from logframe.progress import RULES, Group, Status, assess
from logframe.sentences import Sentence
from logframe.shown import told
from meetings.standing import Standing
from tests.conftest import signed_in
from tests.demonstration import demonstration_loaded
from tests.logframe.progress_cases import CASES
from tests.looks import EVERY_LOOK
from tests.pages import PAGES

pytestmark = pytest.mark.django_db

LATIN = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
GREEK = "ΑΒϹΔΕΦΓΗΙϳΚΛΜΝΟΠϘΡΣΤΥϜΩΧΨΖαβςδεφγηιϳκλμνοπϙρστυϝωχψζ"
TO_GREEK = str.maketrans(LATIN, GREEK)
# Codes and what stands in addresses are the same in every language; an edition is in English.
KEPT = {"code", "slug", "letter", "section", "number", "username", "password", "symbol", "content"}
MARKED = re.compile(r"⟦[^⟦⟧]*⟧")
WORD = re.compile(r"[A-Za-z]*[a-z]{2,}")
# Addresses and their parts.
CODES = re.compile(r"https?://\S+|\S+@\S+|\b[a-z]+-[a-z-]+\b")
ATTRIBUTES = {"alt", "title", "aria-label", "placeholder", "data-label"}


class Marking(gettext.NullTranslations):
    """A catalogue that knows every text, and marks it."""

    def gettext(self, message: str) -> str:
        text = message.rpartition(trans_real.CONTEXT_SEPARATOR)[2]
        # Three words in one, which Django takes apart.
        parts = text.split(",") if text == "yes,no,maybe" else [text]
        return ",".join(f"⟦{part}⟧" for part in parts) if message else ""

    def ngettext(self, one: str, many: str, count: int) -> str:
        return self.gettext(one if count == 1 else many)

    def language(self) -> str:
        return "en-gb"

    def to_language(self) -> str:
        return "en-gb"


class Reader(HTMLParser):
    """Collects what a person reads or hears of a page, without what is declared English."""

    SILENT = {"script", "style"}
    EMPTY = {
        "meta",
        "link",
        "input",
        "br",
        "img",
        "hr",
        "rect",
        "circle",
        "line",
        "path",
        "polyline",
    }

    def __init__(self, page: str):
        super().__init__()
        self.said: list[str] = []
        self.skipped: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        attrs = dict(attrs)
        is_silent = tag in self.SILENT or (attrs.get("lang") == "en" and tag != "html")
        if tag not in self.EMPTY and (self.skipped or is_silent):
            self.skipped.append(tag)
        elif not self.skipped:
            self.said += [attrs[name] or "" for name in ATTRIBUTES & attrs.keys()]

    def handle_startendtag(self, tag, attrs):
        pass

    def handle_endtag(self, tag):
        if self.skipped and self.skipped[-1] == tag:
            self.skipped.pop()

    def handle_data(self, data):
        if not self.skipped:
            self.said.append(data)


def english_left(page: str) -> set[str]:
    """Return the English words of a page that stand outside the marks."""
    text = "\n".join(Reader(page).said)
    while MARKED.search(text):
        text = MARKED.sub("", text)
    return set(WORD.findall(CODES.sub("", text)))


def write_records_in_greek() -> None:
    """Write all that people typed into the records in letters that no text of ours has."""
    for model in apps.get_models():
        if model._meta.app_label not in ("logframe", "meetings"):
            continue
        texts = [
            field.name
            for field in model._meta.concrete_fields
            if isinstance(field, (models.CharField, models.TextField))
            and not isinstance(field, models.URLField)
            and not field.choices
            and field.name not in KEPT
        ]
        for row in model._base_manager.all() if texts else ():
            written = {name: (getattr(row, name) or "").translate(TO_GREEK) for name in texts}
            model._base_manager.filter(pk=row.pk).update(**written)
    for user in User.objects.all():
        names = ("username", "first_name", "last_name")
        written = {name: getattr(user, name).translate(TO_GREEK) for name in names}
        User.objects.filter(pk=user.pk).update(**written)


def texts_of(sentence: Sentence) -> list[str]:
    """Return what a translator has to translate of a sentence."""
    clauses = [part for part in sentence.parts.values() if isinstance(part, Sentence)]
    return [sentence.text, *(text for clause in clauses for text in texts_of(clause))]


@pytest.fixture(scope="module", autouse=True)
def _demonstration(django_db_setup, django_db_blocker):
    with demonstration_loaded(django_db_blocker):
        write_records_in_greek()
        yield


@pytest.fixture
def marked(settings, monkeypatch):
    """Pages in a language in which every translated text is marked."""
    settings.PROGRAMME_NAME = settings.PROGRAMME_SITE_TITLE = "ΤΙΤΛΕ"
    monkeypatch.setitem(trans_real._translations, "en-gb", Marking())
    monkeypatch.setattr(trans_real, "_default", None)
    forget_texts()
    with translation.override("en-gb"):
        yield
    forget_texts()


def forget_texts() -> None:
    """Let the texts that the pages looked up in another catalogue be looked up again."""
    menu.put_together.cache_clear()
    pieces._status.cache_clear()
    dates.written.cache_clear()
    dates.written_short.cache_clear()
    shown.looked_up.cache_clear()
    tables.words_of.cache_clear()


@pytest.mark.parametrize("name", [name for name in PAGES if name != "healthz"])
@pytest.mark.parametrize("role", ["manager", "focal"] if EVERY_LOOK else ["manager"])
def test_no_english_is_left_for_who_reads_another_language(marked, role, name):
    someone = signed_in(User.objects.get(username=role.translate(TO_GREEK)))

    page = someone.get(PAGES[name]).content.decode()

    assert "⟦" in page
    assert english_left(page) == set()


def test_the_test_sees_what_nobody_can_translate():
    page = '<p title="Left">⟦Known ⟦value⟧⟧ but <b lang="en">said so</b> not this ΤΕΧΤ</p>'

    assert english_left(page) == {"Left", "but", "not", "this"}


def test_a_page_says_its_language(client):
    assert b'<html lang="en-gb">' in client.get("/accounts/login/").content


def test_english_is_offered_to_all(client):
    page = client.get("/accounts/login/", headers={"accept-language": "fr, en-US;q=0.5"})

    assert page.headers["Content-Language"] == "en-gb"
    assert "Sign in" in page.content.decode()


def test_no_explanation_is_left_in_english(marked):
    sentences = [told(assess(case.facts, on=case.on).explanation) for case in CASES]

    assert set.union(*map(english_left, sentences)) == set()


def test_the_rules_are_listed_to_be_translated():
    assert tuple(rule.__doc__ for rule in RULES) == explanations.RULES


@pytest.mark.skipif(shutil.which("xgettext") is None, reason="xgettext (gettext) is not installed")
def test_makemessages_collects_the_texts_of_code_and_templates(settings, tmp_path):
    settings.LOCALE_PATHS = [tmp_path]

    call_command("makemessages", locale=["eo"], ignore_patterns=["data", "tests"], verbosity=0)

    # A long text goes on in the next line.
    found = (tmp_path / "eo" / "LC_MESSAGES" / "django.po").read_text(encoding="utf-8")
    found = found.replace('"\n"', "")
    expected = ["Overview", "What happened", "not asked", "milestone of %(year)s"]
    expected += [one.word for one in (*Standing, *Status, *Group)]
    for case in CASES:
        expected += texts_of(assess(case.facts, on=case.on).explanation)
    assert [text for text in expected if f'msgid "{text}"' not in found] == []
