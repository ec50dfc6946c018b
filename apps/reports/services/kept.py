"""Pages of closed periods, kept in memory until anything that they show changes.

In the process itself: there is nothing to load from elsewhere, and a new version of the program begins empty. What a page
rests on is asked each time by one statement, so that nobody who writes need remember that pages are kept.
"""

from collections import OrderedDict
from collections.abc import Callable, Hashable, Mapping
from threading import Lock
from typing import Any, Final

from django.db import connection

MOST: Final = 48  # some forty kilobytes each

# Everything that a closed year shows and that may still change: its state and that of the months and years beside it,
# the words and the PDF, corrections, targets, names of towns. Frozen figures themselves are never written twice.
YEAR_STAMP: Final = """
SELECT md5(concat_ws('|',
    (SELECT string_agg(p::text, ';' ORDER BY p.id) FROM policy_period p),
    (SELECT string_agg(r::text, ';' ORDER BY r.id) FROM reports_report r
     JOIN policy_period p ON p.id = r.period_id WHERE p.kind = 'year' AND p.start = %(start)s),
    (SELECT count(*) || ',' || coalesce(max(id), 0) FROM statistics_adjustment),
    (SELECT string_agg(t::text, ';' ORDER BY t.id) FROM statistics_target t),
    (SELECT string_agg(g::text, ';' ORDER BY g.code) FROM regions_region g WHERE g.level <> 'community')))
"""

_pages: OrderedDict[Hashable, tuple[str, dict[str, Any]]] = OrderedDict()
_lock = Lock()


def kept(
    key: Hashable, stamp: str, parameters: Mapping[str, Any], make: Callable[[], tuple[dict[str, Any], bool]]
) -> dict[str, Any]:
    """What ``make`` gives for ``key``, made anew when the statement ``stamp`` answers something else than before.

    ``make`` also says whether it may be kept. The stamp is read first: what changes meanwhile is seen the next time.
    """
    with connection.cursor() as cursor:
        cursor.execute(stamp, parameters)
        (now,) = cursor.fetchone()
    with _lock:
        known = _pages.get(key)
        if known is not None and known[0] == now:
            _pages.move_to_end(key)
            return known[1]
    made, may_be_kept = make()
    if may_be_kept:
        with _lock:
            _pages[key] = (now, made)
            while len(_pages) > MOST:
                _pages.popitem(last=False)
    return made


def forget() -> None:
    """Drop all kept pages."""
    with _lock:
        _pages.clear()
