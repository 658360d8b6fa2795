"""Which papers a meeting has, in which order, and under which names and symbols."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

ORDERS = ("agenda", "plan")


@dataclass(frozen=True, slots=True)
class Paper:
    """One paper: what it is about, and how it is named.

    kind: area, follow_up, logframe or scorecard. area: the code, of a paper on an area.
    symbol, agenda_item: empty while the meeting does not say them.
    """

    kind: str
    number: int
    slug: str
    title: str
    subtitle: str
    symbol: str = ""
    agenda_item: str = ""
    area: str = ""

    def file_name(self, meeting: str, extension: str) -> str:
        """Return the name of its file: in a folder the papers stand in their order."""
        return f"{meeting}-{self.number:02}-{self.slug}.{extension}"


def papers_of(content: dict, order: str = "agenda") -> list[Paper]:
    """Return the papers of a meeting, those on areas in the order of the agenda or the plan."""
    if order not in ORDERS:
        raise ValueError(f"{order!r} is no order of papers: choose one of {', '.join(ORDERS)}")
    place = "agenda_order" if order == "agenda" else "order"
    areas = sorted(content["areas"], key=lambda area: area[place])
    papers = [_of_area(content, area, number) for number, area in enumerate(areas, start=1)]
    return papers + _of_all(content, len(papers))


def _of_area(content: dict, area: dict, number: int) -> Paper:
    item = area["agenda_item"] or {}
    return Paper(
        kind="area",
        number=number,
        slug=area["slug"],
        title=area["name"],
        subtitle=_("Progress in %(year)s and proposed activities under the %(plan)s")
        % {"year": content["year"], "plan": content["plan"]["title"]},
        symbol=_symbol(content, area["name"]),
        agenda_item=item.get("number", ""),
        area=area["code"],
    )


def _of_all(content: dict, before: int) -> list[Paper]:
    plan = content["plan"]["title"]
    titles = (
        ("follow_up", _("Follow-up of decisions"), _since(content)),
        ("logframe", _("Logical framework"), plan),
        ("scorecard", _("Scorecard"), plan),
    )
    return [
        Paper(kind, number, kind.replace("_", "-"), title, subtitle, _symbol(content, title))
        for number, (kind, title, subtitle) in enumerate(titles, start=before + 1)
    ]


def _since(content: dict) -> str:
    if content["since"] is None:
        return ""
    return _("What was done since %(code)s") % {"code": content["since"]["code"]}


def _symbol(content: dict, title: str) -> str:
    """Return the symbol of the document of the meeting that has the title of the paper."""
    for document in content["meeting"]["documents"]:
        if document["title"].strip().casefold() == title.casefold():
            return document["symbol"]
    return ""
