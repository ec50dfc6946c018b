"""Background work of reports: rendering takes seconds and hundreds of MB, so no page waits for it."""

from typing import Any, Final

from django.urls import reverse

from apps.core.declarations import JobKind
from apps.core.registries import job_kinds
from apps.reports.models import Report
from apps.reports.services.issue import issue

YEAR_REPORT: Final = "reports.year"


def make_year_report(context: Any) -> dict[str, Any]:
    """Arguments: ``year`` and ``freeze``. Keeping the PDF and ending the job are one transaction."""
    year, freeze = int(context.arguments["year"]), bool(context.arguments["freeze"])
    result: dict[str, Any] = {}

    def ended(report: Report) -> None:
        words = "已定稿" if freeze else "草稿 PDF 已生成"
        result.update(summary=f"{year} 年度报告{words}，共 {report.file.pages if report.file else 0} 页。")
        context.finish(result, url=reverse("reports:year", args=[year]))

    issue(year, freeze=freeze, actor=context.actor, progress=context.progress, ended=ended)
    return result or {
        "summary": f"{year} 年度报告此前已经定稿。",
        "url": reverse("reports:year", args=[year]),
    }


job_kinds.register(JobKind(YEAR_REPORT, "生成年度报告", make_year_report, permission="reports.make_report"))
