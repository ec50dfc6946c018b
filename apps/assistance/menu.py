"""Menu entries of social assistance."""

from apps.core.declarations import FirstStep, MenuEntry
from apps.core.registries import first_steps, menu_entries

menu_entries.register(
    MenuEntry("cases", "社会救助", "assistance:index", "casework.view_case", "heart-handshake", order=10),
    MenuEntry("cases", "发起变更", "assistance:change_entry", "assistance.begin_change", "refresh", order=13),
    MenuEntry("people", "低保复核", "assistance:rechecks", "payments.view_entitlement", "calendar", order=40),
    MenuEntry("people", "低保标准", "assistance:standards", "casework.view_case", "adjustments", order=41),
    MenuEntry(
        "registers", "探访关爱", "assistance:care_visits", "assistance.view_visit", "calendar-due", order=10
    ),
    MenuEntry(
        "registers", "幸福清单", "assistance:entitlement_lists", "assistance.view_list", "list-check", order=9
    ),
    MenuEntry("registers", "儿童之家", "assistance:child_homes", "assistance.view_home", "home", order=11),
)
first_steps.register(
    FirstStep(
        "casework.create_case",
        "居民来申请：选好事项，先查身份证号，再在一页上填完，金额边填边算。",
        "casework:new",
        order=10,
    ),
)
