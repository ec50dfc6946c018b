"""/assistance/: the programmes with what is open in each."""

from typing import Any

from django.db.models import Count, Q
from django.urls import reverse

from apps.assistance.services.dibao_steps import PROGRAMME
from apps.casework.models import Case, CaseState
from apps.core import clock
from apps.core.periods import first_of
from apps.pages.formats import number
from apps.pages.views import PageView
from apps.payments.models import Coverage, Entitlement


class Index(PageView):
    """One strip of figures per programme, in the actor's region, each leading to its rows."""

    permission = "casework.view_case"
    template_name = "assistance/index.html"

    def context(self, **kwargs: Any) -> dict[str, Any]:
        month = first_of(clock.today())
        open_cases = Case.objects.visible_to(self.actor).open().filter(kind=PROGRAMME)
        running = Q(from_month__lte=month) & (Q(last_month__isnull=True) | Q(last_month__gte=month))
        roll = Entitlement.objects.visible_to(self.actor).filter(running, programme=PROGRAMME)
        covered = Coverage.objects.filter(
            Q(last_month__isnull=True) | Q(last_month__gte=month),
            entitlement__in=roll,
            first_month__lte=month,
        )
        counts = open_cases.aggregate(
            all=Count("pk"), supplement=Count("pk", filter=Q(state=CaseState.SUPPLEMENT))
        )
        persons = covered.aggregate(n=Count("person", distinct=True))["n"]
        roll_url = f"{reverse('payments:entitlements')}?programme={PROGRAMME}"
        cases_url = f"{reverse('casework:cases')}?kind={PROGRAMME}"
        return {
            "figures": [
                {"label": "本月在享", "value": number(roll.count()), "unit": "户", "url": roll_url},
                {"label": "保障人数", "value": number(persons), "unit": "人", "url": roll_url},
                {"label": "在办申请", "value": number(counts["all"]), "unit": "件", "url": cases_url},
                {
                    "label": "其中待补正",
                    "value": number(counts["supplement"]),
                    "unit": "件",
                    "url": f"{cases_url}&state={CaseState.SUPPLEMENT}",
                },
            ],
            "may_enter": self.actor.has("casework.create_case") and self.actor.level in ("community", "town"),
            "recent": list(open_cases.with_people().order_by("-submitted_on", "-pk")[:8]),
        }
