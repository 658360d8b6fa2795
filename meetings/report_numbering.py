"""The numbers that Word writes before paragraphs: they are not in the text of the document."""

from collections import defaultdict

from docx.oxml.ns import qn

BULLET = "• "
ROMAN = ((10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))
MOST = 9


class Numbering:
    """Counts the numbered paragraphs of a document as Word does, level by level.

    Lists of one kind go on counting where the last one ended, unless they say that they start anew.
    """

    def __init__(
        self,
        levels: dict[str, dict[int, tuple[str, str, int]]],
        lists: dict[str, str],
        starts: dict[str, dict[int, int]],
    ):
        """Take the levels of each kind of list, as format, text and start; then of each list.

        Those are its kind, and the levels that it starts anew, with the number.
        """
        self.levels, self.lists, self.starts = levels, lists, starts
        self.counts: dict[str, dict[int, int]] = defaultdict(dict)
        self.begun: set[str] = set()

    @classmethod
    def of(cls, document) -> "Numbering":
        """Read how a document numbers its lists."""
        part = next(
            (
                one
                for one in document.part.package.iter_parts()
                if one.partname.endswith("/numbering.xml")
            ),
            None,
        )
        root = getattr(part, "element", None)
        if root is None:
            return cls({}, {}, {})
        levels = {
            kind.get(qn("w:abstractNumId")): {
                int(level.get(qn("w:ilvl"))): (
                    _value(level, "w:numFmt", "decimal"),
                    _value(level, "w:lvlText", "%1."),
                    int(_value(level, "w:start", "1")),
                )
                for level in kind.findall(qn("w:lvl"))
            }
            for kind in root.findall(qn("w:abstractNum"))
        }
        lists = {
            one.get(qn("w:numId")): _value(one, "w:abstractNumId", "")
            for one in root.findall(qn("w:num"))
        }
        starts = {
            one.get(qn("w:numId")): {
                int(level.get(qn("w:ilvl"))): int(_value(level, "w:startOverride", "1"))
                for level in one.findall(qn("w:lvlOverride"))
                if level.find(qn("w:startOverride")) is not None
            }
            for one in root.findall(qn("w:num"))
        }
        return cls(levels, lists, starts)

    def number(self, paragraph) -> str:
        """Return what stands before a paragraph, with a blank, or nothing."""
        found = _numbered(paragraph)
        if found is None:
            return ""
        name, level = found
        kind = self.lists.get(name, "")
        levels = self.levels.get(kind, {})
        if level not in levels:
            return ""
        if levels[level][0] == "bullet":
            return BULLET
        counts = self.counts[kind]
        if name not in self.begun:
            self.begun.add(name)
            counts |= {deep: start - 1 for deep, start in self.starts.get(name, {}).items()}
        counts[level] = counts.get(level, levels[level][2] - 1) + 1
        for deeper in [one for one in counts if one > level]:
            del counts[deeper]
        text = levels[level][1]
        for place in range(MOST, 0, -1):
            if f"%{place}" in text and place - 1 in levels:
                count = counts.get(place - 1, levels[place - 1][2])
                text = text.replace(f"%{place}", written(count, levels[place - 1][0]))
        return f"{text} " if text else ""


def written(count: int, form: str) -> str:
    """Return a number in a form of Word: decimal, lowerLetter, upperRoman and so on."""
    if form in ("lowerLetter", "upperLetter"):
        letter = chr(97 + (count - 1) % 26)
        return letter.upper() if form == "upperLetter" else letter
    if form in ("lowerRoman", "upperRoman"):
        text = ""
        for value, letters in ROMAN:
            text, count = text + letters * (count // value), count % value
        return text.upper() if form == "upperRoman" else text
    return "" if form == "none" else str(count)


def _numbered(paragraph) -> tuple[str, int] | None:
    """Return the list and the level of a paragraph: its own, or those of its style."""
    properties, style = paragraph._p.pPr, paragraph.style
    for _step in range(MOST):
        found = properties.find(qn("w:numPr")) if properties is not None else None
        if found is not None:
            name = _value(found, "w:numId", "")
            return (name, int(_value(found, "w:ilvl", "0"))) if name not in ("", "0") else None
        if style is None:
            return None
        properties, style = style.element.pPr, style.base_style
    return None


def _value(element, tag: str, otherwise: str) -> str:
    found = element.find(qn(tag))
    return otherwise if found is None else found.get(qn("w:val"), otherwise)
