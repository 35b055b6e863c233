"""A browser without scripts that goes to one machine and then to another, with the same cookies."""

import re
import uuid
from http.cookiejar import CookieJar
from urllib.error import HTTPError
from urllib.parse import urlencode
from urllib.request import HTTPCookieProcessor, Request, build_opener

TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')


class Visitor:
    """Cookies belong to the name of a host and not to its port, so both machines get them. `at` is
    the address of the page that is shown."""

    def __init__(self):
        self.at = ""
        self.opener = build_opener(HTTPCookieProcessor(CookieJar()))

    def get(self, url: str) -> tuple[int, bytes]:
        return self.send(Request(url))

    def post(self, url: str, told: dict, picture: bytes = b"", form: str = "") -> tuple[int, bytes]:
        """With the token of the page at `form`, or of the page itself."""
        token = TOKEN.search(self.get(form or url)[1].decode())
        told = told | ({"csrfmiddlewaretoken": token[1]} if token else {})
        if not picture:
            return self.send(Request(url, urlencode(told).encode()))
        body, kind = multipart(told, picture)
        return self.send(Request(url, body, {"Content-Type": kind}))

    def send(self, request: Request) -> tuple[int, bytes]:
        """The status and the body of where it ends."""
        try:
            with self.opener.open(request, timeout=60) as answer:
                self.at = answer.url
                return answer.status, answer.read()
        except HTTPError as error:
            with error:
                self.at = error.url
                return error.code, error.read()


def multipart(told: dict, picture: bytes) -> tuple[bytes, str]:
    line = uuid.uuid4().hex
    parts = [
        f'--{line}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'.encode()
        for name, value in told.items()
    ]
    head = f'--{line}\r\nContent-Disposition: form-data; name="image"; filename="photo.jpg"\r\n'
    parts.append(f"{head}Content-Type: image/jpeg\r\n\r\n".encode() + picture + b"\r\n")
    return b"".join(parts) + f"--{line}--\r\n".encode(), f"multipart/form-data; boundary={line}"
