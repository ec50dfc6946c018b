"""The bank's return file: upload, look at what it says, then take it over."""

from decimal import Decimal
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse

from apps.core.errors import DomainError, Forbidden, NotVisible, StaleVersion
from apps.core.money import MoneyError, parse_money
from apps.files.models import StoredFile
from apps.pages.forms import Form
from apps.pages.views import DetailPage
from apps.payments.forms import ReturnForm, SendForm
from apps.payments.models import Run, RunState, Transfer
from apps.payments.services import returns, runs, summary
from apps.payments.services.bankfile import batch_number
from apps.payments.services.returns import IMPORT, ReturnFile, ReturnRefused

# How many errors and failed payments are listed; more are counted.
LISTED = 200


class ReturnUpload(DetailPage):
    """Choose the file. With errors nothing is kept and all of them are shown; a good file goes on to its preview."""

    permission = IMPORT
    model = Run
    template_name = "payments/return.html"
    object: Run

    def queryset(self) -> QuerySet[Run]:
        rows: QuerySet[Run] = self.visible().select_related("made_by", "checked_by")
        return rows

    def context(self, **kwargs: Any) -> dict[str, Any]:
        run = self.object
        return {
            **super().context(**kwargs),
            "run": run,
            "title": runs.run_title(run),
            "batch": batch_number(run),
            "totals": summary.totals(run),
            "is_waiting": run.state == RunState.SENT,
            "form": ReturnForm(),
            "wrong_form": None,
            "error_count": 0,
        }

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponseBase:
        form = ReturnForm(request.POST, request.FILES)
        read = None
        if form.is_valid():
            try:
                stored, read = returns.preview_return(
                    self.object, form.cleaned_data["file"], actor=self.actor
                )
            except (NotVisible, Forbidden):
                raise
            except DomainError as error:
                form.add_error("file", error.message + error.hint)
            else:
                if stored is not None:
                    return redirect("payments:run_return_check", pk=self.object.pk, file=stored.pk)
        again = _read(read, self.object) if read else {}
        return self.render(status=422, **{**self.context(**kwargs), "form": form, **again})


class ReturnCheck(ReturnUpload):
    """What the uploaded file says, compared with what was sent; taken over by POST, whole or not at all."""

    template_name = "payments/return_check.html"

    def context(self, **kwargs: Any) -> dict[str, Any]:
        stored = _stored(kwargs["file"])
        read = returns.read_stored(self.object, stored, actor=self.actor)
        return {
            **super().context(**kwargs),
            "stored": stored,
            "form": SendForm(initial={"version": self.object.version}),
            "failed": self.failed(read),
            **_read(read, self.object),
        }

    def failed(self, read: ReturnFile) -> list[dict[str, Any]]:
        reasons = {result.transfer_id: result for result in read.failed[:LISTED]}
        rows = Transfer.objects.visible_to(self.actor).filter(run=self.object, pk__in=reasons)
        rows = rows.select_related("line__entitlement__payee", "line__region__parent").order_by("pk")
        return [{"transfer": row, "reason": reasons[row.pk].failure} for row in rows]

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponseBase:
        stored, form = _stored(kwargs["file"]), SendForm(request.POST)
        returns.read_stored(self.object, stored, actor=self.actor)
        if form.is_valid():
            try:
                run = returns.import_return(
                    self.object, stored, actor=self.actor, version=form.cleaned_data["version"]
                )
            except (NotVisible, StaleVersion, Forbidden):
                raise
            except ReturnRefused:
                pass  # the page shows every error
            except DomainError as error:
                form.add_error(None, error.message + error.hint)
            else:
                messages.success(request, _said(run))
                return redirect("payments:run", pk=run.pk)
        return self.render(status=422, **{**self.context(**kwargs), **_wrong(form)})


def _stored(key: UUID) -> StoredFile:
    stored = StoredFile.objects.filter(pk=key).first()
    if stored is None:
        raise Http404
    return stored


def _wrong(form: Form) -> dict[str, Any]:
    return {"wrong_form": form} if form.errors else {}


def _said(run: Run) -> str:
    totals = summary.totals(run)
    failed = f"，{totals.failed_count} 笔没有到账，随{run.next_one}重发" if totals.failed_count else ""
    return f"已导入回盘结果：到账 {totals.paid_count} 笔{failed}。"


def _read(read: ReturnFile, run: Run) -> dict[str, Any]:
    return {
        "read": read,
        "errors": read.errors[:LISTED],
        "error_count": len(read.errors),
        "control": _control(read) if read.control else [],
        "rows_url": reverse("payments:run", args=[run.pk]) + "?view=lines",
    }


def _control(read: ReturnFile) -> list[dict[str, Any]]:
    """The totals of the control line beside those of the rows."""
    counted: tuple[tuple[str, int | Decimal], ...] = (
        ("笔数", read.row_count),
        ("成功笔数", len(read.paid)),
        ("成功金额", read.paid_amount),
        ("失败笔数", len(read.failed)),
        ("失败金额", read.failed_amount),
    )
    return [
        {
            "name": name,
            "told": read.control.get(name, ""),
            "counted": value,
            "agrees": _agrees(read, name, value),
        }
        for name, value in counted
    ]


def _agrees(read: ReturnFile, name: str, value: int | Decimal) -> bool:
    try:
        return parse_money(read.control.get(name, "")) == value
    except MoneyError:
        return False
