"""A real browser before a real server: pages are watched for errors, foreign requests and accessibility."""

import json
import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db import connections
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from apps.accounts.demo import create_demo_accounts
from apps.accounts.models import User
from tests.support.accounts import browser as signed_in_client

VENDOR = Path(__file__).parent / "vendor"
# Root in a container has no sandbox; the others keep a closed network quiet.
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
PASSWORD = "lake bridge willow"


def executable() -> str:
    """Any Chromium that is installed; its absence is a failure, never a skipped test."""
    for name in ("chromium", "chromium-browser", "google-chrome"):
        found = shutil.which(name)
        if found:
            return found
    raise RuntimeError("no Chromium is installed; scripts/install_system.sh --tests installs it")


@pytest.fixture(scope="session")
def chrome() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=executable(), args=ARGUMENTS)
        yield browser
        browser.close()
        # While the browser's loop runs, connections belong to its context: nobody reaches them once it has gone.
        connections.close_all()


@pytest.fixture
def site(transactional_db: None, live_server: Any, settings: Any) -> str:
    """The address of the running product, with the demo accounts; background work is done at once."""
    settings.JOBS_EAGER = True
    create_demo_accounts(PASSWORD)
    return str(live_server.url)


class Watch:
    """What went wrong on the pages of a test; ``expected`` are statuses that the test provokes."""

    def __init__(self, origin: str) -> None:
        self.origin, self.faults, self.expected = origin, [], set()

    def on(self, page: Page) -> None:
        page.on("console", self._console)
        page.on("pageerror", lambda error: self.faults.append(f"script: {error}"))
        page.on("request", self._request)
        page.on("response", self._response)

    def _console(self, message: Any) -> None:
        # What a page gives up because it is left is no fault of it.
        if message.text.startswith(("htmx:afterRequest,", "htmx:sendAbort,")):
            return
        # A status that the test expects is told by the browser as an error, too.
        if message.type == "error" and not ("Failed to load resource" in message.text and self.expected):
            self.faults.append(f"console: {message.text}")

    def _request(self, request: Any) -> None:
        if not request.url.startswith((self.origin, "data:", "blob:", "about:")):
            self.faults.append(f"left the site: {request.url}")

    def _response(self, response: Any) -> None:
        if response.status >= 400 and response.status not in self.expected:
            self.faults.append(f"{response.status}: {response.url}")


@pytest.fixture
def watch(site: str) -> Iterator[Watch]:
    seen = Watch(site)
    yield seen
    assert seen.faults == []


@pytest.fixture
def enter(chrome: Browser, site: str, watch: Watch) -> Iterator[Callable[..., Page]]:
    """``enter("chushen")``: a browser of its own in which that demo account is signed in."""
    contexts: list[BrowserContext] = []

    def open_as(username: str | None, *, width: int = 1440, height: int = 900) -> Page:
        context = chrome.new_context(
            base_url=site,
            locale="zh-CN",
            timezone_id="Asia/Shanghai",
            viewport={"width": width, "height": height},
        )
        context.set_default_timeout(15_000)
        contexts.append(context)
        if username is not None:
            client = signed_in_client(User.objects.get(username=username))
            value = client.cookies[settings.SESSION_COOKIE_NAME].value
            context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": value, "url": site}])
        page = context.new_page()
        watch.on(page)
        return page

    yield open_as
    for context in contexts:
        context.close()


def accessibility(page: Page) -> list[str]:
    """What axe finds on the page, as sentences; the rules of WCAG 2.1 AA and good practice."""
    if not page.evaluate("() => typeof window.axe === 'object'"):
        page.evaluate(_AXE_SOURCE)
    found = page.evaluate(
        "locale => { axe.configure({locale: JSON.parse(locale)}); return axe.run(document, {resultTypes: ['violations']}) }",
        json.dumps(json.loads((VENDOR / "zh_CN.json").read_text("utf-8"))),
    )
    return [
        f"{rule['id']}: {rule['help']} {node['target']} {node['failureSummary']}"
        for rule in found["violations"]
        for node in rule["nodes"][:3]
    ]


# The content policy forbids pages to add scripts; the browser's own tools may.
_AXE_SOURCE = (VENDOR / "axe.min.js").read_text("utf-8") + "\n;void 0"


def picture(page: Page, name: str) -> None:
    """Keep a picture of the page under SCREENSHOTS, when that is set: for people to look at."""
    folder = os.environ.get("SCREENSHOTS")
    if folder:
        Path(folder).mkdir(parents=True, exist_ok=True)
        page.screenshot(path=str(Path(folder) / f"{name}.png"), full_page=True)
