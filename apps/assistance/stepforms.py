"""The forms of steps that are special to dibao."""

from typing import Any, ClassVar

from django import forms
from django.forms import BoundField

from apps.assistance.rules import facts
from apps.assistance.rules.changes import ADVERSE
from apps.assistance.services.change_steps import peek
from apps.casework.forms import ActionForm, VerificationForm
from apps.core.money import format_money
from apps.pages.fields import MoneyField


class DibaoVerificationForm(VerificationForm):
    """The bureau's report with the monthly mean that was found for every income; empty means as declared."""

    layout: ClassVar[str] = "assistance/dibao/form_verification.html"

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.rows = list(self.case.dibao.incomes.select_related("member__person"))
        for row in self.rows:
            source = facts.INCOME_SOURCES[row.source].label
            field = MoneyField(
                label=f"{row.member.person.name} {source}",
                required=False,
                help_text=f"申报 {format_money(row.monthly)} 元/月",
            )
            field.error_messages["invalid"] = "金额只能填数字，例如 1,234.50。"
            self.fields[f"income_{row.pk}"] = field

    @property
    def found(self) -> list[BoundField]:
        """The fields of the incomes, in the order of the application."""
        return [self[f"income_{row.pk}"] for row in self.rows]

    @property
    def report(self) -> list[BoundField]:
        return [self[name] for name in ("sources", "result", "differences", "comment")]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        changed = [row for row in self.rows if cleaned.get(f"income_{row.pk}") not in (None, row.monthly)]
        if changed and cleaned.get("result") == "consistent":
            self.add_error("result", "核对金额与申报不同，核对结果应选“与申报不一致”。")
        return cleaned

    def payload(self) -> dict[str, Any]:
        values = super().payload()
        found = {row.pk: values.pop(f"income_{row.pk}") for row in self.rows}
        return {**values, "incomes": found}


class ResubmitForm(ActionForm):
    """Hand the case in again; the application itself is supplemented on its own form."""

    layout: ClassVar[str] = "assistance/dibao/form_resubmit.html"
    opinion_label = "补正说明"


class ChangeResubmitForm(ActionForm):
    """Hand a change in again; what it says is supplemented on its own form."""

    layout: ClassVar[str] = "assistance/changes/form_resubmit.html"
    opinion_label = "补正说明"


class ChangeOpinionForm(ActionForm):
    """The opinion on a change; for the worse, the family has been told why (民发〔2021〕57号 §32)."""

    explained = forms.BooleanField(
        label="已向家庭说明减发、暂停或停发的理由", required=False, help_text="对家庭不利的变更必须勾选"
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        found = peek(self.case)
        if found is None or found.outcome not in ADVERSE:
            del self.fields["explained"]
