"""Somebody at the real server: reads, writes to the clinic, adds pictures, publishes."""

import io
import json
import os
import re
import secrets
import time
from http.client import HTTPConnection
from urllib.parse import urlencode

from PIL import Image

from tests.faults.addresses import fields

PATIENCE = 30  # seconds
REASON = "Our patients know these words from their first visit with us."


class Visitor:
    """With a session, somebody of the staff. Every answer is (status, headers, body)."""

    def __init__(self, address: str, session: str = ""):
        self.host = address.partition("://")[2]
        self.cookies = {"csrftoken": "c" * 32} | ({"sessionid": session} if session else {})

    def ask(self, method: str, path: str, body: bytes | None = None, **headers: str):
        connection = HTTPConnection(self.host, timeout=PATIENCE)
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        named["Cookie"] = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        try:
            connection.request(method, path, body, named)
            response = connection.getresponse()
            found = {name.lower(): value for name, value in response.getheaders()}
            return response.status, found, response.read()
        finally:
            connection.close()

    def get(self, path: str):
        return self.ask("GET", path)

    def post(self, path: str, form: dict[str, str]):
        form = {"csrfmiddlewaretoken": self.cookies["csrftoken"]} | form
        kind = "application/x-www-form-urlencoded"
        return self.ask("POST", path, urlencode(form).encode(), Content_Type=kind)

    def write(self, words: str):
        """A patient's question, as a browser sends it some time after it loaded the form."""
        token = fields(self.get("/contact/")[2].decode())["token"]
        return self.send(token, words)

    def send(self, token: str, words: str):
        form = {"token": token, "topic": "visit", "message": words, "name": "Rosa Patient"}
        form |= {"reach": "phone", "phone": "(503) 555-0142", "language": "en"}
        return self.post("/contact/", form)

    def upload(self, width: int = 64, height: int = 64):
        """A picture of noise, which no other is like and nothing makes smaller."""
        edge, file = secrets.token_hex(8), io.BytesIO()
        noise = os.urandom(width * height * 3)
        Image.frombytes("RGB", (width, height), noise).save(file, "PNG")
        form = {"csrfmiddlewaretoken": self.cookies["csrftoken"], "alt": "A knot"}
        parts = [f'form-data; name="{name}"\r\n\r\n{value}' for name, value in form.items()]
        lines = [f"--{edge}\r\nContent-Disposition: {part}\r\n".encode() for part in parts]
        head = 'form-data; name="image"; filename="a.png"\r\nContent-Type: image/png\r\n\r\n'
        lines.append(f"--{edge}\r\nContent-Disposition: {head}".encode() + file.getvalue())
        body = b"".join([*lines, f"\r\n--{edge}--\r\n".encode()])
        kind = f"multipart/form-data; boundary={edge}"
        headers = {"Content_Type": kind, "X_Requested_With": "XMLHttpRequest"}
        return self.ask("POST", "/staff/markdown/upload/", body, **headers)

    def publish(self, article: int):
        """With a reason for everything that the page asks a reason for."""
        path = f"/admin/content/article/{article}/publish/"
        form = fields(self.get(path)[2].decode())
        reasons = {name: REASON for name in form if name.startswith("reason-")}
        return self.post(path, {"seen": "1", "do": "publish"} | reasons)


def wait_until(found, seconds: float = 30):
    """What `found` gives, as soon as it gives something."""
    deadline = time.monotonic() + seconds
    while not (got := found()) and time.monotonic() < deadline:
        time.sleep(0.1)
    return got


def number_of(answer: bytes) -> int:
    return json.loads(answer)["picture"]


def heading(body: bytes) -> str:
    found = re.search(r"<h1[^>]*>\s*(.*?)\s*</h1>", body.decode(errors="replace"), re.DOTALL)
    return found[1] if found else ""
