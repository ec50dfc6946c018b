"""The report of a year: its words, its draft, freezing it, and the PDF."""

from datetime import date
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from apps.core import clock, registries
from apps.core.permissions import permission
from apps.files.owners import may_see
from apps.files.responses import serve
from apps.jobs.services import enqueue
from apps.pages.views import FormPage
from apps.policy.models import Period
from apps.reports.forms import FreezeForm, WordsForm
from apps.reports.jobkinds import YEAR_REPORT
from apps.reports.models import Report
from apps.reports.services.content import content
from apps.reports.services.words import save_words, standard_words
from apps.reports.views import FIRST_YEAR


@require_safe
@permission("reports.view_year")
def pdf(request: HttpRequest, year: int) -> HttpResponseBase:
    """The PDF as it was made; a frozen one is the same for ever. 404 when there is none to see."""
    report = report_of(year)
    if report is None or report.file is None or not may_see(report.file, request.actor):  # type: ignore[attr-defined]
        raise Http404
    return serve(report.file)


@require_POST
@permission("reports.make_report")
def make(request: HttpRequest, year: int) -> HttpResponse:
    """Have the draft made in the background and show how far it is."""
    year_or_404(year)
    job = enqueue(
        YEAR_REPORT,
        actor=request.actor,  # type: ignore[attr-defined]
        arguments={"year": year, "freeze": False},
    )
    messages.success(request, f"已提交，{year} 年度报告正在生成。")
    return redirect(reverse("jobs:detail", args=[job.pk]))


class Freeze(FormPage):
    """Say what freezing means, then have it done in the background."""

    permission = "reports.make_report"
    template_name = "reports/freeze.html"
    form_class = FreezeForm

    def context(self, **kwargs: Any) -> dict[str, Any]:
        year = year_or_404(kwargs["year"])
        period = Period.objects.filter(kind=Period.Kind.YEAR, start=date(year, 1, 1)).first()
        report = report_of(year)
        is_frozen = report is not None and report.state == Report.State.FROZEN
        return super().context() | {
            "year": year,
            "period": period,
            "is_closed": period is not None and period.state == Period.State.CLOSED,
            "is_frozen": is_frozen,
        }

    def save(self, form: Any) -> str:
        year = year_or_404(self.kwargs["year"])
        job = enqueue(YEAR_REPORT, actor=self.actor, arguments={"year": year, "freeze": True})
        return reverse("jobs:detail", args=[job.pk])


class Words(FormPage):
    """The words of one section, with the figures that may be named in them."""

    permission = "reports.make_report"
    template_name = "reports/words.html"
    form_class = WordsForm
    success = "文字已保存。PDF 需要重新生成。"

    def context(self, **kwargs: Any) -> dict[str, Any]:
        year, section = year_or_404(kwargs["year"]), self.section()
        found = content(Period.Kind.YEAR, date(year, 1, 1), actor=self.actor)
        shown = next(item for item in found.sections if item.code == section.code)
        return super().context() | {
            "year": year,
            "section": section,
            "lines": shown.lines,
            "fixed": [(name, found.words[name]) for name in ("period", "span", "cutoff", "area")],
            "pieces": found.pieces(shown),
            "is_frozen": found.report is not None and found.report.state == Report.State.FROZEN,
        }

    def section(self) -> Any:
        section = registries.report_sections.find(self.kwargs["section"])
        if section is None:
            raise Http404
        return section

    def form_options(self) -> dict[str, Any]:
        year, section = year_or_404(self.kwargs["year"]), self.section()
        report = report_of(year)
        texts = report.narratives if report else standard_words()
        text = texts.get(section.code, section.narrative)
        return {"initial": {"text": text, "version": report.version if report else 1}}

    def save(self, form: Any) -> str:
        year, section = year_or_404(self.kwargs["year"]), self.section()
        data = form.cleaned_data
        save_words(year, section.code, data["text"], version=data["version"], actor=self.actor)
        return reverse("reports:year", args=[year]) + f"#s-{section.code}"


def report_of(year: int) -> Report | None:
    return (
        Report.objects.filter(period__kind=Period.Kind.YEAR, period__start=date(year_or_404(year), 1, 1))
        .select_related("file")
        .first()
    )


def year_or_404(year: int) -> int:
    if not FIRST_YEAR <= year <= clock.today().year:
        raise Http404
    return year
