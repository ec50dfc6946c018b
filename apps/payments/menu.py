"""Menu entries of payments."""

from apps.core.declarations import MenuEntry
from apps.core.registries import menu_entries

menu_entries.register(
    MenuEntry("shared", "发放批次", "payments:runs", "payments.view_run", "wallet", order=20),
    MenuEntry(
        "shared", "在享名册", "payments:entitlements", "payments.view_entitlement", "list-details", order=21
    ),
)
