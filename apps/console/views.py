"""Standards and parameters: what is in force, and what comes next."""

from typing import Any

from apps.core import clock
from apps.pages.views import PageView
from apps.payments.models import Compatibility
from apps.payments.services.programmes import programme_label
from apps.policy.keeping import MANAGE
from apps.policy.models import Parameter, Standard


class Parameters(PageView):
    """Standards and parameters over time, and which programmes go together; who keeps parameters may go on to each."""

    permission = "policy.view_parameter"
    template_name = "console/parameters.html"

    def context(self, **kwargs: Any) -> dict[str, Any]:
        return {
            "standards": Standard.objects.order_by("code", "-effective_from"),
            "parameters": Parameter.objects.order_by("key", "-effective_from"),
            "compatibility": [
                {"rule": rule, "first": programme_label(rule.first), "second": programme_label(rule.second)}
                for rule in Compatibility.objects.all()
            ],
            "may_manage": self.actor.has(MANAGE),
            "today": clock.today(),
        }
