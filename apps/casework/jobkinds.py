"""Background work of casework."""

from typing import Any

from apps.casework.models import Case
from apps.casework.services.letters import issue_letter
from apps.core.declarations import JobKind
from apps.core.registries import job_kinds


def make_letter(context: Any) -> dict[str, Any]:
    """Render one letter of one case."""
    arguments = context.arguments
    case = Case.objects.select_related("applicant", "region").get(pk=arguments["case"])
    letter = issue_letter(case, arguments["letter"], arguments["version"], actor=context.actor)
    return {"letter": letter.pk}


job_kinds.register(JobKind("casework.letter", "出具文书", make_letter, permission="casework.view_case"))
