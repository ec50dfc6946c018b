"""Forms of the payment pages. What a step needs is checked by its service; here only what was typed is read."""

from datetime import date
from typing import Any

from django import forms

from apps.core.periods import PeriodError, parse_month
from apps.pages.forms import DateField, Form, Versioned
from apps.payments.services.programmes import paid_programmes


class MakeForm(Form):
    """Which month of which programme is to be made; ``version`` of the draft that was shown, if there was one."""

    programme = forms.ChoiceField(label="项目", choices=paid_programmes, widget=forms.HiddenInput)
    month = forms.CharField(label="发放月", widget=forms.HiddenInput)
    version = forms.IntegerField(required=False, min_value=0, widget=forms.HiddenInput)

    def clean_month(self) -> date:
        try:
            return parse_month(self.cleaned_data["month"])
        except PeriodError as error:
            raise forms.ValidationError(str(error)) from None

    def clean_version(self) -> int:
        return self.cleaned_data["version"] or 0


class SendForm(Versioned, Form):
    """Nothing but the version that was shown."""


class CheckForm(Versioned, Form):
    """The second person's decision, named by the button pressed."""

    decision = forms.ChoiceField(label="复核结果", choices=[("accept", "复核通过"), ("return", "退回")])
    comment = forms.CharField(
        label="复核意见",
        max_length=300,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="退回时须写明理由，生成人会看到。",
    )


class VoidForm(Versioned, Form):
    reason = forms.CharField(
        label="作废理由", max_length=300, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )


class GiveForm(Form):
    """Cash or goods as they were given; the list is asked for goods only."""

    given_on = DateField(label="发放日期", help_text="实际交到家庭手中的日期，计入当月发放。")
    signed_by = forms.CharField(label="签收人", max_length=50, help_text="实际领取并签字的人的姓名。")
    goods = forms.CharField(
        label="物品清单",
        max_length=300,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="品名和数量，例如：大米 25 千克 1 袋，棉被 2 床。",
    )

    def __init__(self, *args: Any, is_goods: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not is_goods:
            del self.fields["goods"]


class ReturnForm(Form):
    """The bank's answer as it came."""

    file = forms.FileField(
        label="回盘文件",
        widget=forms.FileInput(attrs={"accept": ".csv,.txt,text/csv"}),
        help_text="银行返回的 CSV 文件，UTF-8 或 GB18030 编码，第一行是汇总行。",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["file"].error_messages["empty"] = "选择的是空文件，请重新选择。"
