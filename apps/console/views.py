"""Standards and parameters: what is in force, and what comes next."""

from typing import Any

from apps.core import clock
from apps.pages.views import PageView
from apps.policy.keeping import MANAGE
from apps.policy.models import Parameter, Standard


class Parameters(PageView):
    """Standards and parameters over time; who keeps parameters may go on to each."""

    permission = "policy.view_parameter"
    template_name = "console/parameters.html"

    def context(self, **kwargs: Any) -> dict[str, Any]:
        return {
            "standards": Standard.objects.order_by("code", "-effective_from"),
            "parameters": Parameter.objects.order_by("key", "-effective_from"),
            "may_manage": self.actor.has(MANAGE),
            "today": clock.today(),
        }
