"""The inbox with 10^4, 10^6 and 10^7 work items, five in a hundred open, all in one district."""

import re
from html import unescape
from typing import Any

from django.db import connection
from django.test.utils import CaptureQueriesContext

from bench import ground
from bench.measure import Row, best, say

SIZES = (10_000, 1_000_000, 10_000_000)
TOWN = "330212009"
PAGES = 100
FLAT = 1.3
CROWDED = (
    "All items lie in one district, so that a town holds more than ten thousand open ones: the two bounded counts read"
    " that many, and no more however many there are."
)


def run(scale: float) -> list[Row]:
    place = ground.communities()
    reader = ground.browser("reviewer", TOWN)
    empty = best(lambda: reader.get("/bench/empty/"), of=20)
    found: list[tuple[int, float, float, float, int]] = []
    done = 0
    for size in (max(10_000, int(size * scale)) for size in SIZES):
        if size > done:
            _add(done + 1, size - done, place)
            done = size
        found.append((size, *_measure(reader), _queries(reader)))
    base = found[0]
    rows = []
    for size, first, last, bare, queries in found:
        for label, ours, before in (("first", first, base[1]), ("100th", last, base[2])):
            rows.append(
                Row(
                    f"inbox, {label} page of {size:,} items",
                    ours,
                    before,
                    FLAT,
                    f"against the smallest; bare SELECT {bare * 1000:.1f} ms + empty page {empty * 1000:.1f} ms; {queries} queries",
                    CROWDED,
                )
            )
    return rows


def _add(first: int, count: int, place: str) -> None:
    say(f"{count:,} work items more")
    with ground.bare("casework_workitem"):
        _fill(first, count, place)


def _fill(first: int, count: int, place: str) -> None:
    is_open = "g % 20 = 0"
    ground.fill(
        "casework_workitem",
        count,
        first,
        subject_type="'casework.case'",
        subject_id="g::text",
        task="'review'",
        label="'初审'",
        permission="'casework.review_case'",
        level="'town'",
        line="'assistance'",
        region_id=place,
        opened_on="'2022-01-04'::date",
        due_on="'2022-01-12'::date + (g % 30)::int",
        closed_at=f"CASE WHEN {is_open} THEN NULL ELSE now() END",
        closed_on=f"CASE WHEN {is_open} THEN NULL ELSE '2022-01-10'::date END",
    )


def _measure(reader: Any) -> tuple[float, float, float]:
    deep = _page(reader, PAGES)
    bare = best(_bare, of=20)
    return best(lambda: reader.get("/"), of=20), best(lambda: reader.get(deep), of=20), bare


def _page(reader: Any, number: int) -> str:
    """The address of the page ``number``, or of the last one, by its own links."""
    address = "/?size=20"
    for _ in range(number - 1):
        found = re.search(r'href="(\?[^"]*after=[^"]*)"', reader.get(address).content.decode())
        if found is None:
            break
        address = "/" + unescape(found[1])
    return address


def _bare() -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT * FROM casework_workitem WHERE town_code = %s AND level = 'town' AND closed_at IS NULL"
            " AND permission = 'casework.review_case' ORDER BY due_on, id LIMIT 21",
            [TOWN],
        )
        cursor.fetchall()


def _queries(reader: Any) -> int:
    with CaptureQueriesContext(connection) as seen:
        reader.get("/")
    return len(seen)
