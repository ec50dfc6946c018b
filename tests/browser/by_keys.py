"""Working by keys alone: whatever a mouse could do raises, and so does what no key does."""

from itertools import pairwise
from typing import Any

from playwright.sync_api import Locator, Mouse, Page

POINTED = {
    Mouse: ("click", "dblclick", "down", "move", "up", "wheel"),
    Page: ("check", "click", "dblclick", "drag_and_drop", "fill", "focus", "hover", "press", "select_option", "tap", "type", "uncheck"),
    Locator: (
        "check", "clear", "click", "dblclick", "drag_to", "fill", "focus", "hover", "press", "press_sequentially",
        "select_option", "select_text", "set_checked", "tap", "type", "uncheck",
    ),
}  # fmt: skip

# What has the focus: its name as a screen reader says it, what it is, and where it is seen.
FOCUSED = """() => {
    const one = document.activeElement, label = one.labels && one.labels[0];
    const box = (one.classList.contains('vh') && label ? label : one).getBoundingClientRect();
    const place = one.closest('section, .page-head, dialog');
    return {
        name: (one.getAttribute('aria-label') || (label && label.innerText) || one.innerText || '').trim(),
        kind: one.tagName.toLowerCase(), part: place ? place.id || place.className : '',
        top: box.top + window.scrollY, bottom: box.bottom + window.scrollY, left: box.left,
        value: one.tagName === 'SELECT' ? one.selectedOptions[0].text : one.value,
    }
}"""


def switch_off_the_mouse(monkeypatch: Any) -> None:
    def refused(*_: Any, **__: Any) -> None:
        raise AssertionError("there is no mouse")

    for kind, names in POINTED.items():
        for name in names:
            monkeypatch.setattr(kind, name, refused)


class Keys:
    """The keyboard before a page. ``stops`` are the elements that Tab led to, in order."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.stops: list[dict[str, Any]] = []

    def press(self, *keys: str) -> None:
        for key in keys:
            self.page.keyboard.press(key)

    @property
    def here(self) -> dict[str, Any]:
        found: dict[str, Any] = self.page.evaluate(FOCUSED)
        return found

    def tab_to(self, name: str, *, most: int = 60, backwards: bool = False) -> None:
        """Tab on until the element of that name has the focus."""
        passed = []
        for _ in range(most):
            self.press("Shift+Tab" if backwards else "Tab")
            stop = self.here
            self.stops = [] if backwards else [*self.stops, stop]
            if stop["name"].startswith(name):
                return
            passed.append(stop["name"])
        raise AssertionError(f"Tab does not lead to {name}: {passed}")

    def enter(self, name: str, text: str) -> None:
        """Tab to a field and type into it."""
        self.tab_to(name)
        self.page.keyboard.type(text)

    def choose(self, name: str, option: str) -> None:
        """Tab to a list and go down in it to the option."""
        self.tab_to(name)
        self.pick(option)

    def pick(self, option: str) -> None:
        """In the list that has the focus."""
        offered: list[str] = []
        while (value := self.here["value"]) not in offered:
            if value.startswith(option):
                return
            offered.append(value)
            self.press("ArrowDown")
        raise AssertionError(f"{self.here['name']} has no {option}: {offered}")


def out_of_order(stops: list[dict[str, Any]]) -> list[str]:
    """Where Tab went up, or leftwards in a row, within a part of the page."""
    return [
        f"{there['part']}: {here['name']} → {there['name']}"
        for here, there in pairwise(stops)
        if here["part"] == there["part"]
        and (
            there["bottom"] <= here["top"]
            or (
                there["top"] < here["bottom"]
                and here["top"] < there["bottom"]
                and there["left"] < here["left"]
            )
        )
    ]
