"""The part of `make bench` that measures the desk: the edit screen, its preview, the lists."""

from collections.abc import Callable

Measure = Callable[..., None]


def desk(measure: Measure) -> None:
    """An article with 500 revisions, and a text of 1,500 words and more."""
    from django.test import Client
    from django.urls import reverse

    from content import publishing
    from content.models import Article
    from tests import make, people, signed_in
    from tests.content.rendering.long_article import long_article

    article = Article.objects.get(slug="day-by-day")
    words = publishing.Words(
        title="Day by day", summary="What to expect.", key_points="One.", body=long_article()
    )
    for number in range(500):
        make.publishing.save_draft(article, words, by=None, note=f"Draft {number}")
    client = Client()
    signed_in.force_login(client, people.max_())
    typed = {name: getattr(words, name) for name in ("title", "summary", "key_points", "body")}
    count = len(words.body.split())
    print(f"\nThe desk, with 500 revisions of {count:,} words")
    for name, goal in (("change", "goal: 300 ms"), ("history", "")):
        url = reverse(f"admin:content_article_{name}", args=[article.pk])
        assert client.get(url).status_code == 200
        measure(f"open the {name} screen", lambda url=url: client.get(url), 30, goal=goal)
    for name, goal in (("preview", "goal: 100 ms"), ("findings", "goal: 150 ms")):
        url = reverse(f"desk:{name}", args=[article.pk])
        assert client.post(url, typed).status_code == 200
        measure(f"{name} of the text", lambda url=url: client.post(url, typed), 30, goal=goal)


def lists(measure: Measure, count: int) -> None:
    from django.test import Client
    from django.urls import reverse

    from tests import people, signed_in

    client = Client()
    signed_in.force_login(client, people.get("max"))
    url = reverse("admin:content_article_changelist")
    print(f"\nThe list of articles with {count:,} more")
    for query in ("", "?q=made", "?q=day+by", "?state=live", "?state=unsigned", "?p=100"):
        assert client.get(url + query).status_code == 200
        measure(
            f"list {query}", lambda query=query: client.get(url + query), 20, goal="goal: 400 ms"
        )
