"""What machines are told, and what strangers are not."""

import pytest
from django.apps import apps

from tests.health.scenes import SECRET, WITH_TOKEN, part
from tpi_site.health import doors, looking
from tpi_site.health.part import State


def test_it_says_that_it_is_up_and_asks_no_database(client):
    """There is no database in this test."""
    response = client.get("/healthz")
    assert (response.status_code, response.content) == (200, b"ok\n")
    assert response["Content-Type"] == "text/plain; charset=utf-8"


@pytest.mark.parametrize("path", ["/healthz", "/readyz"])
@pytest.mark.usefixtures("seen")
def test_it_answers_a_balancer_on_plain_http_under_any_name(client, settings, path):
    settings.SECURE_SSL_REDIRECT = True
    response = client.get(path, headers={"host": "10.0.0.7:8000"})
    assert (response.status_code, response.content) == (200, b"ok\n")
    assert client.get("/", headers={"host": "guide.example.org"}).status_code == 301


@pytest.mark.parametrize("path", ["/healthz", "/readyz", "/metrics"])
@pytest.mark.usefixtures("seen")
def test_it_is_never_kept_and_gives_no_cookie(client, path):
    response = client.get(path, headers=WITH_TOKEN)
    assert "no-store" in response["Cache-Control"]
    assert not response.cookies
    assert response["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize("path", ["/healthz", "/readyz", "/metrics"])
@pytest.mark.usefixtures("seen")
def test_it_only_reads(client, path):
    assert client.head(path, headers=WITH_TOKEN).status_code == 200
    response = client.post(path, headers=WITH_TOKEN)
    assert (response.status_code, response["Allow"]) == (405, "GET, HEAD")


@pytest.mark.django_db
@pytest.mark.usefixtures("seen")
def test_it_leaves_no_trace_of_a_visit(client):
    def rows():
        return {model: model.objects.count() for model in apps.get_models()}

    before = rows()
    for path in ("/healthz", "/readyz", "/metrics"):
        client.get(path, headers=WITH_TOKEN)
    assert rows() == before


def test_it_is_not_ready_when_it_cannot_serve(client, seen):
    seen(part("database", State.BAD), part("backup"))
    response = client.get("/readyz")
    assert (response.status_code, response.content) == (503, b"not ready\n")


def test_it_stays_with_the_balancer_when_something_else_is_amiss(client, seen):
    seen(part("database"), part("backup", State.AMBER))
    assert client.get("/readyz").status_code == 200
    strict = client.get("/readyz?strict")
    assert (strict.status_code, strict.content) == (503, b"not ready\n")


def test_it_tells_who_has_the_token_what_is_amiss(client, seen):
    seen(part("database"), part("mail", State.AMBER, guide_outbox_waiting=3))
    told = client.get("/readyz", headers=WITH_TOKEN).json()
    assert told["status"] == "ok"
    assert told["parts"]["mail"] == {
        "state": "amber",
        "words": SECRET,
        "figures": {"guide_outbox_waiting": 3},
    }


WRONG = [
    "",
    "Bearer",
    "Bearer ",
    "Bearer x",
    "Basic " + WITH_TOKEN["authorization"][7:],
    "Bearer é",
]


@pytest.mark.parametrize("given", WRONG)
@pytest.mark.usefixtures("seen")
def test_it_tells_nobody_else(client, given):
    headers = {"authorization": given} if given else {}
    assert client.get("/readyz", headers=headers).content == b"ok\n"
    response = client.get("/metrics", headers=headers)
    assert response.status_code == 404
    assert b"guide_" not in response.content


@pytest.mark.parametrize("given", ["Bearer ", "Bearer", ""])
@pytest.mark.usefixtures("seen")
def test_it_has_no_details_where_no_token_is_set(client, settings, given):
    settings.METRICS_TOKEN = ""
    assert client.get("/readyz", headers={"authorization": given}).content == b"ok\n"
    assert client.get("/metrics", headers={"authorization": given}).status_code == 404
    client.get("/healthz")
    assert not (settings.DATA_DIR / "run").exists()


@pytest.mark.usefixtures("seen")
def test_it_compares_the_token_in_constant_time(client, monkeypatch):
    compared = []
    monkeypatch.setattr(doors, "constant_time_compare", lambda *both: compared.append(both))
    assert client.get("/metrics", headers={"authorization": "Bearer x"}).status_code == 404
    assert compared == [("x", WITH_TOKEN["authorization"][7:])]


@pytest.mark.django_db
def test_it_looks_at_everything_by_itself(client, seen, monkeypatch):
    """Without the thread, which would not see what this test has put into the database."""
    monkeypatch.setattr(doors.watch, "now", looking.look)
    told = client.get("/readyz", headers=WITH_TOKEN).json()
    assert set(told["parts"]) == set(looking.PARTS)
    assert told["parts"]["database"]["state"] == "good"
    assert told["parts"]["due work"]["words"] == "It has never run."


def test_it_serves_on_when_counts_cannot_be_written(client, seen, settings, caplog):
    (settings.DATA_DIR / "run").write_text("in the way")
    assert client.get("/healthz").status_code == 200
    assert client.get("/healthz").status_code == 200
    assert caplog.text.count("Counts cannot be shared") == 1
    assert b"guide_requests_total" in client.get("/metrics", headers=WITH_TOKEN).content
