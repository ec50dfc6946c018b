from typing import Any

from django.apps import AppConfig
from django.core.checks import Error, register

from apps.core.registries import indicators, report_sections
from apps.files.owners import register_owner
from apps.reports.narrative import problems


class ReportsConfig(AppConfig):
    name = "apps.reports"
    label = "reports"
    verbose_name = "报告"

    def ready(self) -> None:
        register_owner("reports.year", _may_see)
        register(_check_sections)


def _may_see(stored: Any, actor: Any) -> bool:
    """The report compares all towns: it is for those who see the whole district."""
    return bool(actor.has("reports.view_year")) and actor.level == "district"


def _check_sections(app_configs: Any, **kwargs: Any) -> list[Error]:
    """Declared words follow the rules of edited ones, and sections name figures that exist."""
    known = {indicator.key for indicator in indicators}
    found = []
    for section in report_sections:
        found += [f"{section.code}: {problem}" for problem in problems(section.narrative, known)]
        named = [*section.headline, *section.towns, *(key for chart in section.charts for key in chart.keys)]
        found += [f"{section.code}: no figure {key}" for key in named if key not in known]
    return [Error(problem, id="reports.E001") for problem in found]
