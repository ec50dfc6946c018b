"""/cases/new/: which application is it."""

from typing import Any

from django.apps import apps
from django.urls import reverse

from apps.core.declarations import CaseKind
from apps.core.registries import case_kinds
from apps.pages.views import PageView


def enterable(actor: Any) -> list[CaseKind]:
    """The kinds that the actor may enter, of the lines it works on."""
    kinds = [kind for kind in case_kinds if kind.entry_url and actor.has(kind.create_permission)]
    return [kind for kind in kinds if actor.works_on(kind.line)]


class New(PageView):
    """Every kind that the actor may enter, by line of business, each with what it is for."""

    permission = "casework.create_case"
    template_name = "casework/new.html"

    def context(self, **kwargs: Any) -> dict[str, Any]:
        lines: dict[str, list[dict[str, Any]]] = {}
        for kind in enterable(self.actor):
            label = str(apps.get_app_config(kind.line).verbose_name)
            lines.setdefault(label, []).append(
                {
                    "label": kind.label,
                    "url": reverse(kind.entry_url),
                    "purpose": kind.purpose,
                }
            )
        return {"lines": lines.items()}
