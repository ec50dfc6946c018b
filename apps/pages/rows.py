"""The pages of one row of a register: the whole page, and the drawer beside the list."""

from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.functional import cached_property

from apps.core.declarations import Panel, RowAction
from apps.core.registries import added_actions
from apps.pages import cells, history, keeping
from apps.pages.parts import RegisterPart
from apps.pages.records import Dated, LogEntry
from apps.pages.views import DetailPage


class RegisterLook(RegisterPart, DetailPage):
    """One row as a drawer beside its list: every column of the register, masked like the list."""

    template_name = "pages/register_look.html"

    def queryset(self) -> QuerySet[Any]:
        return self.base_rows()

    def context(self, **kwargs: Any) -> dict[str, Any]:
        row = self.object
        shown = [cells.cell(column, row) for column in self.register.columns]
        facts = [
            (column.label, cell["text"], cell["css"] if cell["css"] == "no" else "")
            for column, cell in zip(self.register.columns, shown, strict=True)
        ]
        return {
            "register": self.register,
            "title": shown[0]["text"],
            "facts": facts,
            "row_url": f"{self.row_url('_row', row)}",
        }


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
            "actions": [self.action(action) for action in self.declared_actions() if self.may(action)]
            + self.form_actions(),
            "fixed": self.fixed,
            "ended": self.ended,
            "history": history.entries(row) if self.register.history else [],
            "back": self.back or self.url(),
        }

    @cached_property
    def fixed(self) -> str:
        """Why a row with a form may not be changed now, for somebody who may otherwise."""
        form = self.register.form
        if form is None or not self.actor.has(form.permission):
            return ""
        return keeping.why_fixed(form, self.object, self.actor)

    @property
    def ended(self) -> str:
        """That the row is closed or void, since when and why."""
        row = self.object
        if isinstance(row, Dated) and row.closed_on:
            return f"已于 {row.closed_on} 停用，原因：{row.close_reason}。"
        if isinstance(row, LogEntry) and row.voided_on:
            return f"已于 {row.voided_on} 作废，不计数，原因：{row.void_reason}。"
        return ""

    def form_actions(self) -> list[dict[str, Any]]:
        """The steps of the register's form that are open for this row."""
        form, row = self.register.form, self.object
        if form is None or not self.actor.has(form.permission):
            return []
        steps: list[tuple[str, str, str, bool]] = []
        if isinstance(row, Dated) and row.closed_on:
            steps = [("恢复使用", "_reopen", "refresh", True)]
        elif not self.fixed:
            steps = [("更改", "_edit", "pencil", True)]
            if isinstance(row, Dated):
                steps.append(("停用", "_close", "ban", False))
            if isinstance(row, LogEntry):
                steps.append(("作废", "_void", "ban", False))
        return [
            {"label": label, "url": self.row_url(suffix, row), "icon": icon, "primary": primary}
            for label, suffix, icon, primary in steps
        ]

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

    def declared_actions(self) -> list[RowAction]:
        """Those of the register itself, then those that upper apps put beside them."""
        added = [each.action for each in added_actions if each.register == self.register.name]
        return [*self.register.actions, *added]

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
