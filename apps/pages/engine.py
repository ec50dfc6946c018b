"""Register pages from declarations: list, detail and export. ``urls.py`` of an app says which it shows where::

    from apps.pages.engine import register_urls

    app_name = "people"
    urlpatterns = [*register_urls("persons", at="")]

gives ``people:persons`` (list), ``persons_row`` (detail), ``persons_look`` (the drawer beside the list),
``persons_export``, ``persons_views`` (saved queries, columns) and, with a form, ``persons_add``, ``persons_edit`` and
the steps of the model (``rowforms``).
"""

from collections.abc import Iterator
from typing import Any

from django.apps import apps
from django.core.exceptions import ImproperlyConfigured
from django.db.models import QuerySet
from django.http import FileResponse, HttpRequest, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern, path, reverse
from django.utils.functional import cached_property
from django.utils.http import content_disposition_header

from apps.audit.services import record
from apps.core import clock
from apps.core.declarations import Column, Register
from apps.core.errors import Refused
from apps.core.registries import registers
from apps.files import xlsx_out
from apps.pages import cells, queries
from apps.pages.filters import FilterBar
from apps.pages.listing import Page, bounded_count, is_nullable, page_of
from apps.pages.makeforms import ReasonForm
from apps.pages.parts import RegisterPart
from apps.pages.returning import from_here
from apps.pages.rowforms import form_urls
from apps.pages.rows import RegisterLook, RegisterRow
from apps.pages.tables import RegisterViews
from apps.pages.views import ListPage
from apps.policy.services import parameter

EXPORT_LIMIT = 50_000


class RegisterList(RegisterPart, ListPage):
    """The list page of a register."""

    template_name = "pages/register_list.html"

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponseBase:
        """A list that is opened without any condition opens with one's default query."""
        default = queries.default_of(self.saved, self.actor) if not request.GET else None
        if default is not None:
            return redirect(f"{request.path}?{default.params}")
        return super().get(request, **kwargs)

    @cached_property
    def saved(self) -> list[Any]:
        return queries.queries_of(self.register, self.actor)

    @cached_property
    def setting(self) -> Any:
        return queries.settings_of(self.register, self.actor)

    def page(self, rows: QuerySet[Any]) -> Page:
        size = self.setting.size if self.setting and self.setting.size else self.page_size
        return page_of(rows, self.chosen_order(), self.request.GET, unit=self.unit, size=size)

    def queryset(self) -> QuerySet[Any]:
        rows = self.base_rows()
        preset = self.preset
        return preset.where(rows) if preset else rows

    @property
    def preset(self) -> Any:
        asked = self.request.GET.get("view", "")
        presets = self.register.presets
        return next((p for p in presets if p.name == asked), presets[0] if presets else None)

    def filtered(self) -> tuple[QuerySet[Any], FilterBar]:
        bar = FilterBar(
            self.register.filters, self.request.GET, self.actor, search=self.register.search is not None
        )
        rows = bar.apply(self.queryset())
        if bar.text and self.register.search is not None:
            rows = self.register.search(rows, bar.text)
        return rows, bar

    def context(self, **kwargs: Any) -> dict[str, Any]:
        rows, bar = self.filtered()
        page = self.page(rows)
        columns = queries.columns_of(self.register, self.setting)
        lines = [
            {
                "pk": row.pk,
                # The way back leads to this row in the list: it is marked as the one that was visited.
                "url": f"{self.row_url('_row', row)}?from={from_here(self.request, f'row-{row.pk}')}",
                "look": self.row_url("_look", row),
                "cells": [cells.cell(column, row) for column in columns],
            }
            for row in page.rows
        ]
        return {
            "register": self.register,
            "page": page,
            "bar": bar,
            "heads": cells.heads(columns, self.chosen_order()),
            "lines": lines,
            "foot": cells.foot(columns, self.totals(rows)) if page.rows else None,
            "tabs": self.tabs(),
            "export_url": f"{self.url('_export')}?{self.request.GET.urlencode()}" if self.may_export else "",
            "create_url": self.create_url,
            "create_label": self.create_label,
            **self.menus(columns),
        }

    def menus(self, columns: list[Column]) -> dict[str, Any]:
        """What the menus of saved queries and columns show."""
        rest = [column for column in self.register.columns if column not in columns]
        params = queries.cleaned_params(self.register, self.request.GET.urlencode())
        return {
            "saved": [(query, f"?{query.params}", query.params == params) for query in self.saved],
            "may_share": self.actor.has(queries.SHARE),
            "params": params,
            "views_url": self.url("_views"),
            "choices": [
                (number, column, number <= len(columns)) for number, column in enumerate([*columns, *rest], 1)
            ],
            "columns_shown": len(columns),
        }

    def totals(self, rows: QuerySet[Any]) -> dict[str, Any]:
        """Sums over everything that fits the filter, not over the page."""
        return rows.order_by().aggregate(**self.register.totals) if self.register.totals else {}

    def tabs(self) -> list[dict[str, Any]]:
        base, current = self.base_rows(), self.preset
        made = []
        for preset in self.register.presets:
            count, capped = bounded_count(preset.where(base))
            made.append(
                {
                    "label": preset.label,
                    "url": f"?view={preset.name}",
                    "current": preset == current,
                    "count": None if capped else count,
                    "tone": preset.tone,
                }
            )
        return made

    @property
    def may_export(self) -> bool:
        return self.actor.has(self.register.export_permission or self.register.permission)

    @property
    def create_url(self) -> str:
        form = self.register.form
        if form is not None:
            return self.url("_add") if self.actor.has(form.permission) else ""
        if not self.register.create or not self.actor.has(self.register.create_permission):
            return ""
        return reverse(self.register.create)

    @property
    def create_label(self) -> str:
        return self.register.form.create_label if self.register.form else self.register.create_label


class RegisterExport(RegisterList):
    """The rows of the same conditions as a workbook or as CSV, with an event in the trail.

    Many rows (``export.reason_rows``) are given out for a reason, which is asked first.
    """

    template_name = "pages/register_export.html"

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponseBase:
        rows, bar = self.filtered()
        count = self.counted(rows)
        if count > int(parameter("export.reason_rows", clock.today())):
            return self.render(**self.asking(ReasonForm(), count))
        return self.give(rows, bar, count, "")

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponseBase:
        rows, bar = self.filtered()
        count = self.counted(rows)
        form = ReasonForm(request.POST)
        if not form.is_valid():
            return self.render(status=422, **self.asking(form, count))
        return self.give(rows, bar, count, form.cleaned_data["reason"])

    def asking(self, form: ReasonForm, count: int) -> dict[str, Any]:
        back = f"{self.url()}?{queries.cleaned_params(self.register, self.request.GET.urlencode())}"
        return {"register": self.register, "form": form, "count": count, "back": back}

    def counted(self, rows: QuerySet[Any]) -> int:
        found = rows.order_by()[: EXPORT_LIMIT + 1].count()
        if found > EXPORT_LIMIT:
            raise Refused(
                f"符合条件的超过 {EXPORT_LIMIT:,} {self.register.unit}，不能一次导出。", hint="请先缩小条件。"
            )
        return found

    def give(self, rows: QuerySet[Any], bar: FilterBar, count: int, reason: str) -> HttpResponseBase:
        as_csv = self.request.GET.get("format") == "csv"
        record(
            "pages.exported",
            f"导出{self.register.label} {count} {self.register.unit}",
            actor=self.actor,
            subject_type="register",
            subject_id=self.register.name,
            reason=reason,
            detail={"rows": count} | ({"format": "csv"} if as_csv else {}),
        )
        columns = [column for column in self.register.columns if column.export]
        values = self.values(rows, columns)
        name = f"{self.register.label}.{'csv' if as_csv else 'xlsx'}"
        if as_csv:
            lines = xlsx_out.csv_lines([column.label for column in columns], values)
            answer = StreamingHttpResponse(lines, content_type="text/csv; charset=utf-8")
            answer.headers["Content-Disposition"] = content_disposition_header(True, name) or ""
            return answer
        conditions = "；".join(chip.text for chip in bar.chips) or "全部"
        book = xlsx_out.workbook(
            title=self.register.label,
            note=f"条件：{conditions}；导出：{self.actor.name}",
            heads=[(column.label, xlsx_out.KINDS.get(column.kind, "text")) for column in columns],
            rows=values,
        )
        return FileResponse(book, as_attachment=True, filename=name)

    def values(self, rows: QuerySet[Any], columns: list[Column]) -> Iterator[list[Any]]:
        ordered = rows.order_by(*self.chosen_order(), "pk")
        for row in ordered.iterator(chunk_size=2000):
            yield [cells.exported(column, row) for column in columns]


def register_urls(name: str, *, at: str | None = None) -> list[URLPattern]:
    """The addresses of register ``name``: list at ``at`` (default: its name), detail and export below it.

    Raises ImproperlyConfigured for an unknown register, a model without ``visible_to`` or a slip in the columns.
    """
    register = registers.find(name)
    if register is None:
        raise ImproperlyConfigured(f"no register {name} is declared")
    model = apps.get_model(register.model)
    check(register, model)
    common = {"register": register, "model": model, "permission": register.permission}
    order = {"sorts": {c.name: c.sort for c in register.columns if c.sort}, "order": register.order}
    listed = type("List", (RegisterList,), {**common, **order, "unit": register.unit})
    row = type("Row", (RegisterRow,), {**common, "lookup": register.lookup})
    exporting = {**common, **order, "permission": register.export_permission or register.permission}
    exported = type("Export", (RegisterExport,), {**exporting, "unit": register.unit})
    look = type("Look", (RegisterLook,), {**common, "lookup": register.lookup})
    views = type("Views", (RegisterViews,), common)
    root = f"{name}/" if at is None else at
    converter = "int" if register.lookup in ("pk", "id") and _has_number_key(model) else "str"
    key = f"{root}<{converter}:{register.lookup}>/"
    return [
        path(root, listed.as_view(), name=name),
        path(f"{root}export/", exported.as_view(), name=f"{name}_export"),
        path(f"{root}views/", views.as_view(), name=f"{name}_views"),
        *form_urls(register, model, root, key),
        path(key, row.as_view(), name=f"{name}_row"),
        path(f"{key}look/", look.as_view(), name=f"{name}_look"),
    ]


def check(register: Register, model: Any) -> None:
    """Raise ImproperlyConfigured for a declaration that would fail on its first page."""
    names = [column.name for column in register.columns]
    if len(set(names)) != len(names):
        raise ImproperlyConfigured(f"register {register.name}: a column is declared twice")
    for total in register.totals:
        if total not in names:
            raise ImproperlyConfigured(f"register {register.name}: a total for {total}, which is no column")
    for column in register.columns:
        if column.sort:
            is_nullable(model, column.sort)  # walks the path: FieldDoesNotExist is answered as nullable


def _has_number_key(model: Any) -> bool:
    return model._meta.pk.get_internal_type() in (
        "AutoField",
        "BigAutoField",
        "IntegerField",
        "BigIntegerField",
    )
