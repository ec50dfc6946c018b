"""/assistance/rechecks/: which benefits are due or overdue for their recheck, and what is under way for them."""

from datetime import timedelta
from typing import Any

from django.db.models import QuerySet

from apps.accounts.actor import Actor
from apps.assistance.models import DibaoChange
from apps.assistance.rules.rechecks import RECHECK_CLASSES
from apps.assistance.services.dibao_steps import PROGRAMME
from apps.core import clock
from apps.core.declarations import Filter
from apps.pages.listing import bounded_count
from apps.pages.returning import from_here
from apps.pages.views import ListPage
from apps.payments.models import Entitlement, EntitlementStatus
from apps.policy.services import parameter

SOON_DAYS = 7
VIEWS = (("", "近期到期"), ("overdue", "已逾期"), ("all", "全部"))


def _classes(actor: Actor) -> list[tuple[str, str]]:
    return list(RECHECK_CLASSES.items())


def _left(days: int) -> dict[str, str]:
    """Calendar days to the recheck: it is a date on a cycle, not a limit in working days."""
    if days < 0:
        return {"tone": "late", "left": f"逾期 {-days} 天"}
    return {"tone": "soon" if days <= SOON_DAYS else "plain", "left": f"还有 {days} 天" if days else "今天"}


class Rechecks(ListPage):
    """The first to come on top. Overdue is what has passed its day without a decision."""

    permission = "payments.view_entitlement"
    model = Entitlement
    template_name = "assistance/rechecks.html"
    order = ("next_recheck_on", "id")
    unit = "户"
    page_size = 50
    filters = (
        Filter("region", "镇街", "region"),
        Filter("class", "复核类别", "choice", "recheck_class", choices=_classes),
    )

    def queryset(self) -> QuerySet[Entitlement]:
        return self.narrowed(self.chosen)

    @property
    def chosen(self) -> str:
        asked = self.request.GET.get("view", "")
        return asked if asked in dict(VIEWS) else ""

    def narrowed(self, view: str) -> QuerySet[Entitlement]:
        today = clock.today()
        rows: QuerySet[Entitlement] = (
            self.visible()
            .filter(programme=PROGRAMME, next_recheck_on__isnull=False)
            .exclude(status=EntitlementStatus.ENDED)
        )
        if view == "overdue":
            return rows.filter(next_recheck_on__lt=today)
        if view == "all":
            return rows
        lead = int(parameter("recheck.lead_days", today))
        return rows.filter(next_recheck_on__gte=today, next_recheck_on__lte=today + timedelta(days=lead))

    def context(self, **kwargs: Any) -> dict[str, Any]:
        found = super().context(**kwargs)
        today = clock.today()
        open_changes = DibaoChange.objects.filter(entitlement__in=[row.pk for row in found["page"].rows])
        numbers = dict(
            open_changes.filter(case__is_open=True, ground="recheck").values_list(
                "entitlement_id", "case__number"
            )
        )
        found["lines"] = [
            {
                "row": row,
                **_left((row.next_recheck_on - today).days),
                "label": RECHECK_CLASSES.get(row.recheck_class, ""),
                "case": numbers.get(row.pk, ""),
            }
            for row in found["page"].rows
        ]
        found["here"] = from_here(self.request)
        found["tabs"] = [self.tab(name, label) for name, label in VIEWS]
        return found

    def tab(self, name: str, label: str) -> dict[str, Any]:
        count, capped = bounded_count(self.narrowed(name))
        return {
            "label": label,
            "url": f"?view={name}" if name else "?",
            "current": name == self.chosen,
            "count": None if capped else count,
            "tone": "soon" if name == "overdue" and count else "",
        }

    def page(self, rows: QuerySet[Any]) -> Any:
        return super().page(rows.select_related("payee", "region__parent"))
