"""What nobody should send, and somebody will: values, files, headers and bodies that break."""

import io
import zipfile
from random import Random
from urllib.parse import quote

from tests.evidence import GOOD

LARGE = ("2147483648", "9223372036854775808", "-9223372036854775809", "9" * 30, "9" * 5000)
NUMBERS = ("-1", "0", "1", "1e400", "-0", "NaN", "Infinity", "1,5", "0x10", "٣", "²", "1" * 30)
DAYS = (
    "0000-00-00", "0001-01-01", "9999-12-31", "10000-01-01", "2026-02-30", "2026-13-01", "2026",
    "0001-01-01 00:00", "9999-12-31T23:59:59", "2026-01-01T25:61", "24:00", "-2026-01-01",
)  # fmt: skip
TEXTS = (
    "", " ", "\x00", "a\x00b", "\x1b[31m", "\r\n", "\x85", "\ufeff", "\u202e", "\ufffe", "é" * 300,
    "👩‍👩‍👧", "e\u0301" * 50, "ﬁ", "İ", "x" * 70_000, "None", "null", "[]", "{}", '{"a": [1]}',
    "../../etc/passwd", "..\\..\\boot.ini", "%00", "%s%n%x", "<script>alert(1)</script>",
    "' OR 1=1 --", '"; DROP TABLE x', "(", "[", "\\", "*", "a.b", "{{ 7 }}", "javascript:a",
    "http://", "http://[::1", "https://a@b:99999/", "//evil.example", "mailto:a", "a@", "on", "id",
)  # fmt: skip
VALUES = (*LARGE, *NUMBERS, *DAYS, *TEXTS)
# What Django, its admin and our own pages look for in an address.
PARAMETERS = (
    "q", "o", "p", "all", "e", "page", "per_page", "sort", "as_of", "_export", "_popup", "next",
    "_to_field", "_changelist_filters", "field_name", "app_label", "model_name", "term", "key",
    "id", "pk", "id__in", "pk__gt", "version", "format", "order", "with", "text", "unknown",
)  # fmt: skip
NAMES = ("..", "a" * 300 + ".pdf", "a.docx", "a.xlsx", "a.csv", "a.pdf.exe")
LOOKUPS = ("__in", "__isnull", "__gt", "__year", "__regex", "__exact", "__range", "__foo")
HEADERS = {
    "HTTP_HX_REQUEST": ("true", "\xe9"),
    "HTTP_HX_TARGET": ("\x00", "row"),
    "HTTP_HX_CURRENT_URL": ("http://[", "//", "https://testserver/?a=%00"),
    "HTTP_X_FORWARDED_FOR": ("a", "1.2.3.4, ::1", "999.1.1.1", "\x00", ","),
    "HTTP_ACCEPT_LANGUAGE": ("x" * 600, "ko;q=2", "*", "-"),
    "HTTP_ACCEPT_ENCODING": ("gzip;q=0", "br, gzip"),
    "HTTP_REFERER": ("http://[", "\xff", "javascript:"),
    "HTTP_RANGE": ("bytes=9-1", "bytes=0-0", "x"),
    "HTTP_IF_MODIFIED_SINCE": ("Fri, 99 Foo 99999 00:00:00 GMT", "Sat, 01 Jan 0000 00:00:00 GMT"),
    "HTTP_IF_NONE_MATCH": ('W/"', "*", '"a", b'),
    "HTTP_COOKIE": ("sessionid=\x00; messages=x", "csrftoken=%00", "messages=[[0,0]]:1:x", "=;=;"),
    "HTTP_ORIGIN": ("null", "http://["),
    "HTTP_USER_AGENT": ("", "x" * 9000),
}
BODIES = (
    ("multipart/form-data", b"--x\r\n"),
    ("multipart/form-data; boundary=", b"----\r\n"),
    ("multipart/form-data; boundary=x", b"--x\r\nContent-Disposition: form-data; name=a"),
    ("multipart/form-data; boundary=\xe9", b"--x--"),
    (
        "multipart/form-data; boundary=x",
        b'--x\r\nContent-Disposition: form-data; name="a"\r\n'
        b"Content-Transfer-Encoding: base64\r\n\r\n=\xff\r\n--x--\r\n",
    ),
    ("application/x-www-form-urlencoded; charset=utf-7", b"a=+AAA-&b=%00"),
    ("application/x-www-form-urlencoded; charset=nothing", b"a=%ff%fe&&&=;=b"),
    ("application/x-www-form-urlencoded", b"&" * 6000 + b"a=1"),
    ("application/x-www-form-urlencoded", b"a=" + b"x" * 3_000_000),
    ("application/json", b'{"a": '),
    ("text/plain", b"\xff\x00"),
    ("", b"a=b"),
)


def value(random: Random, proposed: list[str]) -> str:
    """Return something wrong, or what the page proposes for another field."""
    if proposed and random.random() < 0.3:
        return random.choice(proposed)
    kind = random.choice((LARGE, NUMBERS, DAYS, TEXTS))
    return random.choice(kind)


def pairs(random: Random, good: list[tuple], proposed: list[str], names: tuple = ()) -> list[tuple]:
    """Return the pairs that a form or an address sends, with one to four of them made wrong."""
    made = list(good)
    for _time in range(random.randint(1, 4)):
        place = random.randrange(len(made)) if made else 0
        name = made[place][0] if made else "unknown"
        match random.choice(("change", "change", "change", "leave out", "double", "add", "rename")):
            case "change" if made:
                made[place] = (name, value(random, proposed))
            case "leave out" if made:
                del made[place]
            case "double" if made:
                made.insert(place, (name, value(random, proposed)))
            case "rename" if made:
                made[place] = (name + random.choice(LOOKUPS), made[place][1])
            case _:
                added = random.choice(names or ("unknown", *PARAMETERS))
                made.append((added, value(random, proposed)))
    return made


def path(random: Random, address: str) -> str:
    """Return an address of which one part is something else."""
    parts = address.split("/")
    parts[random.randrange(1, len(parts))] = quote(random.choice(VALUES), safe="")[:2000]
    return "/".join(parts)


def file(random: Random) -> tuple[str, bytes]:
    """Return the name and the bytes of a file that is cut, mixed up, wrongly named or empty."""
    name, content = random.choice((*GOOD.items(), ("rows.csv", b"code,title\r\n4.1,x\r\n")))
    match random.choice(("whole", "cut", "noise", "name", "mixed", "empty", "packed", "text")):
        case "cut":
            content = content[: random.randrange(len(content))]
        case "noise":
            place = random.randrange(len(content))
            content = content[:place] + random.randbytes(9) + content[place + 9 :]
        case "name":
            name = random.choice(
                (*TEXTS[:20], "..", "a" * 300 + ".pdf", "x.docx", "x.xlsx", "x.csv")
            )
        case "mixed":
            content = random.choice(list(GOOD.values()))
        case "empty":
            content = b""
        case "packed":
            target = io.BytesIO()
            with zipfile.ZipFile(target, "w") as archive:
                archive.writestr("[Content_Types].xml", random.choice(VALUES))
            content = target.getvalue()
        case "text":
            content = "\r\n".join(random.choices(VALUES, k=5)).encode()
    return name or "x", content
