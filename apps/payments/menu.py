"""Menu entries of payments."""

from apps.accounts.actor import Actor
from apps.core.declarations import FirstStep, MenuEntry
from apps.core.registries import first_steps, menu_entries
from apps.payments.models import Overpayment


def open_overpayments(actor: Actor) -> int | None:
    """How many overpayments wait to be told."""
    return Overpayment.objects.visible_to(actor).filter(state=Overpayment.State.FOUND).count() or None


menu_entries.register(
    MenuEntry("payments", "发放批次", "payments:runs", "payments.view_run", "wallet", order=10),
    MenuEntry(
        "payments",
        "多发追回",
        "payments:overpayments",
        "payments.view_run",
        "arrow-back-up",
        order=20,
        count=open_overpayments,
    ),
    MenuEntry(
        "payments",
        "一次性发放",
        "payments:stages",
        "payments.view_entitlement",
        "cash",
        order=15,
    ),
    MenuEntry(
        "people", "在享名册", "payments:entitlements", "payments.view_entitlement", "list-details", order=20
    ),
)
first_steps.register(
    FirstStep(
        "payments.make_run", "每月的发放在一页上办完：检查、生成、交复核、送出。", "payments:runs", order=15
    ),
    FirstStep(
        "payments.check_run",
        "复核批次：看合计、与上月的差别和没有发的人，再通过。",
        "payments:runs",
        order=15,
    ),
)
