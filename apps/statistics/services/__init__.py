"""Figures: computed from records, frozen by closing, opened down to their records.

Import from here; the modules behind may move. ``kind`` is ``month`` or ``year``, ``start`` the first day.
"""

from apps.statistics.services.adjusting import Adjusted, adjust, adjustments_of
from apps.statistics.services.closing import Check, close_period, closing_checks
from apps.statistics.services.drilldown import Listed, records
from apps.statistics.services.reading import Numbers, by_town, figures, numbers, towns, trend
from apps.statistics.services.values import Figure, TownFigure

__all__ = [
    "Adjusted",
    "Check",
    "Figure",
    "Listed",
    "Numbers",
    "TownFigure",
    "adjust",
    "adjustments_of",
    "by_town",
    "close_period",
    "closing_checks",
    "figures",
    "numbers",
    "records",
    "towns",
    "trend",
]
