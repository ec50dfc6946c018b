"""Background work of payments."""

from typing import Any

from apps.core.declarations import JobKind
from apps.core.registries import job_kinds
from apps.payments.services.notices import JOB, make_notice
from apps.payments.services.overpayments import MANAGE


def overpayment_notice(context: Any) -> dict[str, Any]:
    """Make the notice of one overpayment."""
    row = make_notice(context.arguments["overpayment"], actor=context.actor)
    return {"overpayment": row.pk}


job_kinds.register(JobKind(JOB, "出具追回告知书", overpayment_notice, permission=MANAGE))
