"""The door itself, tried with HTML that the renderer would never hand it."""

import json
import re

import pytest
from django.utils.safestring import SafeString

from content.rendering.components import component
from content.rendering.fences import CARE
from content.rendering.sanitizer import clean, safe_json
from tests.content.rendering.world import rendered

TITLED = {"title": "A title", "id": "s-a", "body": "A body", "heading_level": 3}
PHONE = {"phone": "(503) 555-0142", "phone_href": "tel:+15035550142", "emergency_number": "911"}
CONTACT = {"contact_url": "/contact/"}
PART = {"title": "A part", "id": "s-b", "time": "About 5 minutes", "body": "A body"}
COMPONENTS = [
    *(
        ("care_card", TITLED | PHONE | CONTACT | {"level": level, "after_hours": "Call the nurse."})
        for level in CARE
    ),
    ("answers", TITLED),
    ("figure", TITLED | {"picture": "A picture"}),
    ("key_points", TITLED | {"lift": True}),
    *(("notice", TITLED | {"level": level}) for level in CARE),
    ("calls", {"groups": [{"level": level, "lines": ["A line"]} for level in CARE]}),
    ("question", TITLED),
    ("steps", {"steps": [PART], "heading_level": 3}),
    ("timeline", {"stages": [PART], "heading_level": 4}),
    ("do_dont", {"groups": [PART | {"kind": kind} for kind in ("do", "dont")], "heading_level": 3}),
]


@pytest.mark.parametrize(
    ("html", "kept"),
    [
        ("<script>alert(1)</script>a", "a"),
        ("<style>*{color:red}</style>a", "a"),
        ('<p style="color:red" onclick="alert(1)">a</p>', "<p>a</p>"),
        ("<p>a<!-- b --></p>", "<p>a</p>"),
        ('<iframe src="/x"></iframe><form><input></form>a', "a"),
        ('<svg onload="alert(1)"><a xlink:href="javascript:alert(1)">b</a></svg>c', "c"),
        ('<a href="javascript:alert(1)">a</a>', "<a>a</a>"),
        ('<a href=" java\tscript:alert(1)">a</a>', "<a>a</a>"),
        ('<a href="data:text/html,x">a</a>', "<a>a</a>"),
        ('<a href="//evil.example">a</a>', "<a>a</a>"),
        ('<a href="/\\evil.example">a</a>', "<a>a</a>"),
        ('<a href="near.html">a</a>', "<a>a</a>"),
        ('<a href="/about/" target="_blank" rel="opener">a</a>', '<a href="/about/">a</a>'),
        ('<a href="#s-a">a</a>', '<a href="#s-a">a</a>'),
        ('<a href="tel:911" rel="noopener">a</a>', '<a href="tel:911" rel="noopener">a</a>'),
        ('<p id="s-a">a</p><p id="location">b</p>', '<p id="s-a">a</p><p>b</p>'),
        ('<section aria-labelledby="title">a</section>', "<section>a</section>"),
        ('<p class="feel evil">a</p>', '<p class="feel">a</p>'),
        ('<div role="note">a</div>', '<div role="note">a</div>'),
        ('<div role="alert">a</div>', "<div>a</div>"),
        ("<h1>a</h1><p>b", "a<p>b</p>"),
        ('<img src="/media/a.jpg" srcset="//evil.example/b 1x">', ""),
    ],
)  # fmt: skip
def test_it_keeps_only_what_is_allowed(html, kept):
    assert clean(html) == kept


def test_it_puts_trusted_pieces_in_after_cleaning():
    assert clean("<p>\ue0001\ue001</p>", ["no", "<svg><script/></svg>"]) == (
        "<p><svg><script/></svg></p>"
    )


def test_it_hands_out_safe_strings():
    result = rendered("Words.[^a]\n\n[^a]: Source.")
    assert isinstance(result.html, SafeString)
    assert isinstance(result.references_html, SafeString)


@pytest.mark.parametrize(("name", "context"), COMPONENTS)
def test_it_takes_nothing_from_a_component(name, context):
    html = component(name, **context)
    assert clean(html) == html


@pytest.mark.parametrize("text", ["</script><script>", "<!--", "&amp;", "\u2028", 'a"b\\'])
def test_it_writes_json_that_cannot_end_its_script(text):
    written = safe_json({"name": text})
    assert json.loads(written) == {"name": text}
    assert not re.search("[<>&\u2028]", written)
