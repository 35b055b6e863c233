"""After an update of the program, due work renders again what the program before it rendered."""

import pytest
from django.core.management import call_command
from django.utils import timezone

from content.models import Edition, Review, Revision
from content.publishing import drafts, due, rendering_again
from content.rendering.version import fingerprint, version
from tests import make, stamping

pytestmark = pytest.mark.django_db


def pass_by():
    (duty,) = (work for work in due.DUTIES if work.name == "render after an update")
    assert duty.run(timezone.now()) == ""


@pytest.fixture
def updated(monkeypatch):
    """Another version runs now, and renders in another way."""

    def update():
        before = drafts.leading_length
        monkeypatch.setattr(drafts, "leading_length", lambda html: before(html) + 7)
        for module in (drafts, rendering_again):
            monkeypatch.setattr(module, "version", lambda: "another")

    return update


def test_words_are_rendered_by_this_version():
    assert make.live().rendered_by == version()


def test_it_renders_all_that_is_kept_and_changes_no_words(updated):
    page = make.live(title="Now").article
    make.draft(page, title="Not yet")
    make.live(title="Another page")
    before = list(Revision.objects.order_by("pk").values("leading_length", "content_hash"))
    updated()
    edition = Edition.current()
    pass_by()
    after = list(Revision.objects.order_by("pk").values("leading_length", "content_hash"))
    assert after == [one | {"leading_length": one["leading_length"] + 7} for one in before]
    assert set(Revision.objects.values_list("rendered_by", flat=True)) == {"another"}
    assert Edition.current() != edition


def test_a_signature_keeps(updated):
    review = stamping.sign(make.live())
    updated()
    pass_by()
    assert Review.objects.on(review.revision).get() == review


def test_it_asks_once_when_nothing_is_to_be_done(django_assert_num_queries):
    make.live()
    edition = Edition.current()
    with django_assert_num_queries(1):
        pass_by()
    assert Edition.current() == edition


def test_it_goes_on_where_it_stopped_with_the_newest_words_first(updated, monkeypatch):
    monkeypatch.setattr(rendering_again, "AT_ONCE", 2)
    monkeypatch.setattr(rendering_again, "PASS", 0)
    keys = sorted(make.live(title=f"Page {n}").pk for n in range(5))
    updated()
    edition = Edition.current()
    for done in (2, 4, 5):
        pass_by()
        # Before the last, servers would read the guide anew for a part of it.
        assert (Edition.current() != edition) == (done == 5)
        rendered = Revision.objects.filter(rendered_by="another").order_by("pk")
        assert list(rendered.values_list("pk", flat=True)) == keys[-done:]


def test_it_does_more_at_a_time_while_there_is_time(updated, monkeypatch):
    monkeypatch.setattr(rendering_again, "AT_ONCE", 1)
    monkeypatch.setattr(rendering_again, "PASS", 600)
    for n in range(3):
        make.live(title=f"Page {n}")
    updated()
    pass_by()
    assert Revision.objects.filter(rendered_by="another").count() == 3


def test_the_command_renders_what_this_version_rendered_too(monkeypatch, capsys):
    monkeypatch.setattr(rendering_again, "AT_ONCE", 1)
    for n in range(2):
        make.live(title=f"Page {n}")
    Revision.objects.filter(title="Page 0").update(body_html="<p>Old.</p>")
    call_command("render_articles")
    assert capsys.readouterr().out == "Rendered 2 revisions.\n"
    assert not Revision.objects.filter(body_html="<p>Old.</p>").exists()


@pytest.mark.parametrize(
    "path", ["content/rendering/page.py", "content/facts.toml", "templates/drawings/knot.svg"]
)
def test_a_program_with_other_files_is_another_version(tmp_path, path):
    file = tmp_path / path
    before = fingerprint(tmp_path)
    file.parent.mkdir(parents=True)
    file.write_text("One")
    one = fingerprint(tmp_path)
    file.write_text("Two")
    two = fingerprint(tmp_path)
    file.rename(file.with_stem("renamed"))
    assert len({before, one, two, fingerprint(tmp_path)}) == 4


@pytest.mark.parametrize(
    "path", ["content/migrations/0001.py", "templates/admin/index.html", "content/README.md"]
)
def test_files_that_render_no_page_make_no_other_version(tmp_path, path):
    before = fingerprint(tmp_path)
    file = tmp_path / path
    file.parent.mkdir(parents=True)
    file.write_text("One")
    assert fingerprint(tmp_path) == before
