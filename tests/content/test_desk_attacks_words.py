"""What people type at the desk: none of it runs, deceives or reaches whom it is not for."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from content import publishing
from content.models import Article, Comment, Picture, ReviewRequest, Revision, ShareLink, Term
from content.publishing.due import forget
from tests import make, people
from tests.content.admin.stages import url

pytestmark = pytest.mark.django_db
EVIL = '</script><img src=x onerror="x()">'
TURNED = "ab\u202edc\u2066"
SECRET = "zebra"
NEXT_YEAR = timezone.localdate() + timedelta(days=365)
Change = Revision.Change


def live_with(text: str, **words) -> Revision:
    """A public page, signed, with a picture, and with a newer draft about which much was said."""
    picture = Picture.objects.create(
        file="pictures/a.jpeg", sha256="0" * 64, size=1, width=9, height=9, alt="A knee",
        licence=text, shows_person=True, consent_note=text, consent_until=NEXT_YEAR,
    )  # fmt: skip
    body = f"{make.BODY}\n![](img:{picture.pk})\n"
    live = make.live(make.article(slug="page"), body=body)
    ben, ana = people.ben(), people.ana()
    told = {"credentials": "MD", "role": "Doctor", "next_due": NEXT_YEAR}
    publishing.sign(live, by=ben, **told)
    words = {"title": f"New {text}", "summary": text, "key_points": text} | words
    draft = publishing.save_draft(
        live.article, make.words(**words), by=ana, change=Change.MINOR, note=text[:200]
    )
    publishing.ask_for_review(draft, by=ana, reviewer=ben, message=text)
    publishing.comment(draft, by=ben, anchor="", text=text)
    token = publishing.share(draft, by=ana, for_whom=f"Guest {text}", days=7)
    publishing.comment_as_guest(publishing.opened(token), "", f"{text} too")
    fields = {"title": text, "body": text}
    publishing.keep_copy(live.article, fields, by=people.petra(), base=2)
    return draft


SCREENS = ("change", "place", "ask", "review", "publish", "withdraw", "share", "history", "compare")


def screens(draft: Revision) -> list[str]:
    found = [url(name, draft) for name in SCREENS] + [url("compare", draft) + "?view=rendered"]
    for name in ("revision", "restore", "discard"):
        number = 1 if name == "restore" else 2
        args = [draft.article_id, number]
        found.append(reverse(f"admin:content_article_{name}", args=args))
    lists = ("article", "picture", "review", "sourcelink", "term")
    found += [reverse(f"admin:content_{name}_changelist") for name in lists]
    found.append(reverse("admin:content_picture_change", args=[Picture.objects.get().pk]))
    return [*found, reverse("admin:index"), url("log", draft)]


def test_it_runs_nothing_that_was_typed(client):
    draft = live_with(EVIL)
    Picture.objects.update(alt=EVIL, credit=EVIL)
    Term.objects.create(word=EVIL[:80], slug="evil", definition=EVIL)
    client.force_login(people.max_())
    for address in screens(draft):
        response = client.get(address)
        assert response.status_code == 200, address
        page = response.content.decode()
        assert EVIL not in page, address
        assert "<img src=x" not in page, address


def test_it_runs_nothing_in_answers_to_the_script(client):
    draft = live_with(EVIL)
    client.force_login(people.max_())
    data = {"title": EVIL, "summary": EVIL, "key_points": EVIL, "body": EVIL}
    for name in ("findings", "autosave", "preview"):
        response = client.post(reverse(f"desk:{name}", args=[draft.article_id]), data)
        assert response.status_code == 200
        is_page = response["Content-Type"].startswith("text/html")
        assert is_page == (name == "preview")
        assert not is_page or "<img src=x" not in response.content.decode()
        assert response["X-Content-Type-Options"] == "nosniff"


def test_it_shows_no_text_other_than_the_one_that_is_there(client):
    draft = live_with(TURNED)
    publishing.publish(draft, by=None)
    publishing.withdraw(draft.article, by=None, reason=TURNED, how="notice")
    draft.refresh_from_db()
    article = Article.objects.get()
    kept = [draft.title, draft.summary, draft.key_points, draft.change_note]
    kept += [article.withdrawn_reason, ShareLink.objects.get().for_whom]
    kept += [ReviewRequest.objects.get().message]
    kept += [text for row in Comment.objects.values_list("text", "by_name") for text in row]
    assert not [text for text in kept if set(text) & set("\u202e\u2066")]


def test_it_signs_in_no_other_letters_than_are_there():
    ben = people.ben(last_name="Oka\u202eofr")
    review = publishing.sign(
        make.live(), by=ben, credentials="M\u202eD\n", role="Doctor\n\nof all", next_due=NEXT_YEAR
    )
    told = (review.name, review.credentials, review.role)
    assert told == ("Ben Okaofr", "MD", "Doctor of all")


def test_it_shows_the_reviewer_no_turned_words_in_what_changed(client):
    draft = live_with("fine", body=make.BODY.replace("Pressing it", "Pressing\u202e that"))
    client.force_login(people.get("ben"))
    for address in (url("review", draft), url("compare", draft)):
        assert "\u202e" not in client.get(address).content.decode()


def test_it_puts_a_title_of_many_lines_into_one(client):
    draft = make.draft()
    client.force_login(people.ana())
    data = {"title": "New\nBcc: all@example.org\n\nsecond", "do": "save", "based_on": 1}
    assert client.post(url("change", draft), data).status_code == 302
    assert draft.article.newest().title == "New Bcc: all@example.org second"


def public_pages(article: Article) -> list[str]:
    page = reverse("content:article", args=[article.topic.slug, article.slug])
    ways = ("", "print/", "large-print/", "how-checked/")
    about = [f"/{article.topic.slug}/", "/", "/feed.xml", "/sitemap.xml", "/words-to-know/"]
    return [f"{page}{way}" for way in ways] + about + ["/search/?q=spot", "/about/", "/es/"]


def test_it_tells_patients_nothing_of_drafts_and_of_what_colleagues_said(client):
    draft = live_with(SECRET)
    article = draft.article
    tomorrow = timezone.now() + timedelta(days=1)
    publishing.publish(draft, by=None, at=tomorrow)
    never = make.draft(make.article(topic=article.topic, slug="never"), title=SECRET)
    never.article.related.set([article])
    article.related.set([never.article])
    for address in public_pages(article):
        response = client.get(address)
        assert response.status_code == 200, address
        assert SECRET not in response.getvalue().decode().casefold(), address
    found = client.get("/search/", {"q": SECRET}).content.decode()
    assert "page/" not in found
    for address in public_pages(never.article)[:4]:
        response = client.get(address)
        assert (response.status_code, SECRET in response.content.decode()) == (404, False)
    for how in Article.Withdrawn.values[::2]:
        publishing.withdraw(article, by=None, reason="Out of date.", how=how)
        for address in public_pages(article)[:4]:
            page = client.get(address, follow=True)
            assert SECRET not in page.content.decode().casefold(), (how, address)


def test_it_does_not_take_a_guest_for_a_colleague_once_the_link_is_forgotten(client):
    draft = live_with("fine")
    token = publishing.share(draft, by=None, for_whom="Ben Okafor", days=1)
    publishing.comment_as_guest(publishing.opened(token), "", "I am not who I seem to be")
    client.force_login(people.get("ana"))
    assert (
        "<strong>Ben Okafor</strong> by a link" in client.get(url("review", draft)).content.decode()
    )
    forget(timezone.now() + timedelta(days=120))
    page = client.get(url("review", draft)).content.decode()
    assert page.count("<strong>Ben Okafor</strong> (no account here)") == 1


# Nothing typed is lost, whatever stands in it


@pytest.mark.parametrize("do", ["check", "save"])
@pytest.mark.parametrize("fields", [{"title": ""}, {"title": "A\x00B"}, {"title": "Fine"}])
@pytest.mark.parametrize("body", ["a\x00b", "word " * 40_000], ids=["nul", "long"])
@pytest.mark.parametrize("name", ["add", "change"])
def test_it_answers_to_what_cannot_be_kept(client, name, body, fields, do):
    article = make.draft().article
    client.force_login(people.ana())
    args = [article.pk] if name == "change" else []
    address = reverse(f"admin:content_article_{name}", args=args)
    data = {"body": body, "do": do, "topic": article.topic_id, "based_on": 1} | fields
    response = client.post(address, data)
    assert response.status_code in {200, 302}
    if response.status_code == 200:
        assert response.context["form"]["body"].value() == body


@pytest.mark.parametrize("shelf", ["articles", "pictures", "facts", "terms"])
def test_it_looks_for_any_letters(client, shelf):
    client.force_login(people.ana())
    for query in ("\x00", "a\x00", "%", "'", "\\", "9" * 90, "img:999999999999"):
        assert client.get(reverse("desk:pick", args=[shelf]), {"q": query}).status_code == 200


def test_it_keeps_what_is_typed_with_a_sign_that_no_database_holds(client):
    draft = make.draft()
    client.force_login(people.ana())
    address = reverse("desk:autosave", args=[draft.article_id])
    assert client.post(address, {"body": "a\x00b", "based_on": 1}).status_code == 200
    assert publishing.copy_of(draft.article, people.get("ana")).fields["body"] == "ab"
