"""Register pages from declarations: list, detail and export. ``urls.py`` of an app says which it shows where::

    from apps.pages.engine import register_urls

    app_name = "people"
    urlpatterns = [*register_urls("persons", at="")]

gives ``people:persons`` (list), ``people:persons_row`` (detail) and ``people:persons_export``.
"""

from typing import Any, ClassVar

from django.apps import apps
from django.core.exceptions import ImproperlyConfigured
from django.db.models import QuerySet
from django.http import FileResponse, HttpRequest, HttpResponseBase
from django.urls import URLPattern, path, reverse

from apps.audit.services import record
from apps.core.declarations import Panel, Register, RowAction
from apps.core.errors import Refused
from apps.core.registries import registers
from apps.pages import cells, export, history
from apps.pages.filters import FilterBar
from apps.pages.listing import bounded_count, is_nullable
from apps.pages.returning import from_here
from apps.pages.views import DetailPage, ListPage

EXPORT_LIMIT = 50_000


class RegisterPart:
    """What the pages of one register share."""

    register: ClassVar[Register]
    request: HttpRequest

    def base_rows(self) -> QuerySet[Any]:
        rows = self.visible()  # type: ignore[attr-defined]
        return self.register.queryset(rows) if self.register.queryset else rows

    def url(self, suffix: str = "", *args: Any) -> str:
        namespace = self.request.resolver_match.namespace if self.request.resolver_match else ""
        name = f"{self.register.name}{suffix}"
        return reverse(f"{namespace}:{name}" if namespace else name, args=args)

    @property
    def crumbs(self) -> list[tuple[str, str]]:
        return [(label, reverse(name) if name else "") for label, name in self.register.crumbs]


class RegisterList(RegisterPart, ListPage):
    """The list page of a register."""

    template_name = "pages/register_list.html"

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
        columns = [column for column in self.register.columns if column.default]
        arrived = from_here(self.request)
        lines = [
            {
                "pk": row.pk,
                "url": f"{self.url('_row', getattr(row, self.register.lookup))}?from={arrived}",
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
        if not self.register.create or not self.actor.has(self.register.create_permission):
            return ""
        return reverse(self.register.create)


class RegisterExport(RegisterList):
    """The rows of the same conditions as a workbook, with an event in the trail."""

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponseBase:
        rows, bar = self.filtered()
        columns = [column for column in self.register.columns if column.export]
        found = rows.order_by()[: EXPORT_LIMIT + 1].count()
        if found > EXPORT_LIMIT:
            raise Refused(
                f"符合条件的超过 {EXPORT_LIMIT:,} {self.register.unit}，不能一次导出。", hint="请先缩小条件。"
            )
        ordered = rows.order_by(*self.chosen_order(), "pk")
        values = (
            [cells.exported(column, row) for column in columns] for row in ordered.iterator(chunk_size=2000)
        )
        conditions = "；".join(chip.text for chip in bar.chips) or "全部"
        record(
            "pages.exported",
            f"导出{self.register.label} {found} {self.register.unit}",
            actor=self.actor,
            subject_type="register",
            subject_id=self.register.name,
            detail={"rows": found},
        )
        book = export.workbook(
            title=self.register.label,
            note=f"条件：{conditions}；导出：{self.actor.name}",
            heads=[(column.label, export.KINDS.get(column.kind, "text")) for column in columns],
            rows=values,
        )
        return FileResponse(book, as_attachment=True, filename=f"{self.register.label}.xlsx")


class RegisterRow(RegisterPart, DetailPage):
    """The page of one row: panels from the declaration, and its history in words."""

    template_name = "pages/register_row.html"

    def queryset(self) -> QuerySet[Any]:
        return self.base_rows()

    def context(self, **kwargs: Any) -> dict[str, Any]:
        row = self.object
        panels = [self.panel(panel) for panel in self.register.panels]
        return {
            "register": self.register,
            "object": row,
            "title": self.register.title(row) if self.register.title else str(row),
            "panels": [panel for panel in panels if not panel["aside"]],
            "asides": [panel for panel in panels if panel["aside"]],
            "actions": [self.action(action) for action in self.register.actions if self.may(action)],
            "history": history.entries(row) if self.register.history else [],
            "back": self.back or self.url(),
        }

    def panel(self, panel: Panel) -> dict[str, Any]:
        facts = [(label, cells.shown(cells.follow(self.object, path))) for label, path in panel.fields]
        extra = panel.context(self.object, self.actor) if panel.context else {}
        return {
            "name": panel.name,
            "label": panel.label,
            "facts": facts,
            "template": panel.template,
            "extra": extra,
            "aside": panel.aside,
        }

    def may(self, action: RowAction) -> bool:
        return self.actor.has(action.permission) and (action.when is None or action.when(self.object))

    def action(self, action: RowAction) -> dict[str, Any]:
        key = getattr(self.object, self.register.lookup)
        return {
            "label": action.label,
            "url": reverse(action.url, args=[key]),
            "icon": action.icon,
            "primary": action.primary,
        }


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
    exported = type("Export", (RegisterExport,), exporting)
    root = f"{name}/" if at is None else at
    converter = "int" if register.lookup in ("pk", "id") and _has_number_key(model) else "str"
    return [
        path(root, listed.as_view(), name=name),
        path(f"{root}export/", exported.as_view(), name=f"{name}_export"),
        path(f"{root}<{converter}:{register.lookup}>/", row.as_view(), name=f"{name}_row"),
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
