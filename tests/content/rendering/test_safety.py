"""No text whatever yields anything that runs, styles, or breaks the page around it."""

from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from content.rendering import PictureMarkup, TermEntry, plain_blocks
from content.rendering.fences import FENCES
from tests.content.rendering.suspicion import assert_balanced, assert_harmless
from tests.content.rendering.world import FACTS, rendered

# No deadline: the machine is shared. How much work a text makes is counted in test_hostile.py.
calmly = settings(deadline=None, max_examples=150, suppress_health_check=[HealthCheck.too_slow])
thoroughly = settings(calmly, max_examples=500)

ANY_TEXT = st.text(st.characters(exclude_categories=()), max_size=60)
ATTACKS = st.sampled_from(
    [
        "<script>alert(1)</script>", "<img src=x onerror=alert(1)>", "<style>*{}</style>",
        "javascript:alert(1)", "JaVaScRiPt&colon;alert(1)", "data:text/html,<script>", "vbscript:x",
        "//evil.example", "/\\evil.example", "java\tscript:alert(1)", "&#106;avascript:alert(1)",
        '" onmouseover="alert(1)', "' style='color:red", "</p></div></section>", "<!--", "-->",
        "<![CDATA[", "]]>", "<?php", "&lt;script&gt;", "&#xE000;0&#xE001;", "\ue0000\ue001",
        "\x00", "\u202e", "\ud800", "\ufffe", "</li></ol>", "</textarea>", "<svg/onload=alert(1)>",
    ]
)  # fmt: skip
MARKDOWN = st.sampled_from(
    [
        "\n", "\n\n", "  ", "    ", "\t", "# ", "## ", "### ", "- ", "1. ", "> ", "|", "|-|-|\n",
        "`", "```\n", "*", "**", "_", "[", "]", "](", ")", "![", "!", "<", ">", "\\", "&", "---\n",
        "===\n", ":::", "\n:::\n", "\n: ", "[^a]", "\n[^a]: ", "[^b]\n\n[^b]: ", "{{ phone }}",
        "{{ hostile }}", "{{", "}}", "](article:12)", "](article:none#x)", "](#s-a)", "![](img:42)",
        "![x](img:43)", "![", "](img:9)", "](term:fascia)", "\n[r]: ", "[r]", "fascia",
        "trigger point", "Time: now\n", "You may feel:\n\n- ", "What helps: ", "\n### Step\n", "a",
        "word ", "drawing:disc-on-nerve ", "img:42 ", *(f"\n::: {kind} Title\n" for kind in FENCES),
    ]
)  # fmt: skip
TEXTS = st.lists(st.one_of(MARKDOWN, MARKDOWN, ATTACKS, ANY_TEXT), max_size=40).map("".join)


def assert_safe(markdown: str, **changes):
    result = rendered(markdown, **changes)
    assert_balanced(result.html)
    assert_harmless(result.html)
    assert_balanced(result.references_html)
    assert_harmless(result.references_html, container="ol")
    return result


@calmly
@given(st.text(st.characters(exclude_categories=())))
def test_it_renders_any_text_without_harm(markdown):
    assert_safe(markdown)


@thoroughly
@given(TEXTS)
@example("## x\n\n::: figure drawing:disc-on-nerve &#xE000;0&#xE001;\n\ue0005\ue001\n:::")
@example("[^a]\n\n[^a]: ## x\n    ::: note y\n    :::")
@example("\U0002fffe &#x1ffff;")
@example("|a|\n|-|\n|![](img:42)|")
def test_it_renders_any_markdown_without_harm(markdown):
    result = assert_safe(markdown)
    assert {heading.id for heading in result.headings} <= set(_ids(result.html))
    assert {question.anchor for question in result.questions} <= set(_ids(result.html))


@calmly
@given(TEXTS)
def test_it_reads_any_markdown_as_plain_text(markdown):
    assert all(block.text.strip() for block in plain_blocks(markdown))


@calmly
@given(ANY_TEXT, ATTACKS, st.sampled_from(FENCES))
def test_it_trusts_no_words_that_are_handed_in(text, attack, kind):
    picture = PictureMarkup(f"/media/{attack}", 1, 1, text + attack, attack + text, (), "0")
    term = TermEntry("fascia", ("fascia", text, attack), f"/words-to-know/#term-{attack}")
    assert_safe(
        f"{{{{ phone }}}} ![](img:42) fascia {attack} {text}\n::: {kind} {attack}{text}\n"
        f"- Do not {{{{ phone }}}}\n:::\n### {{{{ phone }}}}\n[{{{{ phone }}}}](article:12)",
        fact=lambda name: text + attack,
        picture=lambda number: picture,
        terms=(term,),
    )


@calmly
@given(st.sampled_from(sorted(FACTS)), TEXTS)
def test_it_puts_no_piece_where_the_writer_typed_its_mark(name, markdown):
    pieces = "\ue0000\ue001 &#xE000;0&#xE001; `\ue0000\ue001` "
    result = assert_safe(f"![](img:42)\n\n```\n{pieces}\n```\n{pieces}{{{{ {name} }}}}")
    assert result.html.count("<picture>") == 1
    assert_safe(f"![](img:42) {pieces}{markdown}")


def _ids(html: str) -> list[str]:
    return [element.get("id") for element in assert_harmless(html)]
