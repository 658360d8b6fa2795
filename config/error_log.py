"""What went wrong, for who runs the site: a line of JSON for each error, not what was typed."""

import json
import logging
import traceback

from django.utils import timezone


class ErrorLine(logging.Formatter):
    """An error as its kind and its way through the program.

    The sentence of an error is left out, for it may quote what somebody entered, and so is the
    address, which may carry the key of a link: in its place stands the pattern of the page.
    """

    def format(self, record: logging.LogRecord) -> str:
        """Return the line."""
        match = getattr(getattr(record, "request", None), "resolver_match", None)
        line = {
            "at": timezone.localtime().isoformat(timespec="seconds"),
            "event": "error",
            "from": record.name,
            "page": match and match.route,
        }
        if record.exc_info:
            kind, error, _trace = record.exc_info
            frames = traceback.extract_tb(error.__traceback__)
            line["kind"] = f"{kind.__module__}.{kind.__qualname__}"
            line["way"] = [f"{one.filename}:{one.lineno} {one.name}" for one in frames]
        return json.dumps(line)
