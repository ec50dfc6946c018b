"""Menu entries of reports."""

from apps.core.declarations import MenuEntry
from apps.core.registries import menu_entries

menu_entries.register(
    MenuEntry("figures", "年度与月度", "reports:index", "reports.view_year", "report-analytics", order=10)
)
