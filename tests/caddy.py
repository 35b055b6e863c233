"""Caddy with the file that we hand out, on free ports and with an authority of its own."""

import re
import shutil
import subprocess
from pathlib import Path

from tests.in_front import HOST, Proxy, plain, wait_for
from tests.server import PATIENCE, free_port
from tests.source import ROOT

FILE = ROOT / "deploy" / "Caddyfile"
CADDY = shutil.which("caddy")
# What the example's own `servers` stands beside, where a clinic's Caddy asks for a certificate.
HERE = """{{
	admin off
	local_certs
	skip_install_trust
	default_bind 127.0.0.1
	http_port {http}
	https_port {https}
	storage file_system {folder}/storage
	log {{
		output file {folder}/caddy.log
	}}
	servers {{"""
BEFORE_2_6_4 = re.compile(r"buffer_requests\n\s+max_buffer_size 16000000\n")


class Caddy(Proxy):
    """Runs inside a `with`. `site` is the port of the guide, `data` its folder."""

    def __init__(self, folder: Path, site: int, data: Path):
        self.folder, self.http, self.https = folder, free_port(), free_port()
        self.authority = folder / "storage" / "pki" / "authorities" / "local" / "root.crt"
        folder.mkdir(parents=True)
        here = HERE.format(folder=folder, http=self.http, https=self.https)
        replaced = {
            "{\n\tservers {": here,
            "127.0.0.1:8000": f"127.0.0.1:{site}",
            "/var/lib/guide": str(data),
        }
        text = FILE.read_text()
        if is_new():
            text = for_a_new_caddy(text)
            self.reads_before_it_refuses = 300_000
        for old, new in replaced.items():
            assert old in text, old
            text = text.replace(old, new)
        (folder / "Caddyfile").write_text(text)

    def __enter__(self) -> "Caddy":
        file = str(self.folder / "Caddyfile")
        log = self.folder / "start.log"
        with log.open("w") as out:
            arguments = [CADDY, "run", "--adapter", "caddyfile", "--config", file]
            self.process = subprocess.Popen(arguments, stdout=out, stderr=out)
        wait_for(self.process, self.answers, log)
        return self

    def answers(self) -> None:
        """Its certificates are made in the background."""
        plain(self.http, HOST)
        with self.tls():
            pass

    def __exit__(self, *_) -> None:
        self.process.terminate()
        self.process.wait(timeout=PATIENCE)


def is_new() -> bool:
    said = subprocess.run([CADDY, "version"], capture_output=True, text=True, check=True).stdout
    version = re.search(r"(\d+)\.(\d+)\.(\d+)", said).groups()
    return tuple(int(part) for part in version) >= (2, 6, 4)


def for_a_new_caddy(text: str) -> str:
    """Does to the file what it asks of whoever has a newer one than Debian's."""
    newer, found = BEFORE_2_6_4.subn("request_buffers 16MB\n", text)
    assert found == 1
    return newer
