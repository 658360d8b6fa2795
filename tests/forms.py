"""Filling in a form of the admin as a browser would: all that the page shows, with some changes."""

from html import unescape
from html.parser import HTMLParser

from django.urls import reverse


def admin_url(record_or_model, page: str = "change") -> str:
    """Return the address of a page of the admin: of a record, or of its kind."""
    options = record_or_model._meta
    by_record = page not in ("add", "changelist")
    name = f"admin:{options.app_label}_{options.model_name}_{page}"
    return reverse(name, args=[record_or_model.pk] if by_record else [])


class FormReader(HTMLParser):
    """Reads what the record's form of a page would send if nothing were changed."""

    def __init__(self, page: str):
        super().__init__()
        self.data: dict[str, str | list[str]] = {}
        self.inside, self.select, self.textarea = False, None, None
        self.feed(page)

    def reads(self, form: dict) -> bool:
        """Whether a form is that of the record."""
        return form.get("id", "").endswith("_form")

    def handle_starttag(self, tag, attrs):
        attrs = dict(attrs)
        if tag == "form":
            self.inside = self.reads(attrs)
        elif not self.inside:
            return
        elif tag == "input":
            self._read_input(attrs)
        elif tag == "select":
            self.select = attrs["name"]
            self.data[self.select] = [] if "multiple" in attrs else ""
        elif tag == "option" and "selected" in attrs:
            self._choose(attrs.get("value", ""))
        elif tag == "textarea":
            self.textarea = attrs["name"]
            self.data[self.textarea] = ""

    def handle_data(self, data):
        if self.textarea:
            self.data[self.textarea] += data

    def handle_endtag(self, tag):
        if tag == "form":
            self.inside = False
        elif tag == "select":
            self.select = None
        elif tag == "textarea" and self.textarea:
            # The first line break after the tag is no part of the text; browsers send \r\n.
            text = self.data[self.textarea].removeprefix("\n")
            self.data[self.textarea] = text.replace("\n", "\r\n")
            self.textarea = None

    def _read_input(self, attrs) -> None:
        kind = attrs.get("type", "text")
        if kind in ("submit", "file") or "name" not in attrs:
            return
        if kind != "checkbox":
            self.data[attrs["name"]] = attrs.get("value", "")
        elif "checked" in attrs:
            self.data[attrs["name"]] = attrs.get("value", "on")

    def _choose(self, value: str) -> None:
        if isinstance(self.data[self.select], list):
            self.data[self.select].append(value)
        else:
            self.data[self.select] = value


class PageReader(FormReader):
    """Reads what the forms of a page of the site would send."""

    def reads(self, form: dict) -> bool:
        """Whether a form writes, and signs nobody out."""
        return form.get("method") == "post" and not form.get("action", "").endswith("/logout/")


def filled(response, **changes) -> dict:
    """Return what the form of a page sends, with changes; a change to None leaves a field out."""
    data = FormReader(response.content.decode()).data | changes
    return {name: value for name, value in data.items() if value is not None}


def messages_of(response) -> str:
    """Return what the page tells after an action."""
    return " ".join(str(message) for message in response.context["messages"])


def text_of(response) -> str:
    """Return the page as one line of text."""
    return unescape(" ".join(response.content.decode().split()))


def save(client, record, **changes):
    """Open a record's form, change it and save it."""
    address = admin_url(record)
    return client.post(address, filled(client.get(address), **changes), follow=True)


def run(client, action: str, *records, follow=True, **more):
    """Run an action of a list on some of its rows."""
    data = {"action": action, "_selected_action": [record.pk for record in records], **more}
    return client.post(admin_url(type(records[0]), "changelist"), data, follow=follow)
