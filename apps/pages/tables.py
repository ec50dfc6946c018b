"""The page of one's saved queries of a list, and what its menus send."""

from typing import Any, ClassVar

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import redirect

from apps.core.errors import DomainError
from apps.pages import queries
from apps.pages.parts import RegisterPart
from apps.pages.views import PageView


class RegisterViews(RegisterPart, PageView):
    """常用查询 of one register: rename, share, make default, delete; POST also keeps a new one and the columns."""

    template_name = "pages/register_views.html"
    model: ClassVar[type[Any]]

    def context(self, **kwargs: Any) -> dict[str, Any]:
        found = queries.queries_of(self.register, self.actor)
        return {
            "register": self.register,
            "own": [query for query in found if query.owner_id == self.actor.user_id],
            "shared": [query for query in found if query.owner_id != self.actor.user_id],
            "may_share": self.actor.has(queries.SHARE),
            "post": self.actor.post_label,
        }

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponseBase:
        steps = {
            "columns": self.columns,
            "reset": self.reset,
            "save": self.save,
            "change": self.change,
            "delete": self.delete,
        }
        step = steps.get(request.POST.get("do", ""))
        if step is None:
            raise Http404
        try:
            url = step()
        except DomainError as error:
            messages.error(request, error.message + error.hint)
            url = self.url("_views") if request.POST.get("do") == "change" else self.here()
        return redirect(url)

    def here(self) -> str:
        """The list with the conditions it had."""
        kept = queries.cleaned_params(self.register, self.request.POST.get("params", ""))
        return f"{self.url()}?{kept}"

    def columns(self) -> str:
        data = self.request.POST
        names = sorted(data.getlist("col"), key=lambda name: _place(data.get(f"at_{name}", "")))
        size = data.get("size", "")
        queries.choose_columns(
            self.register, names, size=int(size) if size.isdigit() else None, actor=self.actor
        )
        if not names:
            messages.info(self.request, "没有选列，已恢复默认列。")
        return self.here()

    def reset(self) -> str:
        queries.choose_columns(self.register, (), size=None, actor=self.actor)
        return self.here()

    def save(self) -> str:
        data = self.request.POST
        query = queries.save_query(
            self.register,
            data.get("name", ""),
            data.get("params", ""),
            is_default=bool(data.get("is_default")),
            shared=bool(data.get("shared")),
            actor=self.actor,
        )
        messages.success(self.request, f"常用查询“{query.name}”已保存。")
        return f"{self.url()}?{query.params}"

    def change(self) -> str:
        data = self.request.POST
        queries.change_query(
            self.register,
            self._key(),
            name=data.get("name", ""),
            is_default=bool(data.get("is_default")),
            shared=bool(data.get("shared")),
            actor=self.actor,
        )
        messages.success(self.request, "已保存。")
        return self.url("_views")

    def delete(self) -> str:
        queries.delete_query(self.register, self._key(), actor=self.actor)
        messages.success(self.request, "常用查询已删除。")
        return self.url("_views")

    def _key(self) -> int:
        key = self.request.POST.get("query", "")
        if not (key.isascii() and key.isdigit() and len(key) < 18):
            raise Http404
        return int(key)


def _place(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 4 else 999
