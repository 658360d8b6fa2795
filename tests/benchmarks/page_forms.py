"""What a page offers to send: its forms as a browser fills them, and the queries of its links."""

from dataclasses import dataclass, field
from html.parser import HTMLParser
from urllib.parse import parse_qsl, urlsplit


@dataclass
class PageForm:
    """A form: where it goes, the pairs that it sends as it stands, its files and its buttons."""

    address: str = ""
    method: str = "GET"
    fields: list[tuple[str, str]] = field(default_factory=list)
    files: list[str] = field(default_factory=list)
    buttons: list[tuple[str, str]] = field(default_factory=list)


class Offer(HTMLParser):
    """Everything that somebody could send from a page; `values` are all that it proposes."""

    def __init__(self, page: str):
        super().__init__()
        self.forms: list[PageForm] = []
        self.queries: list[tuple[str, str]] = []
        self.values: list[str] = []
        self._by_id: dict[str, PageForm] = {}
        self._form = self._select = self._text = None
        self.feed(page)

    @property
    def writing(self) -> list[PageForm]:
        """The forms that write, without the one for signing out, which every page has."""
        posts = [form for form in self.forms if form.method == "POST"]
        return [form for form in posts if not form.address.endswith("/logout/")]

    def handle_starttag(self, tag, attrs):
        attrs = {name: value or "" for name, value in attrs}
        if tag == "a":
            self.queries += parse_qsl(urlsplit(attrs.get("href", "")).query)
        elif tag == "form":
            self._form = self._named(attrs.get("id", ""))
            self._form.address = attrs.get("action", "")
            self._form.method = attrs.get("method", "get").upper()
        elif tag == "option":
            self._choose(attrs)
        elif attrs.get("name"):
            self._read(tag, attrs)

    def handle_data(self, data):
        if self._text:
            form, name = self._text
            form.fields.append((name, data))
            self._text = None

    def handle_endtag(self, tag):
        if tag == "form":
            self._form = None
        elif tag == "select":
            self._select = None
        elif tag == "textarea" and self._text:
            form, name = self._text
            form.fields.append((name, ""))
            self._text = None

    def _named(self, name: str) -> PageForm:
        if name in self._by_id:
            return self._by_id[name]
        form = PageForm()
        self.forms.append(form)
        if name:
            self._by_id[name] = form
        return form

    def _read(self, tag: str, attrs: dict) -> None:
        form = self._named(attrs["form"]) if "form" in attrs else self._form
        if form is None:
            return
        name, kind = attrs["name"], attrs.get("type", "")
        if tag == "select":
            self._select = (form, name)
        elif tag == "textarea":
            self._text = (form, name)
        elif tag == "button" or kind == "submit":
            form.buttons.append((name, attrs.get("value", "")))
        elif kind == "file":
            form.files.append(name)
        elif tag == "input":
            self.values.append(attrs.get("value", ""))
            if kind not in ("checkbox", "radio") or "checked" in attrs:
                form.fields.append((name, attrs.get("value", "on")))

    def _choose(self, attrs: dict) -> None:
        self.values.append(attrs.get("value", ""))
        if self._select and "selected" in attrs:
            form, name = self._select
            form.fields.append((name, attrs.get("value", "")))
