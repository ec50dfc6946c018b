"""What a form says when a field is wrong: what, then how to put it right. No English, no blame."""

from collections.abc import Mapping
from typing import Any

from django import forms

CHOOSERS = (forms.Select, forms.RadioSelect, forms.CheckboxSelectMultiple, forms.SelectMultiple)

# By error code. {label} is the field's label, {ask} 请填写 or 请选择; the rest comes from the validator.
SENTENCES: Mapping[str, str] = {
    "required": "{ask}{label}。",
    "invalid": "{label}填写得不对，请核对。",
    "invalid_choice": "{label}中没有这一项，请重新选择。",
    "invalid_list": "{label}的选项没有收到，请重新选择。",
    "invalid_pk_value": "{label}中没有这一项，请重新选择。",
    "list": "{label}的选项没有收到，请重新选择。",
    "max_length": "{label}最多 %(limit_value)d 个字，现有 %(show_value)d 个。",
    "min_length": "{label}至少 %(limit_value)d 个字，现有 %(show_value)d 个。",
    "max_value": "{label}不能大于 %(limit_value)s。",
    "min_value": "{label}不能小于 %(limit_value)s。",
    "max_digits": "{label}的位数太多，请核对。",
    "max_decimal_places": "{label}最多 %(max)s 位小数。",
    "max_whole_digits": "{label}的整数部分最多 %(max)s 位。",
    "step_size": "{label}应为 %(limit_value)s 的倍数。",
    "incomplete": "{label}没有填完整。",
    "unique": "{label}已经用过，请换一个，或查看已有的那一条。",
    "unique_together": "同样的记录已经有了，请查看已有的那一条。",
    "overflow": "{label}太大，请核对。",
    "empty": "{label}是空文件，请重新选择。",
    "missing": "没有收到{label}，请重新选择文件。",
    "contradiction": "{label}既选了新文件又选了清除，请只留一项。",
    "invalid_image": "{label}不是能打开的图片，请换一个文件。",
    "invalid_extension": "{label}的文件类型不收，可以用 %(allowed_extensions)s。",
    "null_characters_not_allowed": "{label}中有看不见的字符，请重新输入。",
    "invalid_date": "{label}中的日期不对，例如 2021-12-31。",
    "invalid_time": "{label}中的时间不对，例如 09:30。",
    "item_invalid": "{label}的第 %(nth)s 项不对。",
}

# Sentences for a type of field where the general one would be poor.
BY_TYPE: tuple[tuple[type[forms.Field], Mapping[str, str]], ...] = (
    (forms.IntegerField, {"invalid": "{label}要填整数，例如 3。"}),
    (forms.DecimalField, {"invalid": "{label}要填数字，例如 1200 或 1200.50。"}),
    (forms.FloatField, {"invalid": "{label}要填数字，例如 1200 或 1200.50。"}),
    (forms.DateField, {"invalid": "{label}要填日期，例如 2021-12-31。"}),
    (forms.DateTimeField, {"invalid": "{label}要填日期和时间，例如 2021-12-31 09:30。"}),
    (forms.TimeField, {"invalid": "{label}要填时间，例如 09:30。"}),
    (forms.EmailField, {"invalid": "{label}要填邮箱地址，例如 name@example.cn。"}),
    (forms.FileField, {"invalid": "没有收到{label}，请重新选择文件。", "required": "请选择{label}的文件。"}),
    (forms.BooleanField, {"required": "请先勾选“{label}”。"}),
    (forms.UUIDField, {"invalid": "页面已经过时，请重新打开后再提交。"}),
)

FORMSET_SENTENCES = {
    "missing_management_form": "页面内容没有收全，请重新打开后再提交。",
    "too_many_forms": "行数太多，最多 %(num)d 行。",
    "too_few_forms": "至少要填 %(num)d 行。",
}


def sentences_for(field: forms.Field, label: str) -> dict[str, str]:
    """Our sentence for each error code that ``field`` still words as the library does."""
    own_words = _worded_by_library(field)
    ask = "请选择" if isinstance(field.widget, CHOOSERS) else "请填写"
    chosen = {code: SENTENCES[code] for code in SENTENCES if code not in field.error_messages}
    for code in own_words:
        chosen[code] = SENTENCES.get(code, SENTENCES["invalid"])
    for kind, sentences in reversed(BY_TYPE):
        if isinstance(field, kind):
            chosen |= {code: text for code, text in sentences.items() if code in own_words}
    return {code: text.replace("{ask}", ask).replace("{label}", label) for code, text in chosen.items()}


def _worded_by_library(field: forms.Field) -> set[str]:
    """Codes whose message is the library's default: neither the field's author nor its class in this project."""
    codes: set[str] = set()
    defaults: dict[str, Any] = {}
    for kind in reversed(type(field).__mro__):
        for code, message in kind.__dict__.get("default_error_messages", {}).items():
            defaults[code] = (message, kind.__module__.startswith("django."))
    for code, message in field.error_messages.items():
        default, is_library = defaults.get(code, (None, False))
        if is_library and message is default:
            codes.add(code)
    return codes
