"""/assistance/: the programmes with what is open in each."""

from typing import Any

from django.db.models import Count, F, Q
from django.urls import reverse

from apps.assistance.models import DibaoChange
from apps.assistance.services.change_begin import KIND as CHANGE
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
        standing = Case.objects.visible_to(self.actor).open()
        open_cases = standing.filter(kind=PROGRAMME)
        running = Q(from_month__lte=month) & (Q(last_month__isnull=True) | Q(last_month__gte=month))
        roll = Entitlement.objects.visible_to(self.actor).filter(running, programme=PROGRAMME)
        covered = Coverage.objects.filter(
            Q(last_month__isnull=True) | Q(last_month__gte=month),
            entitlement__in=roll,
            first_month__lte=month,
        )
        is_new = Q(kind=PROGRAMME)
        counts = standing.filter(kind__in=(PROGRAMME, CHANGE)).aggregate(
            all=Count("pk", filter=is_new),
            supplement=Count("pk", filter=is_new & Q(state=CaseState.SUPPLEMENT)),
            changes=Count("pk", filter=Q(kind=CHANGE)),
        )
        changes_url = f"{reverse('casework:cases')}?kind={CHANGE}"
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
                {"label": "在办变更", "value": number(counts["changes"]), "unit": "件", "url": changes_url},
            ],
            "changes": self._changes(),
            "changes_url": changes_url,
            "may_enter": self.actor.has("casework.create_case") and self.actor.level in ("community", "town"),
            "recent": list(open_cases.with_people().order_by("-submitted_on", "-pk")[:8]),
        }

    def _changes(self) -> list[DibaoChange]:
        """The changes under way, the one due first on top."""
        rows = DibaoChange.objects.visible_to(self.actor).filter(case__is_open=True)
        rows = rows.select_related("case__applicant", "case__region__parent")
        return list(rows.order_by(F("case__due_on").asc(nulls_first=True), "case_id")[:8])
