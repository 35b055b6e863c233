"""nginx with the file that we hand out, on free ports and in a folder of its own."""

import os
import shutil
import subprocess
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from tests.in_front import HOST, Proxy, plain, wait_for
from tests.server import PATIENCE, free_port
from tests.source import ROOT

FILE = ROOT / "deploy" / "nginx.conf"
NGINX = shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin:/usr/local/sbin")

MAIN = """
daemon off;
master_process on;
pid {folder}/nginx.pid;
error_log {folder}/error.log;
worker_processes 2;
{user}
events {{ worker_connections 4096; }}
http {{
    client_body_temp_path {folder}/body; proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi; scgi_temp_path {folder}/scgi;
    default_type application/octet-stream;
    types {{ text/css css; text/javascript js; image/svg+xml svg; font/woff2 woff2; }}
    sendfile on; tcp_nopush on;
    {more}
    include {folder}/guide.conf;
}}
"""


class Nginx(Proxy):
    """Runs inside a `with`. `site` is the port of the guide, `data` its folder."""

    def __init__(self, folder: Path, site: int, data: Path, more: str = ""):
        self.folder, self.http, self.https = folder, free_port(), free_port()
        self.authority = folder / "fullchain.pem"
        folder.mkdir(parents=True)
        folder.chmod(0o755)
        certificate(folder)
        replaced = {
            "listen 80": f"listen 127.0.0.1:{self.http}",
            "listen 443": f"listen 127.0.0.1:{self.https}",
            "127.0.0.1:8000": f"127.0.0.1:{site}",
            "/var/cache/nginx/guide": f"{folder}/cache",
            "/var/log/nginx/guide.error.log": f"{folder}/guide.log",
            "/etc/ssl/guide": str(folder),
            "/var/lib/guide": str(data),
        }
        text = FILE.read_text()
        for old, new in replaced.items():
            assert old in text, old
            text = text.replace(old, new)
        (folder / "guide.conf").write_text(text)
        user = "user root;" if os.getuid() == 0 else ""
        (folder / "nginx.conf").write_text(MAIN.format(folder=folder, user=user, more=more))

    def __enter__(self) -> "Nginx":
        arguments = [NGINX, "-c", str(self.folder / "nginx.conf"), "-e", f"{self.folder}/error.log"]
        self.process = subprocess.Popen(arguments, stderr=subprocess.DEVNULL)
        wait_for(self.process, lambda: plain(self.http, HOST), self.folder / "error.log")
        return self

    def __exit__(self, *_) -> None:
        self.process.terminate()
        self.process.wait(timeout=PATIENCE)


def certificate(folder: Path) -> None:
    """A certificate of our own for the example name."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, HOST)])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(HOST)]), critical=False)
        .sign(key, hashes.SHA256())
    )
    pem = serialization.Encoding.PEM
    (folder / "fullchain.pem").write_bytes(made.public_bytes(pem))
    private = key.private_bytes(
        pem, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    (folder / "privkey.pem").write_bytes(private)
