"""How soon to call, as patients see, hear and print it: told apart by more than color."""

import pytest

from tests.browser.accessibility import violations

pytestmark = pytest.mark.browser
MUSCLE = "/trigger-points/splenius/"
PLACE = "/where-does-it-hurt/temple/"
DAYS = "/recovery/day-by-day/"
TWO_NOTICES = "/spine-care/wear-and-narrowing/"
WORDS = {"emergency": "Emergency", "urgent": "Urgent", "routine": "Other signs"}
# How many of them a page has, from the most urgent on.
LEVELS = {MUSCLE: 2, PLACE: 2, DAYS: 3}
LISTS = """levels => levels.map(level => {
  const list = document.querySelector(`.calls--${level}`);
  const word = list.querySelector(".calls__level");
  return {
    edge: parseFloat(getComputedStyle(list).borderLeftWidth),
    back: getComputedStyle(list).backgroundColor,
    word: word.checkVisibility() && word.innerText.replace(/\\W*$/, ""),
    sign: [...word.querySelector(".icon").classList].find(name => name.startsWith("icon--")),
  };
})"""
MODES = {
    "light": {},
    "dark": {"color_scheme": "dark"},
    "phone": {"width": 390},
    "forced": {"forced_colors": "active"},
    "no script": {"java_script_enabled": False},
}


def told(page, path: str) -> list[dict]:
    """The lists of the page after a look at what must hold for them in every mode."""
    levels = list(WORDS)[: LEVELS[path]]
    lists = page.evaluate(LISTS, levels)
    assert [one["word"] for one in lists] == [WORDS[level] for level in levels]
    edges = [one["edge"] for one in lists]
    assert edges == sorted(set(edges), reverse=True)
    return lists


@pytest.mark.parametrize("path", LEVELS)
@pytest.mark.parametrize("mode", MODES)
def test_each_way_to_call_has_its_word_its_sign_and_its_edge(visit, path, mode):
    lists = told(visit(path, **MODES[mode]), path)
    assert len({one["sign"] for one in lists}) == len(lists)
    assert mode == "forced" or len({one["back"] for one in lists}) == len(lists)


@pytest.mark.parametrize("path", LEVELS)
def test_paper_tells_them_apart_in_black_and_white(visit, path):
    page = visit(path)
    page.emulate_media(media="print")
    told(page, path)


def test_it_is_heard_as_a_word_and_a_list_of_its_own(visit):
    page = visit(MUSCLE)
    tree = page.locator(".check-first").aria_snapshot()
    for word, line in (
        ("Emergency", "Call 911 for a fever with a stiff neck."),
        ("Urgent", "Call us today if your hands get clumsy"),
    ):
        lines = tree.split(f'- paragraph: "{word} :"\n', 1)[1].split("- paragraph:")[0]
        assert lines.lstrip().startswith("- list:")
        assert line in lines
    assert violations(page) == []


def test_it_stays_sorted_in_the_day_of_today(visit):
    page = visit(DAYS, timezone_id="UTC", clock="2026-11-27T12:00:00Z")
    page.locator(".today [data-date]").fill("2026-11-10")
    page.get_by_role("button", name="Show my day").click()
    words = page.locator(".today__part .calls__level").all_inner_texts()
    assert [word.strip(" :\n") for word in words] == ["Emergency", "Urgent", "Other signs"]


@pytest.mark.parametrize(
    ("media", "options"), [("print", {}), ("screen", {"forced_colors": "active"})]
)
def test_a_notice_that_says_to_call_911_has_the_strongest_border(visit, media, options):
    page = visit(TWO_NOTICES, **options)
    page.emulate_media(media=media)
    notices = page.locator(".notice").all()
    words = [notice.locator(".notice__level").inner_text() for notice in notices]
    assert [word.strip(": \n") for word in words] == ["Urgent", "Emergency"]
    today, now = (
        notice.evaluate("e => parseFloat(getComputedStyle(e).borderTopWidth)") for notice in notices
    )
    assert now > today
