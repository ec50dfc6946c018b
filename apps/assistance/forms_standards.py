"""Forms of standards and their changes. What a step needs is checked by its service."""

from django import forms

from apps.pages.forms import DateField, Form, MoneyField, MonthField, Versioned


class StandardForm(Form):
    """A standard as published."""

    amount = MoneyField(label="标准（元/人·月）", help_text="按公布的文件填写。")
    from_month = MonthField(
        label="执行月份", help_text="从这个月 1 日起执行。可以是已经过去的月份，差额随调整补发。"
    )
    document = forms.CharField(label="文号", max_length=100, help_text="例如“甬民发〔2022〕1号”。")


class OnForm(Form):
    """The day whose standards are looked up."""

    on = DateField(label="查看日期", required=False)


class RenewForm(Versioned, Form):
    """Nothing but the version that was shown."""


class WithdrawForm(Versioned, Form):
    reason = forms.CharField(
        label="撤回理由", max_length=300, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )


class DecideForm(Versioned, Form):
    """The second person's decision, named by the button pressed."""

    decision = forms.ChoiceField(label="决定", choices=[("accept", "同意调整"), ("refuse", "不同意")])
    comment = forms.CharField(
        label="意见",
        max_length=300,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="不同意时须写明理由，提出人会看到。",
    )
