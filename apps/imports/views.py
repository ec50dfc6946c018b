"""/imports/: what was imported, upload and check, all errors. What the buttons do is in ``views_steps``."""

from typing import Any

from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils.http import content_disposition_header

from apps.audit.services import record
from apps.core import registries
from apps.core.declarations import Filter
from apps.core.errors import DomainError
from apps.files.responses import SANDBOX, harmless
from apps.imports import examples, results, workbooks
from apps.imports.errorfile import error_file
from apps.imports.forms import UploadForm
from apps.imports.models import Batch
from apps.imports.services import start
from apps.imports.services.batches import plan_of_batch
from apps.pages.listing import page_of
from apps.pages.views import DetailPage, FormPage, ListPage, PageView

STOP_POLLING = 286  # htmx ends "every 2s" on this status


def states(actor: Any) -> list[tuple[str, str]]:
    return [(str(value), str(label)) for value, label in Batch.State.choices]


def kinds(actor: Any) -> list[tuple[str, str]]:
    ordered = sorted(registries.datasets, key=lambda dataset: (dataset.order, dataset.name))
    return [(dataset.name, dataset.label) for dataset in ordered]


def submitters(actor: Any) -> list[tuple[str, str]]:
    """Those who have imported something."""
    found = Batch.objects.visible_to(actor).order_by("created_by__name", "created_by")
    return [
        (str(pk), str(name)) for pk, name in found.values_list("created_by", "created_by__name").distinct()
    ]


class BatchList(ListPage):
    """Every import, newest first."""

    permission = "imports.view_import"
    model = Batch
    template_name = "imports/list.html"
    filters = (
        Filter("state", "状态", "choice", "state", choices=states),
        Filter("dataset", "数据种类", "choice", "files__dataset", choices=kinds),
        Filter("by", "提交人", "choice", "created_by", choices=submitters),
        Filter("day", "业务日期", "date_range", "business_date"),
    )
    unit = "批"

    def queryset(self) -> Any:
        return self.visible().with_people()

    def context(self, **kwargs: Any) -> dict[str, Any]:
        context = super().context(**kwargs)
        rows = [results.row_of(batch) for batch in context["page"].rows]
        return {**context, "rows": rows, "may_import": self.actor.has("imports.import_data")}


class NewBatch(FormPage):
    """Choose what a file holds, get the template, upload."""

    permission = "imports.import_data"
    template_name = "imports/new.html"
    form_class = UploadForm

    def _datasets(self) -> list[Any]:
        allowed = (item for item in registries.datasets if self.actor.has(item.permission))
        return sorted(allowed, key=lambda dataset: (dataset.order, dataset.name))

    def form_options(self) -> dict[str, Any]:
        return {"datasets": self._datasets()}

    def context(self, **kwargs: Any) -> dict[str, Any]:
        kinds = [{"dataset": item, "lines": examples.lines(item)} for item in self._datasets()]
        return {**super().context(**kwargs), "kinds": kinds}

    def save(self, form: UploadForm) -> str:
        uploaded = form.cleaned_data["file"]
        batch = start(
            uploaded.chunks(),
            uploaded.name or "",
            dataset=registries.datasets.find(form.cleaned_data["dataset"]),
            token=form.cleaned_data["submit_token"],
            on_existing=form.cleaned_data["on_existing"] or Batch.Existing.ADD,
            actor=self.actor,
        )
        return batch.get_absolute_url()


class Template(PageView):
    """The empty file of a data set, with one example row."""

    permission = "imports.import_data"

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponseBase:
        dataset = registries.datasets.find(kwargs["name"])
        if dataset is None or not self.actor.has(dataset.permission):
            raise Http404
        if request.GET.get("format") == "xlsx":
            response = HttpResponse(workbooks.template(dataset), content_type=workbooks.CONTENT_TYPE)
            name = f"{dataset.label}-模板.xlsx"
        else:
            response = HttpResponse(examples.template(dataset), content_type="text/csv; charset=utf-8")
            name = f"{dataset.label}-模板.csv"
        response["Content-Disposition"] = content_disposition_header(True, name)
        harmless(response, policy=SANDBOX)
        return response


class BatchPage(DetailPage):
    """One import: progress while it is being worked on, then the result with every error."""

    permission = "imports.view_import"
    model = Batch
    template_name = "imports/batch.html"

    def queryset(self) -> Any:
        return self.visible().with_people()

    def context(self, **kwargs: Any) -> dict[str, Any]:
        batch: Batch = self.object
        params = self.request.GET
        errors = results.chosen_errors(batch, params)
        return {
            **super().context(**kwargs),
            "batch": batch,
            "result": results.Result(batch),
            "page": page_of(errors, ("dataset", "row", "id"), params, unit="处", size=50),
            "groups": results.groups(batch),
            "columns": results.columns_to_match(batch),
            "chosen": {key: params.get(key, "") for key in ("dataset", "column")},
            "may_import": self.actor.has("imports.import_data"),
        }


class BatchStatus(BatchPage):
    """The part of the page that moves; 286 at the end, so that it stops asking."""

    template_name = "imports/batch_part.html"

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponseBase:
        context = self.context(**kwargs)
        return self.render(status=200 if context["result"].is_moving else STOP_POLLING, **context)


class ErrorFile(DetailPage):
    """The rows as they were with what is wrong. They name people in clear: whoever fetches them leaves a trace."""

    permission = "imports.import_data"
    model = Batch

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponseBase:
        batch: Batch = self.object
        try:
            name, stream = error_file(
                batch, plan_of_batch(batch), as_workbook=request.GET.get("format") == "xlsx"
            )
        except DomainError as error:
            messages.error(request, error.message + error.hint)
            return redirect(batch.get_absolute_url())
        record("imports.errors", f"下载错误行：{batch.name}", actor=self.actor, subject=batch)
        response = FileResponse(stream, as_attachment=True, filename=name)
        harmless(response, policy=SANDBOX)
        return response
