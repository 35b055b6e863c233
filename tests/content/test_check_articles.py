"""`manage.py check_articles`: the starter guide and every other page, by the editors' rules."""

import re
import tomllib

import pytest
from django.core.management import CommandError, call_command

from content import starter
from content.editorial import checklist
from content.models import Revision
from content.publishing import waivers
from tests import make, people

pytestmark = pytest.mark.django_db
BAD = "## A\n\nYou may utilize heat.\n\n{{ nothing }}"


def printed(capsys, *args, **options) -> str:
    call_command("check_articles", *args, **options)
    return capsys.readouterr().out


@pytest.mark.usefixtures("starter_guide")
def test_it_finds_nothing_to_mend_in_the_starter_guide(capsys):
    text = printed(capsys, all_warnings=True)
    count = len(starter.starter_articles())
    assert not re.search("(error|warning):", text)
    assert text.endswith(f"{count} articles: 0 errors, 0 warnings without a reason, 0 with one.\n")


def test_it_says_which_sheets_are_not_complete(capsys):
    article = make.draft().article
    assert printed(capsys).splitlines()[0] == "1 sheets are not complete; see --scores."
    line = printed(capsys, scores=True).splitlines()[0]
    assert line.startswith(f"{article.topic.slug}/{article.slug}: grade ")
    assert "PEMAT-P understandability 7 of 15" in line
    assert "DISCERN 5 of 80; sheet without pemat-1, pemat-2," in line


@pytest.mark.parametrize(
    ("longest", "said"), [(0, "no sentence over 20 words"), (24, "longest sentence 24 words")]
)
def test_it_says_how_long_the_longest_sentence_is(capsys, longest, said):
    revision = make.draft()
    Revision.objects.update(measures=revision.measures | {"longest": longest})
    assert f", {said}, " in printed(capsys, scores=True).splitlines()[0]


def test_it_prints_a_sheet_to_fill_in(capsys):
    article = filled(make.draft()).article
    rows = tomllib.loads(printed(capsys, sheet=article.slug))
    assert list(rows) == [item.id for item in checklist.for_people()]
    assert rows["pemat-1"] == {"answer": "yes", "reason": 'It says "why" at once.'}
    assert rows["pemat-2"] == {"answer": "", "reason": ""}
    with pytest.raises(CommandError, match="no-such-page"):
        printed(capsys, sheet="no-such-page")


def filled(draft):
    draft.checklist, draft.checklist_reasons = (
        {"pemat-1": "yes"},
        {"pemat-1": 'It says "why" at once.'},
    )
    draft.save()
    return draft


def test_it_prints_place_level_and_sentence_and_ends_with_an_error(capsys):
    article = make.draft(body=BAD).article
    with pytest.raises(SystemExit) as end:
        printed(capsys)
    assert end.value.code == 1
    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == (
        f"{article.topic.slug}/{article.slug} body:3: warning: Hard word (hard-word). “use” is "
        "plainer than “utilize”."
    )
    assert lines[1].startswith(f"{article.topic.slug}/{article.slug} body:5: error: Missing")
    assert lines[-1] == "1 articles: 1 errors, 1 warnings without a reason, 0 with one."


def test_it_looks_at_the_newest_revision_that_was_kept(capsys):
    article = make.draft(body=BAD).article
    make.draft(article)
    make.draft(article, body=BAD)
    article.revisions.filter(number=3).update(discarded_at="2026-01-01T00:00Z")
    assert "\n1 articles: 0 errors" in printed(capsys)


def test_it_leaves_out_what_has_a_reason(capsys):
    draft = make.draft(body=make.BODY.replace("Pressing it hurts.", "You may utilize heat."))
    found = waivers.checked(draft).unexcused
    waivers.give_reason(draft.article, found, by=people.ana(), reason="They all say so here.")
    assert printed(capsys).endswith("0 warnings without a reason, 1 with one.\n")
    assert "hard-word" in printed(capsys, all_warnings=True)


def test_it_shortens_many_warnings_of_a_kind(capsys):
    make.draft(body=make.BODY.replace("Pressing it hurts.", "You may utilize it.\n\n" * 9))
    assert printed(capsys).count("(hard-word)") == 3
    assert printed(capsys, all_warnings=True).count("(hard-word)") == 9


def test_it_checks_only_the_articles_that_are_named(capsys):
    make.draft(body=BAD)
    slug = make.draft().article.slug
    assert "\n1 articles: 0 errors" in printed(capsys, slug)
    with pytest.raises(CommandError, match="no-such-page"):
        printed(capsys, "no-such-page")
