"""Menu entries of reports."""

from apps.core.declarations import FirstStep, MenuEntry
from apps.core.registries import first_steps, menu_entries

menu_entries.register(
    MenuEntry("figures", "年度与月度", "reports:index", "reports.view_year", "report-analytics", order=10)
)
first_steps.register(
    FirstStep(
        "reports.view_year",
        "年度和月度的每个数都能点开，看到怎么算的，以及背后的每一条记录。",
        "reports:index",
        order=16,
    ),
)
