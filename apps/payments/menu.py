"""Menu entries of payments."""

from apps.accounts.actor import Actor
from apps.core.declarations import MenuEntry
from apps.core.registries import menu_entries
from apps.payments.models import Overpayment


def open_overpayments(actor: Actor) -> int | None:
    """How many overpayments wait to be told."""
    return Overpayment.objects.visible_to(actor).filter(state=Overpayment.State.FOUND).count() or None


menu_entries.register(
    MenuEntry("shared", "发放批次", "payments:runs", "payments.view_run", "wallet", order=20),
    MenuEntry(
        "shared", "在享名册", "payments:entitlements", "payments.view_entitlement", "list-details", order=21
    ),
)
menu_entries.register(
    MenuEntry(
        "shared",
        "多发追回",
        "payments:overpayments",
        "payments.view_run",
        "arrow-back-up",
        order=22,
        count=open_overpayments,
    )
)
