"""A store that speaks the few words of S3 which the site uses: put, get, head, delete, list.

It keeps everything in memory, wants the right key with each request, and can be told to fail.
"""

import hashlib
import threading
from datetime import UTC, datetime
from email.utils import format_datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, unquote, urlsplit
from xml.sax.saxutils import escape

BUCKET, ACCESS, SECRET = "guide-pictures", "TESTKEY", "a secret of the tests"


class Store:
    """Runs inside a `with`. `objects` maps keys to (bytes, content type, time)."""

    def __init__(self):
        self.objects: dict[str, tuple[bytes, str, datetime]] = {}
        self.failing = 0  # a status, to answer everything with
        self.asked: list[str] = []
        handler = type("Handler", (Words,), {"store": self})
        self.server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
        self.url = f"http://127.0.0.1:{self.server.server_port}"

    def __enter__(self) -> "Store":
        threading.Thread(target=self.server.serve_forever, args=(0.05,), daemon=True).start()
        return self

    def __exit__(self, *_) -> None:
        self.server.shutdown()
        self.server.server_close()

    def settings(self) -> dict[str, str]:
        """For the environment of a site."""
        return {
            "S3_BUCKET": BUCKET,
            "S3_ENDPOINT_URL": self.url,
            "AWS_ACCESS_KEY_ID": ACCESS,
            "AWS_SECRET_ACCESS_KEY": SECRET,
        }


class Words(BaseHTTPRequestHandler):
    store: Store
    protocol_version = "HTTP/1.1"

    def log_message(self, *_) -> None:
        pass

    def begin(self) -> bool:
        """False when the answer has been given already."""
        length = int(self.headers.get("Content-Length") or 0)
        self.body = self.rfile.read(length)
        parts = urlsplit(self.path)
        self.query = {name: values[0] for name, values in parse_qs(parts.query).items()}
        bucket, _, self.key = unquote(parts.path).lstrip("/").partition("/")
        self.store.asked.append(f"{self.command} {self.key}")
        if self.store.failing:
            self.answer(self.store.failing, b"<Error><Code>Broken</Code></Error>")
        elif f"Credential={ACCESS}/" not in self.headers.get("Authorization", ""):
            self.answer(403, b"<Error><Code>AccessDenied</Code></Error>")
        elif bucket != BUCKET:
            self.answer(404, b"<Error><Code>NoSuchBucket</Code></Error>")
        else:
            return True
        return False

    def do_PUT(self) -> None:
        if self.begin():
            kind = self.headers.get("Content-Type", "")
            self.store.objects[self.key] = (self.body, kind, datetime.now(UTC))
            self.answer(200, ETag=tag(self.body))

    def do_DELETE(self) -> None:
        if self.begin():
            self.store.objects.pop(self.key, None)
            self.answer(204)

    def do_HEAD(self) -> None:
        self.do_GET()

    def do_GET(self) -> None:
        if not self.begin():
            return
        if not self.key:
            self.answer(200, self.listing())
        elif self.key not in self.store.objects:
            self.answer(404, b"<Error><Code>NoSuchKey</Code></Error>")
        else:
            body, kind, at = self.store.objects[self.key]
            headers = {"Content-Type": kind, "ETag": tag(body)}
            headers["Last-Modified"] = format_datetime(at, usegmt=True)
            self.answer(200, body, **headers)

    def listing(self) -> bytes:
        """Folders are what keys have in common up to the delimiter."""
        prefix, delimiter = self.query.get("prefix", ""), self.query.get("delimiter", "")
        keys, folders = [], set()
        for key in sorted(self.store.objects):
            rest = key.removeprefix(prefix)
            if not key.startswith(prefix):
                continue
            if delimiter and delimiter in rest:
                folders.add(prefix + rest.partition(delimiter)[0] + delimiter)
            else:
                keys.append(key)
        contents = "".join(f"<Contents><Key>{escape(key)}</Key></Contents>" for key in keys)
        common = "".join(
            f"<CommonPrefixes><Prefix>{escape(folder)}</Prefix></CommonPrefixes>"
            for folder in sorted(folders)
        )
        body = f"<IsTruncated>false</IsTruncated>{contents}{common}"
        return f"<ListBucketResult>{body}</ListBucketResult>".encode()

    def answer(self, status: int, body: bytes = b"", **headers: str) -> None:
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        if status != 204:
            self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)


def tag(body: bytes) -> str:
    return f'"{hashlib.md5(body, usedforsecurity=False).hexdigest()}"'
