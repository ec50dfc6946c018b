"""What ``/_components/`` shows: every component once, with invented values."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django import forms as plain
from django.http import HttpRequest
from django.utils import timezone

from apps.core.declarations import Filter
from apps.core.permissions import PUBLIC
from apps.pages import forms
from apps.pages.filters import FilterBar
from apps.pages.listing import Page
from apps.pages.views import PageView

TONES = ("late", "soon", "done", "now", "plain", "off")
DAY = date(2021, 12, 31)


class SampleForm(forms.Form):
    """One field of each kind."""

    name = plain.CharField(label="姓名", max_length=20, help_text="与身份证一致")
    number = forms.ResidentNumberField(label="身份证号")
    income = forms.MoneyField(label="月收入（元）")
    begun = forms.DateField(label="起始日期", required=False)
    month = forms.MonthField(label="月份", required=False)
    town = plain.ChoiceField(
        label="镇街", choices=[("", "请选择"), ("a", "甲街道"), ("b", "乙镇")], required=False
    )
    kind = plain.ChoiceField(
        label="申请方式", choices=[("a", "窗口"), ("b", "代办")], widget=plain.RadioSelect
    )
    agreed = plain.BooleanField(label="已告知申请人")
    remark = plain.CharField(label="说明", widget=plain.Textarea(attrs={"rows": 2}), required=False)


class Components(PageView):
    """Every component with its arguments. Served in demo and tests only; holds nothing of anybody."""

    permission = PUBLIC
    template_name = "pages/components.html"

    def context(self, **kwargs: Any) -> dict[str, Any]:
        form = SampleForm({"number": "330299196305024121", "income": "一千"})
        return {
            "tones": TONES,
            "day": DAY,
            "form": form,
            "sample": {"words": "别的应用声明的模板，连同它自己的变量"},
            "bar": sample_bar(self.request),
            "page": Page(
                rows=[1, 2], size=20, count=3412, capped=False, number=2, next="?page=3", previous="?page=1"
            ),
            **blocks(),
            **figures(),
        }


def sample_bar(request: HttpRequest) -> FilterBar:
    choices = [("a", "甲街道"), ("b", "乙镇")]
    declared = (
        Filter("town", "镇街", "choice", "town", choices=lambda actor: choices),
        Filter("month", "月份", "month", "month"),
        Filter("on", "提交日期", "date_range", "on"),
        Filter("number", "办件编号", "text", "number"),
    )
    return FilterBar(declared, request.GET, request.actor, search=True)  # type: ignore[attr-defined]


def blocks() -> dict[str, Any]:
    """Values of the block components, invented."""
    moment = timezone.make_aware(datetime(2021, 12, 31, 9, 12))
    return {
        "why_lines": [
            {"label": "保障标准", "value": "1,000.00 × 3 人", "source": "标准见政策参数", "total": False},
            {"label": "家庭月收入", "value": "−1,894.00", "source": "申报", "total": False},
            {"label": "月保障金额", "value": "1,106.00", "source": "", "total": True},
        ],
        "check_items": [
            {"state": "yes", "text": "身份证明", "right": "2 份"},
            {"state": "no", "text": "收入证明"},
            {"state": "opt", "text": "病历"},
        ],
        "steps": [
            {"label": "受理", "state": "done", "when": "12-17", "who": "林晓"},
            {"label": "核对", "state": "now", "when": "12-31", "who": ""},
            {"label": "确认", "state": "", "when": "", "who": ""},
        ],
        "log": [{"at": moment, "text": "受理申请", "hint": "林晓"}],
        "pairs": [("姓名", "陈秀芳", ""), ("证件号码", "330299********4120", "no"), ("住址", None, "")],
        "tab_items": [
            {"label": "在办", "url": "?view=open", "current": True, "count": 16, "tone": ""},
            {"label": "即将到期", "url": "?view=soon", "current": False, "count": 3, "tone": "soon"},
        ],
    }


def figures() -> dict[str, Any]:
    """Values of the components that show numbers, invented."""
    return {
        "figures": [
            {
                "label": "在享户数",
                "value": "1,005",
                "unit": "户",
                "compare": "比上年 −12",
                "up": False,
                "url": "?figure=a",
                "spark": [3, 4, 6, 5],
            },
            {
                "label": "支出",
                "value": "68.5",
                "unit": "万元",
                "compare": "",
                "up": None,
                "url": "",
                "spark": None,
            },
        ],
        "marks": [("低保", Decimal(1000)), ("低边", Decimal(1500))],
        "chart_spec": {
            "type": "columns",
            "title": "各年户数",
            "unit": "户",
            "x": ["2020 年", "2021 年"],
            "series": [{"name": "户数", "data": [12, 16]}],
        },
        "trend": [3, 4, 6, 5],
    }
