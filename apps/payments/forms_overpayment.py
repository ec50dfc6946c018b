"""Forms of getting back what was paid too much."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import Any

from django import forms

from apps.core import clock
from apps.core.money import CENT, format_money
from apps.core.periods import same_day_after
from apps.pages.forms import DateField, Form, MoneyField, Versioned
from apps.payments.models import Overpayment, Recovery

LONGEST_PLAN = 60


class NotifyForm(Versioned, Form):
    """Why too much was paid, as the notice will say."""

    cause = forms.ChoiceField(label="多发原因", choices=[("", "请选择"), *Overpayment.Cause.choices])
    note = forms.CharField(
        label="说明",
        max_length=300,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="写入告知书，例如何时发生、何时得知。",
    )


class AgreeForm(Versioned, Form):
    """Instalments of equal amounts, the last one with the rest; or offset from later months."""

    way = forms.ChoiceField(
        label="追回方式",
        choices=[("instalments", "分期缴回"), ("offset", "从以后月份冲抵")],
        widget=forms.RadioSelect,
        initial="instalments",
    )
    count = forms.IntegerField(
        label="期数",
        min_value=1,
        max_value=LONGEST_PLAN,
        required=False,
        initial=1,
        help_text="一次缴清填 1。",
    )
    first_on = DateField(label="首期约定日期", required=False)

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or self.cleaned_data
        if data.get("way") == "instalments":
            if not data.get("count") and "count" not in self.errors:
                self.add_error("count", "请填写期数。")
            first = data.get("first_on")
            if first is None and "first_on" not in self.errors:
                self.add_error("first_on", "请填写首期约定日期。")
            if first is not None and first < clock.today():
                self.add_error("first_on", "首期约定日期不能早于今天。")
        return data


def equal_parts(amount: Decimal, count: int, first_on: date) -> list[tuple[date, Decimal]]:
    """``amount`` in ``count`` monthly parts from ``first_on`` on; the last one takes what does not divide."""
    part = (amount / count).quantize(CENT, "ROUND_DOWN")
    parts = [part] * (count - 1) + [amount - part * (count - 1)]
    return [(same_day_after(first_on, number), each) for number, each in enumerate(parts)]


class RepayForm(Versioned, Form):
    """Money that the family paid."""

    amount = MoneyField(label="缴回金额")
    received_on = DateField(label="收款日期", not_after_today=True)
    receipt_no = forms.CharField(label="票据号", max_length=40)

    def clean_amount(self) -> Decimal:
        amount: Decimal = self.cleaned_data["amount"]
        if amount <= 0:
            raise forms.ValidationError("金额应大于 0，请核对。")
        return amount


class ProposeForm(Versioned, Form):
    reason = forms.CharField(
        label="核销理由",
        max_length=300,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="余额由第二人批准后核销。",
    )


class DecideForm(Versioned, Form):
    """The second person's decision, named by the button pressed."""

    decision = forms.ChoiceField(label="决定", choices=[("accept", "批准"), ("refuse", "不批准")])
    comment = forms.CharField(
        label="决定意见",
        max_length=300,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="不批准时须写明理由。",
    )


class ReverseForm(Versioned, Form):
    """Which receipt was mistyped, and how."""

    recovery = forms.ChoiceField(label="要冲正的缴款")
    mistake = forms.CharField(
        label="冲正理由",
        max_length=300,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="写明错在哪里，例如金额应为 100.00 元。由第二人批准后冲正，再按正确的重新登记。",
    )

    def __init__(self, *args: Any, receipts: Iterable[Recovery], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["recovery"].choices = [
            ("", "请选择"),
            *(
                (str(row.pk), f"{row.received_on:%Y-%m-%d} {row.receipt_no} {format_money(row.amount)} 元")
                for row in receipts
            ),
        ]

    def clean_recovery(self) -> int:
        return int(self.cleaned_data["recovery"])
