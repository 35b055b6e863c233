"""Requests that a browser may make, and many that none would, for hypothesis to draw from."""

import io
from dataclasses import dataclass, field
from urllib.parse import quote, urlencode

from hypothesis import strategies as st

METHODS = ["GET", "POST", "HEAD", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "get", "BREW", ""]
NUMBERS = [
    "0", "-1", "1", "+1", "007", "2147483648", "9223372036854775807", "9223372036854775808",
    "1" * 4301, "1e9", "NaN", "Infinity", "٣", "½", " 1", "1_0", "0x10",
]  # fmt: skip
DATES = [
    "2026-02-30", "0000-00-00", "0001-01-01", "9999-12-31", "9999-12-31T23:59", "10000-01-01",
    "2026-11-01T01:30", "2026-03-08 02:30", "24:00", "13:60", "12:30",
]  # fmt: skip
TEXTS = [
    "", " ", "\0", "a\0b", "\ud800", "\ufffe", "\u202e", "\r\nSet-Cookie: a=b", "%", "%00", "%s",
    "{{ 1 }}", "{% x %}", "<script>", "../../etc/passwd", "..%2f", "//evil.example", "javascript:1",
    "' OR 1=1 --", "[]", "{}", "null", "[" * 2000, "a" * 3000, "a, b", "é", "e\u0301", "🤷🏽‍♀️",
    "+++\n", "::: muscle", "::: question", "![](img:1)", "{{ driving }}", "[a](/recovery/)",
    "chest pain", "a@b.c", "(503) 555-0142", "https://[", "http://a\\@b", "\n" * 500, "=1+1",
]  # fmt: skip
HEADERS = {
    "HTTP_HOST": ["guide.example.org", "127.0.0.1", "evil.example", "", "a b", "[::1", "x" * 3000],
    "HTTP_ACCEPT_ENCODING": ["br", "gzip;q=0", "zstd", "*;q=0.0", ";;,,", "br;q=é"],
    "HTTP_IF_NONE_MATCH": ['"a"', "*", 'W/"', ",", "\xff"],
    "HTTP_IF_MODIFIED_SINCE": ["yesterday", "Sat, 31 Feb 2026 99:99:99 GMT", "\xff", "; length=x"],
    "HTTP_RANGE": ["bytes=0-0", "bytes=-1", "bytes=9-1", "lines=1"],
    "HTTP_ACCEPT": ["application/json", "text/html", "*/*;q=x", "\xff"],
    "HTTP_ACCEPT_LANGUAGE": ["es", "xx;q=9", "-" * 600, "\xff"],
    "HTTP_X_REQUESTED_WITH": ["XMLHttpRequest", ""],
    "HTTP_X_BACKGROUND": ["1"],
    "HTTP_X_REQUEST_ID": ["a" * 500, "\r\n", "\xff"],
    "HTTP_X_FORWARDED_FOR": ["1.2.3.4", "a, b", "\xff", ","],
    "HTTP_X_FORWARDED_PROTO": ["https", "gopher"],
    "HTTP_ORIGIN": ["null", "http://guide.example.org", "https://evil.example", "http://[", "\xff"],
    "HTTP_REFERER": ["http://guide.example.org/admin/", "http://[", "\xff", "/", ""],
    "HTTP_AUTHORIZATION": ["Bearer x", "Bearer", "\xff", "Basic ====="],
    "HTTP_SEC_FETCH_MODE": ["cors", "navigate"],
    "HTTP_SEC_FETCH_SITE": ["cross-site", "same-origin"],
    "HTTP_USER_AGENT": ["", "\xff", "a" * 3000, "Mozilla/5.0 (iPhone)"],
    "REMOTE_ADDR": ["", "::1", "fe80::1%eth0", "not an address"],
    "CONTENT_LENGTH": ["", "-1", "x", "5", "99999999", "٣"],
    "HTTP_TRANSFER_ENCODING": ["chunked"],
}
KINDS = [
    "application/x-www-form-urlencoded", "application/json", "text/plain", "",
    "multipart/form-data", "multipart/form-data; boundary=", "multipart/form-data; boundary=\xff",
    "application/x-www-form-urlencoded; charset=utf-7",
    "application/x-www-form-urlencoded; charset=x",
]  # fmt: skip
HOST = "guide.example.org"
CSRF = "c" * 32
BOUNDARY = "x-boundary-x"

odd = st.sampled_from(TEXTS + NUMBERS + DATES) | st.text(alphabet=st.characters(), max_size=30)


@dataclass
class Request:
    """What stands in the request line, headers by their names in WSGI, and the body."""

    method: str
    path: str
    query: str = ""
    headers: dict[str, str] = field(default_factory=dict)
    cookies: dict[str, str] = field(default_factory=dict)
    body: bytes = b""
    who: str = ""

    def environ(self, session: str) -> dict:
        """As a server gives it: text that was bytes is Latin-1, see PEP 3333."""
        cookies = self.cookies | ({"sessionid": session} if session else {})
        environ = {
            "REQUEST_METHOD": self.method,
            "PATH_INFO": wsgi(self.path),
            "QUERY_STRING": wsgi(self.query),
            "SERVER_NAME": HOST,
            "SERVER_PORT": "80",
            "SERVER_PROTOCOL": "HTTP/1.1",
            "REMOTE_ADDR": "192.0.2.1",
            "HTTP_HOST": HOST,
            "HTTP_COOKIE": wsgi("; ".join(f"{name}={value}" for name, value in cookies.items())),
            "CONTENT_LENGTH": str(len(self.body)),
            "wsgi.url_scheme": "http",
            "wsgi.input": io.BytesIO(self.body),
            "wsgi.errors": io.StringIO(),
            "wsgi.multithread": True,
            "wsgi.multiprocess": True,
            "wsgi.run_once": False,
            "wsgi.version": (1, 0),
        }
        return environ | self.headers


def wsgi(text: str) -> str:
    return text.encode("utf-8", "surrogatepass").decode("latin-1")


@st.composite
def requests(draw, address: "Address", people: list[str]) -> Request:
    """Half of them are sound except for one thing, since only those get far."""
    made = Request(draw(methods), draw(paths(address)), who=draw(st.sampled_from(people)))
    made.query = draw(queries(address)) if draw(st.booleans()) else ""
    made.headers = draw(headers) if draw(seldom) else {}
    made.cookies = draw(cookies) if draw(seldom) else {"csrftoken": CSRF}
    if made.method not in ("GET", "HEAD"):
        made.body, kind = draw(bodies(address))
        made.headers.setdefault("CONTENT_TYPE", kind)
    return made


@dataclass
class Address:
    """A route in pieces, see `addresses.pieces`; what is there for each of its arguments; and the
    fields of the form on its page."""

    pieces: list[tuple[str, str]]
    there: dict[str, list[str]] = field(repr=False)
    fields: dict[str, str] = field(repr=False)


methods = st.sampled_from(["GET"] * 8 + ["POST"] * 8 + METHODS)
seldom = st.sampled_from([False, False, False, True])
cookies = st.dictionaries(
    st.sampled_from(["csrftoken", "messages", "known_device", "sessionid", "django_language", "a"]),
    odd.map(lambda text: text.replace(";", "")),
    max_size=3,
)
headers = st.lists(
    st.sampled_from(sorted(HEADERS)).flatmap(
        lambda name: st.tuples(st.just(name), st.sampled_from(HEADERS[name]))
    ),
    max_size=3,
).map(dict)


@st.composite
def paths(draw, address: Address) -> str:
    path = ""
    for kind, text in address.pieces:
        there = address.there.get(text, []) if kind else []
        if kind:
            text = draw(odd if not there or draw(seldom) else st.sampled_from(there))
        path += text
    return draw(st.sampled_from([path] * 12 + [path.rstrip("/"), path + "/", f"/{path}"]))


def queries(address: Address):
    names = st.sampled_from(
        [*address.fields, "q", "page", "p", "from", "to", "next", "all", "o", "e", "_popup",
         "topic", "status", "id__exact", "received_at__gte", "question", "show"]
    )  # fmt: skip
    pairs = st.lists(st.tuples(names | odd, odd), max_size=4).map(encoded)
    return pairs | odd


def encoded(pairs: list[tuple[str, str]]) -> str:
    return urlencode(pairs, errors="surrogatepass")


@st.composite
def bodies(draw, address: Address) -> tuple[bytes, str]:
    """The form of the page with some of it changed, or anything."""
    form = {"csrfmiddlewaretoken": CSRF} | {
        name: value for name, value in address.fields.items() if name != "csrfmiddlewaretoken"
    }
    names = st.sampled_from([*form, "do", "action", "next"])
    form |= draw(st.dictionaries(names, odd, max_size=4))
    if not draw(seldom):
        form |= {"csrfmiddlewaretoken": CSRF}
    if draw(seldom) and draw(seldom):
        kind = draw(st.sampled_from(KINDS))
        return draw(st.binary(max_size=200) | st.just(encoded(list(form.items())).encode())), kind
    if draw(st.booleans()):
        return encoded(list(form.items())).encode(), KINDS[0]
    cut = draw(st.sampled_from([None, None, None, -1, -30, 40]))
    return multipart(form, draw(odd))[:cut], f"multipart/form-data; boundary={BOUNDARY}"


def multipart(form: dict[str, str], name: str) -> bytes:
    """With a file under every name that a field for files has here."""
    lines = [
        f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="{quote(field)}"\r\n\r\n{value}\r\n'
        for field, value in form.items()
    ]
    lines += [
        f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="{field}"; filename="{name}"\r\n'
        f"Content-Type: image/png\r\n\r\n\x89PNG {name}\r\n"
        for field in ("image", "file")
    ]
    return "".join([*lines, f"--{BOUNDARY}--\r\n"]).encode("utf-8", "surrogatepass")
