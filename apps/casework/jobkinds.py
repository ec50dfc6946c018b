"""Background work of casework."""

from typing import Any

from django.conf import settings

from apps.casework.models import Case, Complaint
from apps.casework.services import complaints
from apps.casework.services.letters import issue_letter
from apps.core.declarations import JobKind
from apps.core.registries import job_kinds


def make_letter(context: Any) -> dict[str, Any]:
    """Render one letter of one case."""
    arguments = context.arguments
    case = Case.objects.select_related("applicant", "region").get(pk=arguments["case"])
    letter = issue_letter(case, arguments["letter"], arguments["version"], actor=context.actor)
    return {"letter": letter.pk if letter is not None else None}


def answer_complaint(context: Any) -> dict[str, Any]:
    """Render the answer to one complaint."""
    complaint = Complaint.objects.select_related("case").get(pk=context.arguments["complaint"])
    complaints.make_answer(complaint, bureau=str(settings.BUREAU_NAME))
    return {"complaint": complaint.pk}


job_kinds.register(JobKind(complaints.JOB, "出具投诉答复", answer_complaint, permission=complaints.HANDLE))
job_kinds.register(JobKind("casework.letter", "出具文书", make_letter, permission="casework.view_case"))
