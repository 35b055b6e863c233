"""Reading text: what search finds and what the reading grade is measured on."""

from content.rendering import Block, plain_blocks
from tests.content.rendering.world import rendered

ARTICLE = """\
## When to *call*

Call {{ phone }} if the **trigger
point** [hurts](article:12)[^a] ![alt](img:42).

| Day | What |
|-----|------|
| One | `Rest` |

::: steps
### The shot
Time: 5 minutes
You may twitch.

You may feel: a pinch.
:::

::: dont
- Do not run

  or jump
:::

Knot
: A tight spot.

[^a]: AAFP. [Points](https://example.org). 2023.
"""


def test_it_gives_the_text_of_each_block_with_its_line():
    assert plain_blocks(ARTICLE) == [
        Block("heading", "When to call", 1),
        Block("paragraph", "Call if the trigger point hurts .", 3),
        Block("cell", "Day", 6),
        Block("cell", "What", 6),
        Block("cell", "One", 8),
        Block("cell", "Rest", 8),
        Block("heading", "The shot", 11),
        Block("cell", "Time: 5 minutes", 12),
        Block("paragraph", "You may twitch.", 13),
        Block("cell", "You may feel:", 15),
        Block("paragraph", "a pinch.", 15),
        Block("item", "Do not run", 19),
        Block("item", "or jump", 21),
        Block("cell", "Knot", 24),
        Block("item", "A tight spot.", 25),
        Block("reference", "AAFP. Points. 2023.", 27),
    ]


def test_it_counts_the_words_of_a_block_as_its_heading():
    assert plain_blocks("::: note Ask first\nThen act.\n:::") == [
        Block("heading", "Ask first", 1),
        Block("paragraph", "Then act.", 2),
    ]


def test_it_leaves_out_a_block_that_holds_only_a_fact():
    assert plain_blocks("{{ driving }}\n\nWords.") == [Block("paragraph", "Words.", 3)]


def test_it_fills_facts_in_and_leaves_sources_out_for_search():
    text = rendered("## {{ clinic_name }}\n\nAt {{ address }}.[^a]\n\n[^a]: Source.").text
    assert text == "Example Spine & Pain Clinic\nAt 100 Example Street, Springfield, OR 97477."


def test_it_shows_no_markup_and_no_broken_fence_to_search():
    assert rendered("::: note\n<b>bold</b> & `code`\n:::").text == "<b>bold</b> & code"
