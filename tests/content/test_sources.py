"""Sources: which addresses are noted, when they are tried, and what an answer means."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.core.management import call_command
from django.utils import timezone

from content import publishing
from content.models import SourceLink
from content.publishing import sources
from content.publishing.fetching import Answer
from tests import make, people

pytestmark = pytest.mark.django_db

BODY = make.BODY + (
    "\n\nA claim.[^one] See [a page](https://example.org/page?a=1&b=2) and [mail](mailto:a@b.org)."
    "\n\n[^one]: A journal. [A title](https://example.org/one). 2024.\n"
)
ANSWERS, FAILS = Answer("answers"), Answer("fails", "status 404")
GUARDED, UNREACHABLE = Answer("guarded", "status 403"), Answer("unreachable", "name not found")


@pytest.fixture(autouse=True)
def _no_waiting(monkeypatch):
    monkeypatch.setattr(sources, "PAUSE", 0)


class World:
    """Answers as it is told and remembers what it was asked."""

    def __init__(self, *, usually: Answer = ANSWERS, **answers: Answer):
        self.usually, self.answers, self.asked = usually, answers, []

    def __call__(self, url: str) -> Answer:
        self.asked.append(url)
        return self.answers.get(url.rsplit("/", 1)[-1], self.usually)


def links(*names: str, **fields) -> list[SourceLink]:
    """Used by no page, but read by somebody, so that they are not forgotten."""
    fields.setdefault("read_on", timezone.localdate())
    return [
        SourceLink.objects.create(url=f"https://example.org/{name}", **fields) for name in names
    ]


def test_it_notes_the_addresses_of_pages_that_are_public_or_will_be():
    make.live(body=BODY)
    make.live(days_ago=-3, body=BODY.replace("/one", "/soon"))
    make.draft(body=BODY.replace("/one", "/draft"))
    assert sources.note_sources() == 3
    assert set(SourceLink.objects.values_list("url", flat=True)) == {
        "https://example.org/one",
        "https://example.org/page?a=1&b=2",
        "https://example.org/soon",
    }


def test_it_notes_an_address_once():
    make.live(body=BODY)
    sources.note_sources()
    sources.note_sources()
    assert SourceLink.objects.count() == 2


def test_it_forgets_an_address_that_no_page_uses_unless_somebody_read_it():
    links("unused")
    SourceLink.objects.create(url="https://example.org/gone")
    sources.note_sources()
    assert [link.url for link in SourceLink.objects.all()] == ["https://example.org/unused"]


def test_it_tries_a_few_at_a_time_those_never_tried_first():
    now = timezone.now()
    links("old", tried_at=now - timedelta(days=30))
    links("a", "b", "c", "d", "e", "f")
    world = World()
    assert sources.check_due_sources(now, ask=world) == ""
    assert [url[-1] for url in world.asked] == ["a", "b", "c", "d", "e"]
    sources.check_due_sources(now, ask=world)
    assert [url.rsplit("/")[-1] for url in world.asked[5:]] == ["f", "old"]


def test_it_tries_each_address_once_a_week_and_a_failing_one_once_a_day():
    now = timezone.now()
    links("fine", "broken")
    world = World(broken=FAILS)
    for day in range(8):
        sources.check_due_sources(now + timedelta(days=day, minutes=1), ask=world)
    names = [url.rsplit("/")[-1] for url in world.asked]
    assert names.count("fine") == 2
    assert names.count("broken") == 8


def test_it_notes_since_when_an_address_fails_and_when_it_is_back():
    now = timezone.now()
    [link] = links("page")
    sources.try_sources([link], now, ask=World(usually=FAILS))
    sources.try_sources([link], now + timedelta(days=2), ask=World(usually=FAILS))
    link.refresh_from_db()
    assert (link.failing_since, link.problem) == (now, "status 404")
    later = now + timedelta(days=3)
    sources.try_sources([link], later, ask=World())
    link.refresh_from_db()
    assert (link.failing_since, link.answered_at, link.problem) == (None, later, "")


def test_it_calls_no_page_dead_whose_server_keeps_programs_out():
    [link] = links("page")
    sources.try_sources([link], timezone.now(), ask=World(usually=GUARDED))
    link.refresh_from_db()
    assert (link.failing_since, link.answered_at, link.problem) == (None, None, "status 403")


def test_it_holds_nothing_against_a_source_when_there_is_no_network():
    found = links("a", "b")
    assert sources.check_due_sources(ask=World(usually=UNREACHABLE)) == "no network"
    for link in found:
        link.refresh_from_db()
        assert (link.tried_at, link.failing_since, link.problem) == (None, None, "")


def test_it_knows_a_dead_name_by_another_address_that_still_answers():
    links("known", answered_at=timezone.now(), tried_at=timezone.now())
    [link] = links("dead")
    world = World(dead=UNREACHABLE)
    assert sources.check_due_sources(ask=world) == ""
    link.refresh_from_db()
    assert link.problem == "name not found"
    assert link.failing_since
    assert world.asked == ["https://example.org/dead", "https://example.org/known"]


def test_it_does_nothing_when_nothing_is_due():
    world = World()
    assert sources.check_due_sources(ask=world) == ""
    assert world.asked == []


def test_it_notes_that_somebody_read_a_source_again():
    max_ = people.max_()
    found = links("a", "b", read_on=None)
    assert sources.read_again(found, by=max_) == 2
    for link in SourceLink.objects.all():
        assert (link.read_on, link.read_by) == (timezone.localdate(), max_)


@pytest.mark.parametrize("who", [people.olga, people.carla, people.stranger, people.ana])
def test_it_notes_that_only_for_somebody_who_may(who):
    with pytest.raises(PermissionDenied):
        sources.read_again(links("a"), by=who())


def test_it_warns_of_a_dead_source_when_the_page_is_published():
    """The page stays readable for the editor, and the next publication asks for a mend."""
    make.live(body=BODY)
    sources.note_sources()
    SourceLink.objects.update(failing_since=timezone.now() - timedelta(days=9))
    draft = make.draft(body=BODY)
    with pytest.raises(publishing.Refused, match="Source cannot be reached"):
        publishing.publish(draft, by=people.petra())


def test_it_reports_on_the_command_line(monkeypatch, capsys):
    links("fine", "broken")
    monkeypatch.setattr(sources, "ask", World(broken=FAILS))
    with pytest.raises(SystemExit) as end:
        call_command("check_sources")
    assert end.value.code == 1
    printed = capsys.readouterr().out
    assert "Trying 2" in printed
    assert "https://example.org/broken  status 404 since" in printed


def test_it_says_that_there_is_no_network(monkeypatch, capsys):
    links("one")
    ask = World(usually=UNREACHABLE)
    monkeypatch.setattr(sources, "ask", ask)
    with pytest.raises(SystemExit) as end:
        call_command("check_sources", "--all")
    assert end.value.code == 1
    assert "no way out" in capsys.readouterr().err


def test_it_ends_well_when_all_answer(monkeypatch, capsys):
    links("one")
    monkeypatch.setattr(sources, "ask", World())
    call_command("check_sources", "--all")
    assert "Trying 1" in capsys.readouterr().out
