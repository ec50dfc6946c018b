"""Menu entry of closing."""

from apps.core.declarations import MenuEntry
from apps.core.registries import menu_entries

menu_entries.register(
    MenuEntry("figures", "关账", "statistics:periods", "statistics.close_period", "lock", order=70),
)
