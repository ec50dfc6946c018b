"""Fields that forgive how a value is typed: amounts, dates, months, resident numbers."""

import re
import unicodedata
from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from apps.core import clock
from apps.core.money import MoneyError, format_money, parse_money
from apps.core.numbers import NumberError, ResidentNumber, parse_resident_number

_DATE_SHAPES = (
    re.compile(r"(?P<y>\d{4})(?P<m>\d{2})(?P<d>\d{2})"),
    re.compile(r"(?P<y>\d{4})[-./年](?P<m>\d{1,2})[-./月](?P<d>\d{1,2})日?"),
    re.compile(r"(?P<m>\d{1,2})[-./月](?P<d>\d{1,2})日?"),
)


def parse_date(text: str) -> date:
    """Read `20260315`, `2026-3-15`, `2026.3.15`, `2026/3/15`, `2026年3月15日`; `3.15` is of this business year.

    Raises ValueError for anything else and for days that do not exist.
    """
    typed = "".join(unicodedata.normalize("NFKC", text).split()).replace("。", ".")
    for shape in _DATE_SHAPES:
        found = shape.fullmatch(typed)
        if found:
            year = int(found["y"]) if "y" in shape.groupindex else clock.today().year
            return date(year, int(found["m"]), int(found["d"]))
    raise ValueError(text)


class MoneyInput(forms.TextInput):
    """Text, so that the mouse wheel never changes an amount; shown with two decimals."""

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__({"inputmode": "decimal", "autocomplete": "off", **(attrs or {})})

    def format_value(self, value: Any) -> str | None:
        if isinstance(value, (Decimal, int)):
            return format_money(Decimal(value)).replace("−", "-")
        return None if value is None else str(value)


class MoneyField(forms.Field):
    """Yuan with two decimals; cleans to Decimal or None. Accepts 1,234.5, full-width digits and 元."""

    widget = MoneyInput

    def __init__(
        self, *, allow_negative: bool = False, max_value: Decimal | None = None, **options: Any
    ) -> None:
        super().__init__(**options)
        self.allow_negative = allow_negative
        self.max_value = max_value

    def to_python(self, value: Any) -> Decimal | None:
        if value in self.empty_values:
            return None
        if isinstance(value, Decimal):
            return value
        try:
            amount = parse_money(str(value), allow_negative=self.allow_negative)
        except MoneyError as error:
            raise ValidationError(str(error), code="money") from None
        if self.max_value is not None and amount > self.max_value:
            raise ValidationError(f"金额不能大于 {format_money(self.max_value)} 元，请核对。", code="money")
        return amount

    def has_changed(self, initial: Any, data: Any) -> bool:
        try:
            return self.to_python(initial) != self.to_python(data)
        except ValidationError:
            return True


class DateInput(forms.DateInput):
    """Text with a forgiving parser; app.js adds a calendar button where the browser has one."""

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        own = {"data-date": "", "autocomplete": "off", "placeholder": "2021-12-31", "maxlength": "20"}
        super().__init__({**own, **(attrs or {})}, format="%Y-%m-%d")


class DateField(forms.DateField):
    """A day; echoed as 2021-12-31. ``not_after_today`` refuses days after the business date."""

    widget = DateInput

    def __init__(self, *, not_after_today: bool = False, **options: Any) -> None:
        super().__init__(**options)
        self.not_after_today = not_after_today

    def to_python(self, value: Any) -> date | None:
        if value in self.empty_values:
            return None
        if isinstance(value, date):
            return super().to_python(value)
        try:
            return parse_date(str(value))
        except ValueError:
            raise ValidationError(self.error_messages["invalid"], code="invalid") from None

    def validate(self, value: Any) -> None:
        super().validate(value)
        today = clock.today()
        if self.not_after_today and value and value > today:
            words = f"{today.year} 年 {today.month} 月 {today.day} 日"
            raise ValidationError(f"{self.label or '日期'}不能晚于今天（{words}）。", code="future")


class MonthWidget(forms.MultiWidget):
    """Two selects, 年 and 月, around the business year."""

    template_name = "components/widgets/month.html"

    def __init__(
        self, attrs: dict[str, Any] | None = None, years_back: int = 6, years_ahead: int = 1
    ) -> None:
        self.years_back, self.years_ahead = years_back, years_ahead
        widgets = [
            forms.Select(attrs={"aria-label": "年"}),
            forms.Select(attrs={"aria-label": "月"}),
        ]
        super().__init__(widgets, attrs)

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        year = clock.today().year
        years = {year + step for step in range(-self.years_back, self.years_ahead + 1)}
        chosen = self.decompress(value) if not isinstance(value, list) else value
        if chosen and chosen[0] and str(chosen[0]).isdigit():
            years.add(int(chosen[0]))
        self.widgets[0].choices = [("", "年"), *((str(y), f"{y} 年") for y in sorted(years, reverse=True))]
        self.widgets[1].choices = [("", "月"), *((str(m), f"{m} 月") for m in range(1, 13))]
        context = super().get_context(name, value, attrs)
        wrong = " is-invalid" if "is-invalid" in str((attrs or {}).get("class", "")) else ""
        for part in context["widget"]["subwidgets"]:
            part["attrs"]["class"] = f"form-select{wrong}"
        return context

    def decompress(self, value: Any) -> list[str]:
        return [str(value.year), str(value.month)] if isinstance(value, date) else ["", ""]


class MonthField(forms.MultiValueField):
    """A month; cleans to its first day or None."""

    widget = MonthWidget

    def __init__(self, **options: Any) -> None:
        fields = (
            forms.IntegerField(min_value=1900, max_value=2999, error_messages=_MONTH_WORDS),
            forms.IntegerField(min_value=1, max_value=12, error_messages=_MONTH_WORDS),
        )
        options.setdefault("error_messages", {}).setdefault("incomplete", "年和月都要选。")
        super().__init__(fields, require_all_fields=False, **options)

    def compress(self, data_list: list[int | None]) -> date | None:
        if not data_list or not all(data_list):
            return None
        return date(int(data_list[0] or 0), int(data_list[1] or 0), 1)


_MONTH_WORDS = dict.fromkeys(
    ("invalid", "min_value", "max_value", "required", "incomplete"), "请选择年和月。"
)


class ResidentNumberInput(forms.TextInput):
    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        own = {"autocomplete": "off", "spellcheck": "false", "maxlength": "30", "data-resident-number": ""}
        super().__init__({**own, **(attrs or {})})


class ResidentNumberField(forms.Field):
    """A resident number with its check digit; cleans to ``ResidentNumber`` (value, birth date, sex) or None."""

    widget = ResidentNumberInput

    def to_python(self, value: Any) -> ResidentNumber | None:
        if value in self.empty_values:
            return None
        if isinstance(value, ResidentNumber):
            return value
        try:
            return parse_resident_number(str(value))
        except NumberError as error:
            raise ValidationError(str(error), code="number") from None

    def has_changed(self, initial: Any, data: Any) -> bool:
        return str(initial or "") != str(data or "")


class SubmitTokenField(forms.UUIDField):
    """The token of one submission: the same form sent twice is one case. Hidden."""

    widget = forms.HiddenInput


class FilesInput(forms.ClearableFileInput):
    """One control for several files."""

    allow_multiple_selected = True
    template_name = "django/forms/widgets/file.html"


class FilesField(forms.FileField):
    """Several files; cleans to a list of uploads, at most ``most``."""

    widget = FilesInput

    def __init__(self, *, most: int = 6, **options: Any) -> None:
        super().__init__(**options)
        self.most = most

    def clean(self, data: Any, initial: Any = None) -> list[Any]:  # type: ignore[override]
        files = data if isinstance(data, list) else [data] if data else []
        if self.required and not files:
            raise ValidationError(self.error_messages["required"], code="required")
        if len(files) > self.most:
            raise ValidationError(f"一次最多上传 {self.most} 个文件。", code="many")
        return [super(FilesField, self).clean(one, initial) for one in files]
