"""A page asks the database as often for many rows as for few, and not more often than ``query_budgets.json`` says.

After a change that is meant: ``UPDATE_BUDGETS=1 make test ARGS=tests/security/test_query_budgets.py``, and look at the difference.
"""

import json
import logging
import os
from pathlib import Path

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from apps.accounts.middleware import declared_permission
from tests.architecture.test_closed_by_default import routes
from tests.factories import make_dibao
from tests.payments.factories import make_benefit
from tests.security.matrix import ENDS_THE_SESSION, askers
from tests.security.rows import ROWS
from tests.security.world import World, build

pytestmark = pytest.mark.django_db
BUDGETS = Path(__file__).with_name("query_budgets.json")
FEW, MORE = 2, 9
# Files and papers: one row, and the work is not the database's.
NO_LISTS = ("files:", "reports:pdf", "casework:notice_sheet", "assistance:list_pdf")


def test_no_page_asks_more_often_for_more_rows():
    logging.disable(logging.CRITICAL)
    try:
        world = build()
        pages = dict(_pages(world))
        _grow(world, FEW)
        few = {name: _queries(client, url) for name, (client, url) in pages.items()}
        _grow(world, MORE)
        many = {name: _queries(client, url) for name, (client, url) in pages.items()}
    finally:
        logging.disable(logging.NOTSET)
    assert {name: (few[name], many[name]) for name in few if many[name] > few[name]} == {}
    if os.environ.get("UPDATE_BUDGETS"):
        BUDGETS.write_text(json.dumps(many, indent=1, sort_keys=True) + "\n")
    budgets = json.loads(BUDGETS.read_text())
    over = {name: count for name, count in many.items() if count > budgets.get(name, 0)}
    assert over == {}, "more queries than the budget, or a page without one"


def _pages(world: World):
    """Every page that somebody gets to see: (name, (client, address))."""
    people = sorted(askers(world), key=lambda asker: -len(asker.sees))
    for name, pattern in routes():
        needed = declared_permission(pattern.callback)
        if name in ENDS_THE_SESSION or name.startswith(NO_LISTS) or needed is None:
            continue
        urls = (
            [reverse(name, kwargs=arguments) for arguments in ROWS[name](world).values()]
            if pattern.pattern.converters
            else [reverse(name)]
        )
        for asker in people:
            url = next((u for u in urls if asker.may(needed) and _opens(asker.client, u)), None)
            if url:
                yield name, (asker.client, url)
                break


def _opens(client, url: str) -> bool:
    response = client.get(url)
    if response.streaming:
        b"".join(response.streaming_content)
    return response.status_code == 200


def _grow(world: World, count: int) -> None:
    for place in (world.here, world.there):
        for _ in range(count):
            make_dibao(place.office)
            make_benefit(town=place.town)


def _queries(client, url: str) -> int:
    with CaptureQueriesContext(connection) as seen:
        assert _opens(client, url)
    # The session is marked as used once a minute, whatever the page.
    own = ("django_session", "SAVEPOINT")
    return sum(not any(word in query["sql"] for word in own) for query in seen.captured_queries)
