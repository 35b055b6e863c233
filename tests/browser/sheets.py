"""What of our style sheets a page asks for, and what of the others would have had a say on it."""

import re

from tests.source import ROOT

CSS = ROOT / "static" / "css"
STAFF = {"staff", "page", "admin"}
LINK = re.compile(r'<link rel="stylesheet" href="/static/css/([a-z]+)[^"]*\.css"')


def contents() -> dict[str, str]:
    """The sheets that patients' pages may link, by name. That for paper is linked by all."""
    files = [path for path in CSS.glob("*.css") if path.stem not in STAFF]
    return {path.stem: path.read_text("utf-8") for path in files}


def linked(html: str) -> set[str]:
    return set(LINK.findall(html))


# Runs in an empty page, which no policy guards. A rule counts when it names a class and an element
# of the page answers to it, in whatever state it may come to be.
SAY = """([html, sheets]) => {
  const page = new DOMParser().parseFromString(html, "text/html");
  const states = ":(?:hover|focus-visible|focus-within|focus|checked|active|target|visited|empty)";
  const answers = selector => {
    const still = selector.replace(/::[\\w-]+/g, "")
      .replace(new RegExp(`:not\\(${states}\\)`, "g"), "")
      .replace(new RegExp(`${states}(?![\\w-])`, "g"), ":not(#no-such)");
    return /\\.[a-z]/.test(still) && page.querySelector(still);
  };
  const rules = list => [...list].flatMap(rule =>
    [...(rule.selectorText && answers(rule.selectorText) ? [rule.selectorText] : []),
     ...(rule.cssRules ? rules(rule.cssRules) : [])]);
  return Object.entries(sheets).flatMap(([name, text]) => {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(text);
    return rules(sheet.cssRules).map(selector => `${name}: ${selector}`);
  });
}"""


def missing(blank, html: str, sheets: dict[str, str]) -> list[str]:
    """Rules for what stands in this page, in sheets that it does not link."""
    others = {name: text for name, text in sheets.items() if name not in linked(html)}
    return blank.evaluate(SAY, [html, others])
