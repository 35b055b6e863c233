"""The real server over loopback: pages a second beside nginx, and the time from a cold start to the
first page. Needs `wrk`, and nginx for the pairs."""

import os
import re
import shutil
import ssl
import statistics
import subprocess
import tempfile
import time
from http.client import HTTPConnection
from pathlib import Path

from tests.bench.figures import BOOK
from tests.nginx import HOST, NGINX, Nginx
from tests.server import AS_SHIPPED, Server

PATH = "/recovery/the-first-day/"
SECONDS, CONNECTIONS, ROUNDS = 5, 16, 3
BEHIND = {"SITE_URL": f"https://{HOST}", "BEHIND_PROXY": "true"}
STATIC = """
    server {{
        listen 127.0.0.1:{port};
        location / {{ root {folder}/page; default_type text/html; }}
    }}
"""


def serving(port: int) -> None:
    """`port` is a free one, for nginx with the same bytes as a file."""
    BOOK.section(
        "Pages a second",
        f"`wrk` over loopback with {CONNECTIONS} connections and 2 threads, on the same processors "
        "as the servers; ours has the processes and threads that it comes with. Both are asked in "
        f"turn for {SECONDS} s, {ROUNDS} times; the ratio is the median of the rounds. A cold "
        "start is on a database that is there, until the first page.",
    )
    if not shutil.which("wrk") or not NGINX:
        BOOK.missing("pages a second", "wrk and nginx are needed")
        return
    with tempfile.TemporaryDirectory() as folder:
        os.chmod(folder, 0o755)
        alone(Path(folder), port)
        behind_nginx(Path(folder) / "behind")


def alone(folder: Path, port: int) -> None:
    with Server(folder / "data", **AS_SHIPPED) as site:
        body = page(site)
        BOOK.note(f"{PATH}, not compressed", len(body) / 1000, "kB")
        with StaticNginx(folder, body, port) as static:
            ours, theirs = paired(site.address + PATH, static + PATH)
        line("manage.py start", ours)
        line("nginx, the same bytes as a file", theirs)
        ratio("manage.py start against nginx", ours, theirs, 0.7)
    cold(folder / "data")


def page(site: Server) -> bytes:
    connection = HTTPConnection(site.address.partition("://")[2], timeout=20)
    connection.request("GET", PATH)
    return connection.getresponse().read()


class StaticNginx:
    """Serves the page as a file; gives its address inside a `with`."""

    def __init__(self, folder: Path, body: bytes, port: int):
        if not NGINX:
            raise SystemExit("nginx is not installed.")
        self.folder, self.port = folder / "static", port
        target = self.folder / "page" / PATH.strip("/")
        target.mkdir(parents=True)
        (target / "index.html").write_bytes(body)
        user = "user root;" if os.getuid() == 0 else ""
        (self.folder / "nginx.conf").write_text(
            f"daemon off; pid {self.folder}/pid; error_log {self.folder}/error.log; {user}\n"
            "worker_processes 2; events { worker_connections 1024; }\n"
            "http { access_log off; sendfile on; tcp_nopush on; open_file_cache max=100;\n"
            f"client_body_temp_path {self.folder}/b; proxy_temp_path {self.folder}/p;\n"
            f"fastcgi_temp_path {self.folder}/f; uwsgi_temp_path {self.folder}/u;\n"
            f"scgi_temp_path {self.folder}/s;\n"
            + STATIC.format(port=port, folder=self.folder)
            + "}\n"
        )

    def __enter__(self) -> str:
        self.process = subprocess.Popen(
            [NGINX, "-c", f"{self.folder}/nginx.conf", "-e", f"{self.folder}/error.log"]
        )
        time.sleep(1)
        return f"http://127.0.0.1:{self.port}"

    def __exit__(self, *_) -> None:
        self.process.terminate()
        self.process.wait()


def paired(first: str, second: str) -> tuple[list[dict], list[dict]]:
    """Both are asked in turn, so that what else the machine does meets both."""
    wrk(first, 2), wrk(second, 2)
    rounds = [(wrk(first), wrk(second)) for _ in range(ROUNDS)]
    return [one for one, _ in rounds], [two for _, two in rounds]


def wrk(url: str, seconds: int = SECONDS) -> dict:
    said = subprocess.run(
        ["wrk", "-t2", f"-c{CONNECTIONS}", f"-d{seconds}", "--latency", "-H", f"Host: {HOST}", url]
        if url.startswith("https")
        else ["wrk", "-t2", f"-c{CONNECTIONS}", f"-d{seconds}", "--latency", url],
        capture_output=True, text=True, check=True,
    ).stdout  # fmt: skip
    if "Non-2xx" in said:
        raise SystemExit(said)
    found = {name: re.search(rf"{name}%\s+([\d.]+)(us|ms|s)", said) for name in ("50", "99")}
    units = {"us": 0.001, "ms": 1, "s": 1000}
    times = {name: float(m[1]) * units[m[2]] for name, m in found.items()}
    return times | {"rate": float(re.search(r"Requests/sec:\s+([\d.]+)", said)[1])}


def line(name: str, rounds: list[dict]) -> None:
    rate = statistics.median(one["rate"] for one in rounds)
    middle, p99 = (statistics.median(one[n] for one in rounds) for n in ("50", "99"))
    BOOK.note(name, rate, "a second", digits=0, more=f"median {middle:.2f} ms, p99 {p99:.2f} ms")


def ratio(name: str, ours: list[dict], theirs: list[dict], goal: float) -> None:
    rates = [one["rate"] / other["rate"] for one, other in zip(ours, theirs, strict=True)]
    BOOK.note(name, statistics.median(rates), "", digits=2, least=goal)


def behind_nginx(folder: Path) -> None:
    folder.mkdir()
    with Server(folder / "data", **AS_SHIPPED, **BEHIND) as site:
        port = int(site.address.rpartition(":")[2])
        nginx = Nginx(folder / "nginx", port, site.data)
        # wrk asks by number and names no host, and one visitor may ask for 50 pages a second only.
        conf = nginx.folder / "guide.conf"
        text = conf.read_text().replace("rate=50r/s", "rate=1000000r/s")
        conf.write_text(
            text.replace(f"listen 127.0.0.1:{nginx.https} ssl http2 default_server;", "")
        )
        with nginx:
            static = site.data / "static" / "bench.html"
            static.write_bytes(over_tls(nginx, PATH))
            static.chmod(0o644)
            base = f"https://127.0.0.1:{nginx.https}"
            ours, theirs = paired(base + PATH, f"{base}/static/bench.html")
    line("our nginx file, with TLS", ours)
    line("nginx, the same bytes as a file, with TLS", theirs)
    ratio("our nginx file against a file", ours, theirs, 0.95)


def over_tls(nginx: Nginx, path: str) -> bytes:
    from http.client import HTTPSConnection

    context = ssl._create_unverified_context()
    connection = HTTPSConnection("127.0.0.1", nginx.https, context=context, timeout=20)
    connection.request("GET", path, headers={"Host": HOST})
    return connection.getresponse().read()


def cold(data: Path) -> None:
    """On a database that is there already, as after a restart of the machine."""
    times = []
    for _ in range(3):
        began = time.monotonic()
        with Server(data, **AS_SHIPPED):
            times.append(time.monotonic() - began)
    BOOK.note("cold start to the first page", statistics.median(times), "s", digits=2, most=2.5)
