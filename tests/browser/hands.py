"""Two ways to work at a screen: with a mouse, and with a keyboard alone.

Both find things by the names that people see or hear, so what has no name cannot be used.
"""

import re

from playwright.sync_api import Locator, Page, expect

from tests.browser.waiting import until

MOST_TABS = 150


def watched(page: Page) -> list[str]:
    """The addresses that the page asks for from now on. The browser fetches the little picture of
    its tab when it likes, and a file made on the spot is asked of nobody."""
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url) if is_asked(request) else None)
    return asked


def is_asked(request) -> bool:
    return not request.url.startswith("blob:") and "/favicon." not in request.url


class Mouse:
    def __init__(self, page: Page):
        self.page = page

    def press(self, thing: Locator) -> None:
        thing.click()

    def write(self, field: Locator, words: str) -> None:
        field.click()
        field.press("Control+a")
        field.press_sequentially(words) if len(words) < 12 else field.fill(words)

    def go_to_end(self, field: Locator) -> None:
        field.click()
        field.press("Control+End")

    def tool(self, name: str, item: str = "") -> None:
        bar = self.page.get_by_role("toolbar")
        bar.get_by_role("button", name=name, exact=True).click()
        if item:
            bar.get_by_role("menuitem", name=item).click()

    def choose_file(self, field: Locator, file: dict) -> None:
        field.set_input_files(file)


class Keyboard(Mouse):
    """Goes from thing to thing by Tab, as far as it takes, and never touches the mouse."""

    def press(self, thing: Locator) -> None:
        self.reach(thing)
        kind = thing.evaluate("e => e.type || e.localName")
        self.page.keyboard.press("Space" if kind in {"radio", "checkbox"} else "Enter")

    def write(self, field: Locator, words: str) -> None:
        self.reach(field)
        self.page.keyboard.press("Control+a")
        self.page.keyboard.insert_text(words)

    def go_to_end(self, field: Locator) -> None:
        self.reach(field)
        self.page.keyboard.press("Control+End")

    def tool(self, name: str, item: str = "") -> None:
        """From the text up to the toolbar, which is one stop, and along it by arrow keys."""
        keys, bar = self.page.keyboard, self.page.get_by_role("toolbar")
        wanted = bar.get_by_role("button", name=name, exact=True)
        keys.press("Shift+Tab")
        assert bar.evaluate("bar => bar.contains(document.activeElement)"), "not in the toolbar"
        for _ in range(MOST_TABS):
            if has_focus(wanted):
                break
            keys.press("ArrowRight")
        assert has_focus(wanted), f"the arrow keys do not lead to “{name}”"
        keys.press("Enter")
        if item:
            self.menu_item(bar.get_by_role("menuitem", name=item))

    def menu_item(self, item: Locator) -> None:
        for _ in range(20):
            if has_focus(item):
                break
            self.page.keyboard.press("ArrowDown")
        assert has_focus(item)
        self.page.keyboard.press("Enter")

    def choose_file(self, field: Locator, file: dict) -> None:
        # Asked for well before, or the browser may open a dialog of its own, which nobody sees.
        choosers: list = []
        self.page.once("filechooser", lambda chooser: choosers.append(chooser))
        self.reach(field)
        self.page.keyboard.press("Space")
        until(self.page, lambda: choosers)
        choosers[0].set_files(file)

    def reach(self, thing: Locator) -> None:
        """By Tab from where the focus is; a group of radio buttons is one stop."""
        expect(thing).to_be_visible()
        for _ in range(MOST_TABS):
            key = thing.evaluate(NEXT_KEY)
            if not key:
                return
            self.page.keyboard.press(key)
        raise AssertionError(f"Tab does not lead to {thing}")


NEXT_KEY = """e => {
    const now = document.activeElement;
    if (now === e) return "";
    return e.type === "radio" && now.name === e.name ? "ArrowDown" : "Tab";
}"""


def has_focus(thing: Locator) -> bool:
    return thing.evaluate("e => e === document.activeElement")


def named(scope, label: str) -> Locator:
    """The field with this label, whether or not “(optional)” stands behind it."""
    return scope.get_by_label(re.compile(rf"^{re.escape(label)}\b"))
