"""Steps and timelines: blocks in which each `###` begins a part of its own."""

from markdown_it.token import Token

from content.rendering import labels
from content.rendering.characters import escape
from content.rendering.components import body, component
from content.rendering.facts import fill
from content.rendering.ranges import markup
from content.rendering.segments import HealthBlock, parts, through_close
from content.rendering.text import plain
from content.rendering.work import Work, line_of, markup_token


def steps(block: HealthBlock, work: Work) -> str:
    return _journey(block, work, "steps", _step)


def timeline(block: HealthBlock, work: Work) -> str:
    return _journey(block, work, "timeline", _stage)


def _journey(block: HealthBlock, work: Work, name: str, part) -> str:
    before, parted = parts(block.tokens)
    if block.title:
        work.report("block-title", block.line, kind=block.kind)
    if before:
        work.report("steps-headings", block.line, kind=block.kind)
    lead = body(_labelled(before, work))
    if not parted:
        return lead
    shown = [part(tokens, block, work) for tokens in parted]
    return f"{lead}{component(name, heading_level=block.level, **{_PLURALS[name]: shown})}"


_PLURALS = {"steps": "steps", "timeline": "stages"}


def _step(tokens: list[Token], block: HealthBlock, work: Work) -> dict:
    time = next((t.meta["time"] for t in tokens if "time" in t.meta), "")
    line = line_of(tokens[0])
    return _titled(tokens) | {
        "time": markup(fill(time, work, line)),
        "body": body(_labelled(tokens[3:], work)),
    }


def _stage(tokens: list[Token], block: HealthBlock, work: Work) -> dict:
    return _titled(tokens) | {"body": body(_labelled(tokens[3:], work, columns=block.level + 1))}


def _titled(tokens: list[Token]) -> dict:
    return {"title": plain(tokens[1].children), "id": tokens[0].attrs.get("id", "")}


def _labelled(tokens: list[Token], work: Work, columns: int = 0) -> list[Token]:
    """The tokens with their labels written out. With `columns` (a heading level), a label that
    stands alone above a list becomes a column."""
    done: list[Token] = []
    place = 0
    while place < len(tokens):
        label = tokens[place].meta.get("label")
        if label in (labels.FEEL, labels.HELPS):
            words = labels.words(label)
            has_list = place + 3 < len(tokens) and tokens[place + 3].type == "bullet_list_open"
            alone = not tokens[place + 1].content
            if alone and not has_list:
                work.report("label-alone", line_of(tokens[place]), name=words)
            if alone and has_list and columns:
                end = through_close(tokens, place + 3)
                _add_column(done, words, columns, tokens[place + 3 : end])
                place = end
                continue
            _write_out(tokens[place], tokens[place + 1], words)
        done.append(tokens[place])
        place += 1
    return done


def _add_column(done: list[Token], words: str, level: int, items: list[Token]) -> None:
    """Neighbouring columns share one row."""
    if done and done[-1].meta.get("columns"):
        row_end = done.pop()
    else:
        done.append(markup_token('<div class="stage__cols">\n'))
        row_end = markup_token("</div>\n")
        row_end.meta["columns"] = True
    heading = markup_token(f"<div><h{level}>{escape(words)}</h{level}>\n")
    done += [heading, *items, markup_token("</div>\n"), row_end]


def _write_out(paragraph: Token, inline: Token, words: str) -> None:
    if paragraph.meta["label"] == labels.FEEL:
        paragraph.attrs["class"] = "feel"
    strong = markup_token(f"<strong>{escape(words)}:</strong> ")
    inline.children = [strong, *(inline.children or [])]
