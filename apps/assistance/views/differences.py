"""What two windows on one draft have typed differently, in words."""

from typing import Any

from django import forms

from apps.assistance.forms import EntryForms
from apps.assistance.views.lines import word

Difference = tuple[str, str, str]
NOTHING = "没有填"


def differences(here: EntryForms, there: EntryForms) -> list[Difference]:
    """Label, what this window says, what the draft says, for every field and row in which they differ."""
    found = _of_fields(here.main, there.main, "")
    for label, ours, theirs in (
        ("家庭成员", here.members, there.members),
        ("收入", here.incomes, there.incomes),
    ):
        left, right = _by_key(ours), _by_key(theirs)
        for key in dict.fromkeys([*left, *right]):
            if key in left and key in right:
                found += _of_fields(left[key], right[key], f"{label}第 {left[key].line} 行，")
            else:
                one = left.get(key) or right[key]
                words = _shown(one, "name" if "name" in one.fields else "source")
                found.append((f"{label}“{words}”", *(("有", "没有") if key in left else ("没有", "有"))))
    return found


def _by_key(rows: list[Any]) -> dict[str, Any]:
    return {form.data.get(form.add_prefix("key"), ""): form for form in rows}


def _of_fields(here: Any, there: Any, where: str) -> list[Difference]:
    return [
        (f"{where}{here.fields[name].label}", _shown(here, name), _shown(there, name))
        for name in here.fields
        if name != "key" and _shown(here, name) != _shown(there, name)
    ]


def _shown(form: Any, name: str) -> str:
    field = form.fields[name]
    typed = str(form.data.get(form.add_prefix(name), "")).strip()
    if isinstance(field, forms.BooleanField):
        return "是" if typed else "否"
    if hasattr(field, "choices"):
        return word(form, name) or NOTHING
    return typed or NOTHING
