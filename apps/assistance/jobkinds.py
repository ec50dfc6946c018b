"""Background work of social assistance: print files, which take longer than a page may."""

from typing import Any

from django.urls import reverse

from apps.assistance.models import StandardChange
from apps.assistance.services import list_papers
from apps.assistance.services.standard_change import VIEW
from apps.assistance.services.standard_letters import JOB, make_letters
from apps.core.declarations import JobKind
from apps.core.registries import job_kinds
from apps.regions.models import Region


def make_standard_letters(context: Any) -> dict[str, Any]:
    """Arguments: ``change`` and ``town`` (code)."""
    change = StandardChange.objects.select_related("standard").get(pk=context.arguments["change"])
    town = Region.objects.get(code=context.arguments["town"])
    stored, count = make_letters(change, town, actor=context.actor)
    return {
        "summary": f"{town.name} {count} 户的告知书已生成。",
        "file": str(stored.pk),
        "url": reverse("assistance:standard_letters", args=[change.pk, town.code]),
    }


def make_list_papers(context: Any) -> dict[str, Any]:
    """The lists in the region of who asked that wait to be brought, as one print file."""
    stored, count = list_papers.make_papers(actor=context.actor)
    return {
        "summary": f"{count} 户的幸福清单已生成。",
        "file": str(stored.pk),
        "url": reverse("files:download", args=[stored.pk]),
    }


job_kinds.register(
    JobKind(list_papers.JOB, "生成幸福清单打印文件", make_list_papers, permission=list_papers.VIEW)
)
job_kinds.register(JobKind(JOB, "生成标准调整告知书", make_standard_letters, permission=VIEW))
