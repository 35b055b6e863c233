"""The site behind nginx with the file that we hand out: its cache, and the site away."""

import os
import subprocess
import time

import pytest

from tests.in_front import ARTICLE, BEHIND, InFront
from tests.nginx import NGINX, Nginx

pytestmark = pytest.mark.skipif(
    not NGINX and not os.environ.get("REQUIRE_NGINX"), reason="nginx is not installed"
)


class TestNginx(InFront):
    proxy_class = Nginx

    @pytest.mark.parametrize("coding", ["br", "gzip", ""])
    def test_it_keeps_one_copy_for_each_coding(self, proxy, coding):
        proxy.ask("/recovery/", Accept_Encoding=coding)
        kept = {"HIT", "STALE", "EXPIRED", "UPDATING", "REVALIDATED"}
        for spelling in (coding, f"{coding}, deflate" if coding else "deflate;q=0.5"):
            _, headers, _ = proxy.ask("/recovery/", Accept_Encoding=spelling)
            assert headers["x-cache-status"] in kept
            assert headers.get("content-encoding", "") == coding

    def test_it_keeps_nothing_of_forms_and_staff(self, proxy):
        for path in ("/contact/", "/admin/login/"):
            for _ in range(2):
                status, headers, _ = proxy.ask(path)
                assert status == 200
                assert "x-cache-status" not in headers
        assert "x-cache-status" not in proxy.ask(ARTICLE, Cookie="a=b; sessionid=abc")[1]

    def test_it_shows_a_publication_within_seconds(self, proxy, site):
        proxy.ask("/privacy/")
        script = (
            "from content import publishing; from content.models import ClinicDetails; "
            "d = ClinicDetails.objects.get(); d.name = 'Renamed Clinic'; "
            "publishing.save_shared(d, by=None)"
        )
        manage(site, "shell", "-c", script)
        deadline = time.monotonic() + 20
        while b"Renamed Clinic" not in proxy.ask("/privacy/")[2]:
            assert time.monotonic() < deadline
            time.sleep(0.3)

    def test_it_goes_on_with_the_pages_it_has_while_the_site_is_away(self, proxy, site):
        """The last test of this file: it stops the site."""
        proxy.ask(ARTICLE)
        site.stop()
        # A page that nginx asked for again while the site was ending is good for one second.
        time.sleep(2.5)
        for _ in range(3):
            status, headers, body = proxy.ask(ARTICLE)
            assert status == 200
            assert headers["x-cache-status"] in {"STALE", "UPDATING"}
            assert b"The first day" in body
        assert proxy.ask("/contact/")[0] == 502


def manage(site, *arguments: str) -> None:
    from tests.server import command

    call = command(site.data, 1, **BEHIND)
    call["args"] = [*call["args"][:2], *arguments]
    subprocess.run(**call, check=True, capture_output=True)
