"""The groups of the left menu: by what people do, not by app, so that a new register adds no line at the top."""

from apps.core.declarations import MenuGroup
from apps.core.registries import menu_groups

menu_groups.register(
    MenuGroup("work", "工作台", "inbox", order=10),
    MenuGroup("cases", "办理", "files", order=20),
    MenuGroup("people", "对象与待遇", "users-group", order=30),
    MenuGroup("payments", "发放", "wallet", order=40),
    MenuGroup("figures", "统计与报告", "report-analytics", order=50),
    MenuGroup("registers", "台账", "list-details", order=60),
    MenuGroup("system", "管理", "settings", order=70),
)
