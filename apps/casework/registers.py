"""The register of cases."""

from typing import Any

from django.db.models import Q

from apps.casework import queue, registers_oversight
from apps.casework.models import CaseState
from apps.core import clock, names
from apps.core.declarations import Column, Filter, Preset, Register
from apps.core.registries import registers

__all__ = ["TONES", "registers_oversight"]

TONES = {
    CaseState.CONFIRMED: "done",
    CaseState.NOT_ACCEPTED: "off",
    CaseState.NOT_CONFIRMED: "off",
    CaseState.WITHDRAWN: "off",
    CaseState.TERMINATED: "off",
    CaseState.SUPPLEMENT: "soon",
    CaseState.NOTICE: "now",
}


def _found(rows: Any, text: str) -> Any:
    """By the beginning of a number, or by name, pinyin or initials of the applicant."""
    typed = names.normalise_query(text)
    by_number = Q(number__startswith=text.strip().upper())
    return rows.filter(by_number | Q(applicant__name_search__contains=typed)) if typed else rows


def _nearly_due(rows: Any) -> Any:
    days = queue.Days.now()
    return rows.filter(is_open=True, due_on__gte=clock.today(), due_on__lte=days.soon)


def _state_choices(actor: Any) -> list[tuple[str, str]]:
    return [(str(value), str(label)) for value, label in CaseState.choices]


registers.register(
    Register(
        name="cases",
        label="办件",
        model="casework.Case",
        permission="casework.view_case",
        unit="件",
        columns=(
            Column("number", "办件编号", kind="code", sort="number"),
            Column("kind", "事项", value=lambda case: dict(queue.kind_labels()).get(case.kind, case.kind)),
            Column("applicant", "申请人", "applicant__name", kind="name"),
            Column("region", "区域", "region__full_name", kind="region"),
            Column("state", "状态", kind="status", tones={str(key): tone for key, tone in TONES.items()}),
            Column("decision_level", "确认层级", default=False),
            Column("submitted_on", "提交日期", kind="date", sort="submitted_on"),
            Column("accepted_on", "受理日期", kind="date"),
            Column("due_on", "全程期限", kind="date"),
            Column("decided_on", "决定日期", kind="date"),
            Column("created_by", "经办人", "created_by__name"),
        ),
        filters=(
            Filter("kind", "事项", "choice", "kind", choices=queue.kind_choices),
            Filter("state", "状态", "choice", "state", choices=_state_choices),
            Filter("place", "区域", "region", ""),
            Filter("submitted", "提交日期", "date_range", "submitted_on"),
        ),
        presets=(
            Preset("open", "在办", lambda rows: rows.filter(is_open=True)),
            Preset("soon", "即将到期", _nearly_due, tone="soon"),
            Preset(
                "late",
                "已超期",
                lambda rows: rows.filter(is_open=True, due_on__lt=clock.today()),
                tone="soon",
            ),
            Preset("closed", "已办结", lambda rows: rows.filter(is_open=False)),
            Preset("all", "全部", lambda rows: rows),
        ),
        queryset=lambda rows: rows.with_people(),
        order=("-submitted_on", "-id"),
        search=_found,
        search_hint="编号、姓名、拼音首字母",
        title=lambda case: case.number,
        empty="还没有办件",
        note="姓名在列表中部分隐去，打开办件后可见。",
        lookup="number",
    )
)
