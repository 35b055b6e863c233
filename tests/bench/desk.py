"""The desk: the edit screen, the preview and the findings while somebody types."""

from tests.bench.figures import BOOK


def desk() -> None:
    """An article with 500 revisions, and a text of 1,500 words and more."""
    from django.test import Client
    from django.urls import reverse

    from content import publishing
    from content.models import Article
    from tests import make, signed_in
    from tests.bench.persons import max_
    from tests.content.rendering.long_article import long_article

    article = Article.objects.get(slug="day-by-day")
    words = publishing.Words(
        title="Day by day", summary="What to expect.", key_points="One.", body=long_article()
    )
    for number in range(500):
        make.publishing.save_draft(article, words, by=None, note=f"Draft {number}")
    client = Client()
    signed_in.force_login(client, max_())
    typed = {name: getattr(words, name) for name in ("title", "summary", "key_points", "body")}
    count = len(words.body.split())
    BOOK.section(
        "The desk",
        f"Through Django's test client, on an article with 500 revisions of {count:,} words.",
    )
    for name, goal in (("change", 300), ("history", None)):
        url = reverse(f"admin:content_article_{name}", args=[article.pk])
        assert client.get(url).status_code == 200
        BOOK.measure(f"open the {name} screen", lambda url=url: client.get(url), 30, goal)
    for name, goal in (("preview", 100), ("findings", 150)):
        url = reverse(f"desk:{name}", args=[article.pk])
        assert client.post(url, typed).status_code == 200
        BOOK.measure(f"{name} of the text", lambda url=url: client.post(url, typed), 30, goal)
