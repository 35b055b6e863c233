"""The site behind Caddy with the file that we hand out: other names, and the site away."""

import os

import pytest

from tests import in_front
from tests.caddy import CADDY, Caddy
from tests.in_front import ARTICLE, InFront

pytestmark = pytest.mark.skipif(
    not CADDY and not os.environ.get("REQUIRE_CADDY"), reason="Caddy is not installed"
)


class TestCaddy(InFront):
    proxy_class = Caddy

    def test_it_answers_nobody_who_names_another_host_inside_tls(self, proxy):
        with pytest.raises((ConnectionError, in_front.http.client.BadStatusLine)):
            proxy.ask_named("/", {"Host": "other.example.org"})

    def test_it_says_that_the_site_is_away(self, proxy, site):
        """The last test of this file: it stops the site."""
        site.stop()
        status, headers, body = proxy.ask(ARTICLE)
        assert status == 503
        assert headers["retry-after"] == "60"
        assert headers.get_all("strict-transport-security") == ["max-age=31536000"]
        assert headers["content-security-policy"] == "default-src 'none'"
        assert headers["cache-control"] == "no-store"
        assert b"call the clinic" in body
        assert b"tel:911" in body
