"""Forms of who keeps parameters and the calendar."""

from typing import Any

from django import forms

from apps.core import clock
from apps.pages.forms import DateField, Form
from apps.policy.keeping import choices_of
from apps.policy.models import Parameter

YES_NO = (("true", "是"), ("false", "否"))


class ParameterForm(Form):
    """A new value of one parameter; the control of the value follows from what it is now."""

    effective_from = DateField(
        label="起始日", help_text="从这一天起受理的办件按新值办理，此前受理的仍按原值。"
    )
    source = forms.CharField(
        label="依据", max_length=120, help_text="文件名称和文号，例如“鄞民发〔2022〕1号”。"
    )

    def __init__(self, *args: Any, parameter: Parameter, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["value"] = _value_field(parameter)
        self.order_fields(["value", "effective_from", "source"])


def _value_field(parameter: Parameter) -> forms.Field:
    words = choices_of(parameter.key)
    now, label = parameter.value, "新的值"
    messages = {"required": "请填写新的值。", "invalid_choice": "请从列出的项目中选择。"}
    if isinstance(now, bool):
        return forms.ChoiceField(
            label=label, choices=YES_NO, widget=forms.RadioSelect, error_messages=messages
        )
    if isinstance(now, list):
        return forms.MultipleChoiceField(
            label=label, choices=list(words.items()), initial=now, widget=forms.CheckboxSelectMultiple,
            error_messages=messages,
        )  # fmt: skip
    if words:
        return forms.ChoiceField(
            label=label, choices=list(words.items()), initial=now, error_messages=messages
        )
    return forms.CharField(
        label=label, max_length=20, error_messages=messages,
        widget=forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"}),
    )  # fmt: skip


class CalendarForm(Form):
    """A year's holiday order, as published."""

    year = forms.IntegerField(
        label="年份", min_value=2000, max_value=2100,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )  # fmt: skip
    source = forms.CharField(label="通知文号", max_length=120, help_text="例如“国办发明电〔2022〕16号”。")
    order = forms.CharField(
        label="放假安排", max_length=4000, widget=forms.Textarea(attrs={"rows": 9}),
        help_text="从国务院办公厅通知中复制，每个节日一行，例如“一、元旦：1月1日放假，共1天。”",
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["year"].initial = self.fields["year"].initial or clock.today().year + 1
