"""A clinic's worst day, as docs/operations.md has it: the site serves behind nginx and is backed up
meanwhile, its disk is lost, and from the backup and two keys comes the same site."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest

from tests import in_front
from tests.in_front import ARTICLE, BEHIND
from tests.nginx import NGINX, Nginx
from tests.server import command

pytestmark = [
    pytest.mark.browser,  # as slow as a browser, and once is enough
    pytest.mark.skipif(
        not NGINX and not os.environ.get("REQUIRE_NGINX"), reason="nginx is not installed"
    ),
]
PAGES = ("/", ARTICLE, "/our-numbers/", "/recovery/", "/contact/")
KEYS = ("backup_key", "enquiry_keys")
# Written by due work and by the server itself, also between a backup and the end of its site.
OWN_WORK = ("enquiries.Duty", "machines.Machine")
FURNISH = "from tests.backup import site; site.furnish(); site.wait_for_copies()"
EXPORT = f"from tests.backup.site import export; print(export{OWN_WORK})"


class Clinic:
    def __init__(self, folder: Path):
        self.folder, self.data = folder, folder / "data"
        self.settings = BEHIND | {"BACKUP_DIR": str(folder / "elsewhere")}

    def manage(self, *arguments: str) -> str:
        call = command(self.data, 1, **self.settings)
        call["args"] = [*call["args"][:2], *arguments]
        return subprocess.run(**call, check=True, capture_output=True).stdout.strip()

    def shell(self, code: str) -> str:
        return self.manage("shell", "-v0", "-c", code)

    def start(self, **more) -> in_front.Server:
        return in_front.site(self.folder, **self.settings | more)

    def lose_the_disk(self) -> None:
        """But what the page on backups says to keep elsewhere was kept."""
        safe = self.folder / "safe"
        safe.mkdir()
        for key in KEYS:
            shutil.copy(self.data / key, safe)
        shutil.rmtree(self.data)
        self.data.mkdir(mode=0o700)
        for key in KEYS:
            shutil.copy(safe / key, self.data)


def test_the_same_site_comes_back_from_its_backup(tmp_path):
    tmp_path.chmod(0o755)
    clinic = Clinic(tmp_path)
    with clinic.start() as server:
        port = int(server.address.rpartition(":")[2])
        with Nginx(tmp_path / "nginx", port, clinic.data) as proxy:
            clinic.shell(FURNISH)
            assert "Made" in clinic.manage("backup")
            before = clinic.shell(EXPORT)
            assert [proxy.ask(page)[0] for page in PAGES] == [200] * len(PAGES)
            server.stop()

            clinic.lose_the_disk()
            [backup] = (tmp_path / "elsewhere").glob("guide-*.backup")
            assert "Restored the site of " in clinic.manage("restore", str(backup))
            assert clinic.shell(EXPORT) == before

            with clinic.start(port=port):
                # Not from what nginx kept.
                asked = [proxy.ask(f"{page}?again") for page in PAGES]
            assert [status for status, _, _ in asked] == [200] * len(PAGES)
            assert b"The first day" in asked[1][2]
