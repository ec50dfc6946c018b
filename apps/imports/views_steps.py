"""What the buttons on the page of a batch do."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ImproperlyConfigured
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse

from apps.core import registries
from apps.core.errors import DomainError, Refused
from apps.imports.models import Batch
from apps.imports.reading import LEFT_OUT
from apps.imports.services import ask_cancel, discard, recheck, request_load, request_undo, undoing
from apps.pages.views import DetailPage


class Step(DetailPage):
    """Something done to a batch by a button."""

    permission = "imports.import_data"
    model = Batch
    http_method_names = ["post"]
    done = ""

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponseBase:
        try:
            self.act()
        except DomainError as error:
            messages.error(request, error.message + error.hint)
        else:
            if self.done:
                messages.success(request, self.done)
        return redirect(reverse("imports:batch", args=[self.object.pk]))

    def act(self) -> None:
        raise ImproperlyConfigured(f"{type(self).__name__} must say what its button does")


class Confirm(Step):
    """确认导入, of the whole batch or of its good rows"""

    def act(self) -> None:
        only_good = self.request.POST.get("rows") == "good"
        request_load(self.object.pk, actor=self.actor, only_good=only_good)


class Recheck(Step):
    """Check again with another choice for rows that are in the database."""

    def act(self) -> None:
        chosen = self.request.POST.get("on_existing", "")
        if chosen not in Batch.Existing.values:
            raise Refused("没有选择库中已有的记录怎样处理。", hint="请选择一种后再校验。")
        recheck(self.object.pk, on_existing=chosen, actor=self.actor)


class Match(Step):
    """Check again with the columns as they were matched: ``head-N`` is the N-th header, ``to-N`` the declared one."""

    def act(self) -> None:
        dataset = registries.datasets.get(self.object.datasets[0])
        allowed = {*dataset.headers, LEFT_OUT}
        mapping: dict[str, str] = {}
        for name, head in self.request.POST.items():
            target = self.request.POST.get(f"to-{name.removeprefix('head-')}", "")
            if name.startswith("head-") and head and target in allowed:
                mapping[str(head)[:60]] = "" if target == LEFT_OUT else target
        recheck(self.object.pk, mapping={**self.object.mapping, dataset.name: mapping}, actor=self.actor)


class Cancel(Step):
    """取消"""

    done = "已要求取消，正在做的一步结束后停下，不会改动任何数据。"

    def act(self) -> None:
        ask_cancel(self.object.pk, actor=self.actor)


class Discard(Step):
    """作废本批"""

    done = "本批已作废，上传的文件和暂存的数据已清除，没有改动任何数据。"

    def act(self) -> None:
        discard(self.object.pk, actor=self.actor)


class Undo(Step):
    """撤销本批: what it would do and what keeps it from being done, and the button."""

    http_method_names = ["get", "post"]
    template_name = "imports/undo.html"

    def context(self, **kwargs: Any) -> dict[str, Any]:
        batch: Batch = self.object
        offered = batch.state == Batch.State.DONE
        return {
            **super().context(**kwargs),
            "batch": batch,
            "is_offered": offered,
            "lines": undoing.lines(batch) if offered else [],
            "hindrances": undoing.hindrances(batch) if offered else [],
        }

    def act(self) -> None:
        request_undo(self.object.pk, actor=self.actor)
