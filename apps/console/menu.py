"""Menu entries of the system pages."""

from apps.core.declarations import MenuEntry
from apps.core.registries import menu_entries

menu_entries.register(
    MenuEntry("system", "账号与授权", "console:accounts", "accounts.manage_account", "user-check", order=10),
    MenuEntry("system", "审计记录", "console:audit", "audit.view_event", "history", order=20),
    MenuEntry("system", "标准与日历", "console:parameters", "policy.view_parameter", "adjustments", order=30),
)
