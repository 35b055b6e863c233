"""Who gets through each door of the staff's side of the guide. A new door needs a line here."""

import pytest
from django.contrib import admin
from django.contrib.admin.models import LogEntry
from django.db import transaction
from django.urls import reverse

from content import publishing
from content.models import (
    Article,
    ClinicFact,
    Edition,
    Picture,
    Review,
    Revision,
    SourceLink,
    Synonym,
    Term,
)
from tests import make, people
from tests.content.doors import address, routes
from tests.kept import Kept

pytestmark = pytest.mark.django_db

STAFF, WRITERS, ALL = "a b p", "a p", "a b c p"
# By route: who may GET and who may POST; Ana edits, Ben signs, Carla answers enquiries, Petra
# publishes. Nobody else may do anything.
ARTICLE = {
    "": (STAFF, STAFF),
    "add/": (WRITERS, WRITERS),
    "help/": (WRITERS, ""),
    "<int:pk>/change/": (STAFF, WRITERS),
    "<path:object_id>/place/": (STAFF, WRITERS),
    "<int:pk>/ask/": (WRITERS, WRITERS),
    "<int:pk>/review/": (STAFF, STAFF),
    "<int:pk>/publish/": ("p", "p"),
    "<int:pk>/withdraw/": ("p", "p"),
    "<int:pk>/share/": (WRITERS, WRITERS),
    "<int:pk>/copy/": ("", WRITERS),
    "<int:pk>/export/": (STAFF, ""),
    "<int:pk>/history/": (STAFF, ""),
    "<int:pk>/compare/": (STAFF, ""),
    "<int:pk>/revisions/<int:number>/": (STAFF, ""),
    "<int:pk>/revisions/<int:number>/restore/": (WRITERS, WRITERS),
    "<int:pk>/revisions/<int:number>/discard/": (WRITERS, WRITERS),
    "<int:pk>/log/": (STAFF, STAFF),
}


def of_django(see: str, add: str, change: str, delete: str, listed: str | None = None) -> dict:
    """The doors that Django's admin gives to a model."""
    return {
        "": (see, see if listed is None else listed),
        "add/": (add, add),
        "<path:object_id>/history/": (see, see),
        "<path:object_id>/delete/": (delete, delete),
        "<path:object_id>/change/": (see, change),
        # Leads to the door before, whoever asks.
        "<path:object_id>/": (ALL, ALL),
    }


MODELS = {
    "article": of_django(STAFF, WRITERS, WRITERS, "") | ARTICLE,
    # The screen of a picture has two forms, and says itself who may send them.
    "picture": of_django(STAFF, WRITERS, WRITERS, "p", listed=""),
    "topic": of_django(STAFF, "", "p", "") | {"<int:pk>/preview/": (STAFF, "")},
    "clinicdetails": of_django(STAFF, "", "p", ""),
    "clinicfact": of_django(STAFF, "", "p", ""),
    "term": of_django(STAFF, WRITERS, WRITERS, "p"),
    "synonym": of_django("p", "p", "p", "p"),
    "review": of_django(STAFF, "", "", ""),
    "sourcelink": of_django(STAFF, "", "b p", ""),
}
DOORS = {
    f"admin/content/{model}/{route}": who
    for model, doors in MODELS.items()
    for route, who in doors.items()
} | {
    "admin/how-is-the-site/": ("c p", ""),
    "staff/markdown/upload/": ("", WRITERS),
    "staff/desk/pick/<slug:shelf>/": (WRITERS, ""),
    **{
        f"staff/desk/{whose}/{what}/": ("", WRITERS)
        for whose in ("new", "<int:pk>")
        for what in ("preview", "findings", "autosave")
    },
}
# Signing in. Who is in already is led on from the steps, and gives the password again before a
# change; nobody of these may reset the second step of another account.
ANYBODY = f"nobody stranger {ALL}"
DOORS |= {
    "admin/login/": (ANYBODY, ANYBODY),
    "admin/login/forgotten/": (ANYBODY, ANYBODY),
    "admin/login/forgotten/asked/": (ANYBODY, ""),
    "admin/login/code/": (ALL, ALL),
    "admin/login/recovery-code/": (ALL, ALL),
    "admin/login/passkey/begin/": ("", ""),
    "admin/login/passkey/complete/": ("", ""),
    "admin/sign-in/": (ALL, ALL),
    "admin/sign-in/name/": (ALL, ALL),
    "admin/sign-in/password/": (ALL, ALL),
    "admin/sign-in/set-up/": (ALL, ""),
    "admin/sign-in/app/": (ALL, ALL),
    "admin/sign-in/passkey/": (ALL, ""),
    "admin/sign-in/passkey/begin/": ("", ""),
    "admin/sign-in/passkey/complete/": ("", ""),
    "admin/sign-in/recovery-codes/": (ALL, ALL),
    "admin/auth/user/<int:pk>/second-step/": ("", ""),
}
EVERYBODY = {
    "nobody": lambda: None,
    "stranger": people.stranger,
    "c": people.carla,
    "a": people.ana,
    "b": people.ben,
    "p": people.petra,
}


def test_it_knows_every_door():
    assert set(routes()) == set(DOORS)


def one_of_each() -> dict[str, int]:
    """A page with a newer draft for the words, a picture, and so on."""
    live = make.live(make.article(slug="page"))
    words = make.words(title="Secret draft")
    publishing.save_draft(live.article, words, by=None, change=Revision.Change.MINOR)
    things = {
        "article": live.article,
        "picture": Picture(file="pictures/a.jpeg", sha256="0" * 64, size=1, width=1, height=1),
        "topic": live.article.topic,
        "clinicfact": ClinicFact(name="fact", label="?", until_answered="Call us."),
        "term": Term(word="fascia", slug="fascia", definition="Thin tissue."),
        "synonym": Synonym(words="sore, pain"),
        "review": Review(
            revision=live, reviewer=people.person("signer"), next_due="2099-01-01", signed_hash="0"
        ),
        "sourcelink": SourceLink(url="https://source.example/"),
    }
    for thing in things.values():
        thing.save()
    others = {"clinicdetails": 1, "user": things["review"].reviewer_id}
    return {name: thing.pk for name, thing in things.items()} | others


KEYS = Kept(one_of_each)


@pytest.fixture
def keys():
    return KEYS.put()


def is_let_in(response) -> bool:
    is_sent_to_sign_in = response.status_code == 302 and "/login/" in response.url
    return not is_sent_to_sign_in and response.status_code not in {403, 405}


def traces() -> tuple:
    return LogEntry.objects.count(), Revision.objects.count(), Edition.current()


@pytest.mark.parametrize("name", EVERYBODY)
def test_it_lets_in_who_has_the_right_and_nobody_else(client, keys, name):
    if somebody := EVERYBODY[name]():
        client.force_login(somebody)
    before, wrong = traces(), []
    for route, may in DOORS.items():
        for method, who in zip((client.get, client.post), may, strict=True):
            should = name in who.split()
            with transaction.atomic():
                response = method(address(route, keys))
                if is_let_in(response) != should or response.status_code >= 500:
                    wrong.append((route, response.request["REQUEST_METHOD"], response.status_code))
                if not should:
                    assert traces() == before, route
                    assert b"Secret draft" not in response.content, route
                transaction.set_rollback(True)
    assert wrong == []


ACTIONS = {
    "publish_newest": "p",
    "withdraw_articles": "p",
    "reinstate_articles": "p",
    "export": STAFF,
    "delete_selected": "",
}


def test_it_knows_every_bulk_action(rf):
    request = rf.get("/")
    request.user = people.max_()
    assert set(admin.site.get_model_admin(Article).get_actions(request)) == set(ACTIONS)


@pytest.mark.parametrize("action", ACTIONS)
@pytest.mark.parametrize("name", EVERYBODY)
def test_it_does_in_bulk_only_what_somebody_may(client, keys, name, action):
    if somebody := EVERYBODY[name]():
        client.force_login(somebody)
    if action == "reinstate_articles":
        publishing.withdraw(Article.objects.get(), by=None, reason="Out of date.")
    before = traces()
    data = {"action": action, "_selected_action": [keys["article"]], "post": "yes"}
    response = client.post(reverse("admin:content_article_changelist"), data)
    if name in ACTIONS[action].split():
        assert traces() != before or response["Content-Type"] == "application/zip"
    else:
        assert traces() == before
        assert response["Content-Type"] != "application/zip"


@pytest.mark.parametrize("name", ["nobody", "stranger", "c"])
def test_it_finds_no_page_by_its_name_for_who_may_not_see_pages(client, keys, name):
    if somebody := EVERYBODY[name]():
        client.force_login(somebody)
    asked = {"app_label": "content", "model_name": "article", "field_name": "related", "term": "p"}
    assert not is_let_in(client.get(reverse("admin:autocomplete"), asked))
