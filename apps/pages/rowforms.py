"""Pages that add, change, close, reopen and void rows of a register whose declaration has a form."""

from collections.abc import Mapping
from typing import Any, ClassVar

from django.contrib import messages
from django.core.exceptions import ImproperlyConfigured
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import URLPattern, path

from apps.core import clock
from apps.core.declarations import Register
from apps.core.errors import DomainError, NotVisible, Refused, StaleVersion
from apps.pages import formats, forms, keeping, makeforms
from apps.pages.parts import RegisterPart
from apps.pages.records import Dated, Kept, LogEntry
from apps.pages.views import DetailPage, PageView

KEPT = "pages.sticky."


class RegisterAdd(RegisterPart, PageView):
    """A blank form; afterwards the row, or the next entry of a log with what stays the same."""

    template_name = "pages/register_form.html"
    model: ClassVar[type[Any]]

    def form(self, data: Any = None, files: Any = None) -> Any:
        kind = makeforms.form_class(self.register, makeforms.NewRowForm, self.actor)
        form = kind(
            data, files, register=self.register, actor=self.actor, initial=None if data else self.initial()
        )
        forms.scope(form, self.actor)
        return form

    def initial(self) -> dict[str, Any]:
        made = {}
        for field in keeping.form_of(self.register).fields:
            if field.initial:
                made[field.name] = field.initial(None, self.actor)
            if field.pick and self.request.GET.get(field.name, "").isdigit():
                made[field.name] = self.request.GET[field.name]
        return made | self.request.session.get(KEPT + self.register.name, {})

    def context(self, **kwargs: Any) -> dict[str, Any]:
        return self.page(self.form())

    def page(self, form: Any, doubt: str = "") -> dict[str, Any]:
        declared = keeping.form_of(self.register)
        return {
            "register": self.register,
            "form": form,
            "heading": declared.create_label,
            "doubt": doubt,
            "quick": declared.quick,
            "save_label": "保存",
            "back": self.url(),
        }

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponseBase:
        form = self.form(request.POST, request.FILES)
        if not form.is_valid():
            return self.render(status=422, **self.page(form))
        values = form.cleaned_data
        declared = keeping.form_of(self.register)
        doubt = declared.doubt(values, self.actor) if declared.doubt and not request.POST.get("sure") else ""
        if doubt:
            return self.render(status=422, **self.page(form, doubt))
        try:
            row, _ = keeping.add_row(
                self.register, form.instance, values, token=values["submit_token"], actor=self.actor
            )
        except NotVisible:
            raise
        except DomainError as error:
            form.add_error(None, error.message + error.hint)
            return self.render(status=422, **self.page(form))
        return self.onward(row, form)

    def onward(self, row: Any, form: Any) -> HttpResponse:
        declared = keeping.form_of(self.register)
        sticky = {
            field.name: form.data.get(field.name, "")
            for field in declared.fields
            if field.sticky and field.name in form.data
        }
        if sticky:
            self.request.session[KEPT + self.register.name] = sticky
        messages.success(self.request, "已保存。")
        if declared.quick and self.request.POST.get("next"):
            return redirect(self.url("_add"))
        return redirect(self.row_url("_row", row))


class RowPage(RegisterPart, DetailPage):
    """A page about one row that changes it."""

    def queryset(self) -> Any:
        return self.base_rows()

    def done(self, said: str) -> HttpResponse:
        messages.success(self.request, said)
        return redirect(self.row_url("_row", self.object))


class RegisterChange(RowPage):
    """The filled form. A version that others have changed meanwhile is told beside what was typed."""

    template_name = "pages/register_form.html"

    def form(self, data: Any = None, files: Any = None) -> Any:
        kind = makeforms.form_class(self.register, makeforms.ChangeRowForm, self.actor)
        row = self.object
        initial: dict[str, Any] = {"version": row.version}
        for field in keeping.form_of(self.register).fields:
            if field.initial:
                initial[field.name] = field.initial(row, self.actor)
            elif field.pick:
                initial[field.name] = getattr(row, field.name)
        form = kind(data, files, register=self.register, actor=self.actor, instance=row, initial=initial)
        forms.scope(form, self.actor)
        return form

    def context(self, **kwargs: Any) -> dict[str, Any]:
        keeping.ensure_changeable(keeping.form_of(self.register), self.object, self.actor)
        return self.page(self.form())

    def page(self, form: Any, stale: StaleVersion | None = None) -> dict[str, Any]:
        changes = stale.changes if stale else []
        return {
            "register": self.register,
            "form": form,
            "heading": f"更改{self.model._meta.verbose_name}",
            "stale": stale.message if stale else "",
            "changes": [(label, formats.plain(was), formats.plain(now)) for label, was, now in changes],
            "save_label": "保存更改",
            "back": self.row_url("_row", self.object),
        }

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponseBase:
        keeping.ensure_changeable(keeping.form_of(self.register), self.object, self.actor)
        form = self.form(request.POST, request.FILES)
        if not form.is_valid():
            return self.render(status=422, **self.page(form))
        values = form.cleaned_data
        try:
            keeping.change_row(
                self.register,
                form.instance,
                values,
                version=values["version"],
                reason=values["reason"],
                actor=self.actor,
            )
        except StaleVersion as error:
            return self.render(status=409, **self.page(self.renewed(), error))
        except Refused as error:
            form.add_error(None, error.message + error.hint)
            return self.render(status=422, **self.page(form))
        return self.done("更改已保存。")

    def renewed(self) -> Any:
        """What was typed, over the version that is there now: saving again is a decision."""
        data = self.request.POST.copy()
        data["version"] = str(self.visible().values_list("version", flat=True).get(pk=self.object.pk))
        return self.form(data, self.request.FILES)


class ReasonStep(RowPage):
    """A small form over one row: when and why."""

    template_name = "pages/register_reason.html"
    form_class: ClassVar[type[forms.Form]] = makeforms.ReasonForm
    heading: ClassVar[str] = ""
    consequence: ClassVar[str] = ""
    label: ClassVar[str] = ""
    said: ClassVar[str] = ""

    def step(self, values: Mapping[str, Any]) -> None:
        raise ImproperlyConfigured(f"{type(self).__name__} does nothing")

    def initial(self) -> dict[str, Any]:
        return {}

    def context(self, **kwargs: Any) -> dict[str, Any]:
        return self.page(self.form_class(initial=self.initial()))

    def page(self, form: Any) -> dict[str, Any]:
        title = self.register.title(self.object) if self.register.title else str(self.object)
        return {
            "register": self.register,
            "form": form,
            "title": title,
            "back": self.row_url("_row", self.object),
        }

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponseBase:
        form = self.form_class(request.POST, request.FILES)
        if form.is_valid():
            try:
                self.step(form.cleaned_data)
            except Refused as error:
                form.add_error(None, error.message + error.hint)
            else:
                return self.done(self.said)
        return self.render(status=422, **self.page(form))


class RegisterClose(ReasonStep):
    form_class = makeforms.CloseForm
    heading, label, said = "停用", "停用", "已停用。"
    consequence = "停用后不再计入在用数，记录和历史保留；需要时可以恢复。"

    def initial(self) -> dict[str, Any]:
        return {"on": clock.today()}

    def step(self, values: Mapping[str, Any]) -> None:
        keeping.close_row(
            self.register, self.object, on=values["on"], reason=values["reason"], actor=self.actor
        )


class RegisterReopen(ReasonStep):
    heading, label, said = "恢复使用", "恢复使用", "已恢复使用。"
    consequence = "恢复后重新计入在用数，停用日期和原因留在变更记录里。"

    def step(self, values: Mapping[str, Any]) -> None:
        keeping.reopen_row(self.register, self.object, reason=values["reason"], actor=self.actor)


class RegisterVoid(ReasonStep):
    heading, label, said = "作废", "作废这条记录", "已作废。"
    consequence = "作废后不再计数，也不能再改；记录和原因保留。"

    def context(self, **kwargs: Any) -> dict[str, Any]:
        keeping.ensure_changeable(keeping.form_of(self.register), self.object, self.actor)
        return super().context(**kwargs)

    def step(self, values: Mapping[str, Any]) -> None:
        keeping.void_row(self.register, self.object, reason=values["reason"], actor=self.actor)


def form_urls(register: Register, model: Any, root: str, key: str) -> list[URLPattern]:
    """The addresses of a register's form, by what its model is. ``key`` is the address of one row."""
    if register.form is None:
        return []
    if not issubclass(model, Kept):
        raise ImproperlyConfigured(f"register {register.name} has a form, its model is not Kept")
    common = {"register": register, "model": model, "permission": register.form.permission}

    def view(base: type[PageView]) -> Any:
        own = {} if base is RegisterAdd else {"lookup": register.lookup}
        return type(base.__name__, (base,), {**common, **own}).as_view()

    steps: dict[str, type[PageView]] = {"edit": RegisterChange}
    if issubclass(model, Dated):
        steps |= {"close": RegisterClose, "reopen": RegisterReopen}
    if issubclass(model, LogEntry):
        steps |= {"void": RegisterVoid}
    name = register.name
    return [
        path(f"{root}new/", view(RegisterAdd), name=f"{name}_add"),
        *(path(f"{key}{step}/", view(base), name=f"{name}_{step}") for step, base in steps.items()),
    ]
