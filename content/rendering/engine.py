"""The Markdown parser: CommonMark with tables, sources, definition lists, facts and health blocks.

Raw HTML is off. Links are taken as written here and judged later by `links`, which can tell the
writer what is wrong with one.
"""

from collections.abc import Sequence

from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore
from markdown_it.token import Token
from mdit_py_plugins.deflist import deflist_plugin
from mdit_py_plugins.footnote.index import footnote_def

from content.rendering.characters import escape, tidy
from content.rendering.facts import fact_rule
from content.rendering.fences import fence_rule
from content.rendering.footnotes import footnote_rule
from content.rendering.labels import label_rule
from content.rendering.muscle_parts import place_rule
from content.rendering.problems import problem
from content.rendering.ranges import markup
from content.rendering.results import Problem
from content.rendering.tables import table_rule
from content.rendering.work import broken, line_of

# About an hour of reading. Parsing hostile text takes time that grows with the square of its
# length, so the length is what keeps it short.
LONGEST = 60_000


def parse(markdown: str) -> tuple[list[Token], list[Problem]]:
    """The tokens of a text, sources still in place, and what was wrong with its form."""
    env: dict = {"problems": []}
    text = tidy(markdown)
    if len(text) > LONGEST:
        env["problems"].append(problem("too-long", None, limit=f"{LONGEST:,}"))
    tokens = _PARSER.parse(text[:LONGEST], env)
    _report_depth(tokens, env["problems"])
    return tokens, env["problems"]


def to_html(tokens: Sequence[Token]) -> str:
    """HTML of resolved tokens, not yet cleaned."""
    return _PARSER.renderer.render(tokens, _PARSER.options, {})


def _report_depth(tokens: list[Token], problems: list[Problem]) -> None:
    """The parser silently leaves out what is nested deeper than its limit."""
    deep = [t for t in tokens if t.nesting == 1 and t.level >= _PARSER.options.maxNesting - 1]
    if deep:
        problems.append(problem("too-deep", next(filter(None, map(line_of, deep)), None)))


def _tidy_rule(state: StateCore) -> None:
    """Entities such as &#xE000; become characters only now, so they are tidied a second time."""
    for token in state.tokens:
        for child in token.children or ():
            _tidy_token(child)


def _tidy_token(token: Token) -> None:
    if token.content:
        token.content = tidy(token.content)
    for name, value in token.attrs.items():
        token.attrs[name] = tidy(str(value))
    for child in token.children or ():
        _tidy_token(child)


def _build() -> MarkdownIt:
    md = MarkdownIt("commonmark", {"html": False, "xhtmlOut": False}).enable("table")
    md.use(deflist_plugin)
    md.disable(["html_block", "html_inline"])
    _add_blocks(md)
    md.inline.ruler.before("link", "footnote", footnote_rule)
    md.inline.ruler.before("link", "fact", fact_rule)
    md.inline.add_terminator_char("{")
    md.core.ruler.before("inline", "labels", label_rule)
    md.core.ruler.before("inline", "places", place_rule)
    md.core.ruler.push("tidy", _tidy_rule)
    md.validateLink = lambda url: True
    md.normalizeLink = md.normalizeLinkText = str
    _add_renderers(md)
    return md


def _add_blocks(md: MarkdownIt) -> None:
    ends = ["paragraph", "reference", "blockquote", "list"]
    md.block.ruler.before("fence", "health_block", fence_rule, {"alt": ends})
    md.block.ruler.before(
        "reference", "footnote_def", footnote_def, {"alt": ["paragraph", "reference"]}
    )
    md.block.ruler.at("table", table_rule, {"alt": ["paragraph", "reference"]})


def _add_renderers(md: MarkdownIt) -> None:
    rules = {
        "text": lambda token: markup(token.content),
        "markup": lambda token: token.content,
        "fact": lambda token: token.meta["html"],
        "fence_broken": lambda token: f"<p>{broken(token.content)}</p>\n",
        "fence": lambda token: f"<pre><code>{escape(token.content)}</code></pre>\n",
        "table_open": lambda token: '<div class="table-wrap"><table>\n',
        "table_close": lambda token: "</table></div>\n",
    }
    for name, rule in rules.items():
        md.renderer.rules[name] = lambda tokens, place, options, env, rule=rule: rule(tokens[place])


_PARSER = _build()
