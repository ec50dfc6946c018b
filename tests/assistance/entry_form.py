"""An entry form as a browser would send it."""

from datetime import date
from typing import Any

from apps.casework.models import Draft
from tests.factories import resident_number

ENTRY = "/cases/new/dibao/"


def number(birth: date, sex: str) -> str:
    return resident_number(birth, sex)


def member(key: str, name: str, relation: str, number_: str, **more: str) -> dict[str, str]:
    row = {
        "key": key,
        "name": name,
        "relation": relation,
        "number": number_,
        "labour_capacity": "none",
        "schooling": "none",
        "disability": "",
        "disability_level": "",
        "marital_status": "",
        "absence": "",
        "ethnicity": "汉族",
        "lives_together": "on",
        "has_local_hukou": "on",
    }
    return {name_: value for name_, value in {**row, **more}.items() if value != "off"}


def income(key: str, member_key: str, monthly: str, source: str = "wage", **more: str) -> dict[str, str]:
    return {"key": key, "member": member_key, "source": source, "note": "", "monthly": monthly, **more}


def household(region: str, **more: str) -> dict[str, str]:
    """The fields of a family that has told everything."""
    fields = {
        "region": region,
        "channel": "window",
        "phone": "13800000127",
        "address": "泰和路 1 号",
        "reason": "illness",
        "reason_text": "",
        "unit": "household",
        "single_member_key": "",
        "bank": "鄞州银行",
        "account": "6228480000000003306",
        "holder_name": "",
        "deposits": "18,600.00",
        "insurance": "0",
        "dwellings": "1",
        "area": "46.5",
        "vehicle": "none",
        "business": "none",
        "household_deductions": "",
        "is_true": "on",
        "is_authorised": "on",
        "relative": "no",
    }
    return {**fields, **more}


def posted(
    fields: dict[str, str], members: list[dict[str, str]], incomes: list[dict[str, str]] = (), **more: Any
) -> dict[str, Any]:
    """All of it under the names that the page gives its fields."""
    flat: dict[str, Any] = {**fields, **more}
    for prefix, rows in (("members", members), ("incomes", incomes)):
        for position, row in enumerate(rows):
            flat |= {f"{prefix}-{position}-{name}": value for name, value in row.items()}
    return flat


MOTHER = number(date(1956, 3, 12), "F")
SON = number(date(1980, 9, 21), "M")
GRANDCHILD = number(date(2010, 11, 5), "F")


def begin(window, number_: str = MOTHER) -> str:
    """Search first, then on to the form: the address of the draft."""
    response = window.post(ENTRY, {"number": number_, "do": "start"})
    assert response.status_code == 302, response.content.decode()
    return response["Location"]


def family() -> list[dict[str, str]]:
    return [
        member("m1", "王桂英", "self", MOTHER),
        member(
            "m2", "李海峰", "son", SON, labour_capacity="partial", disability="physical", disability_level="2"
        ),
        member("m3", "李梓涵", "granddaughter", GRANDCHILD, labour_capacity="minor", schooling="compulsory"),
    ]


def incomes() -> list[dict[str, str]]:
    return [
        income("i1", "m1", "490", "resident_pension"),
        income("i2", "m2", "1,150.00", "public_post"),
        income("i3", "m2", "250", "disability_subsidy"),
    ]


def check(window, draft: str, community: str, **changes):
    data = posted(household(community), family(), incomes(), do="check", window="w1", revision="1")
    return window.post(draft, {**data, **changes})


def submit(window, draft: str):
    token = Draft.objects.get(pk=draft.rstrip("/").rsplit("/", 1)[-1]).submit_token
    return window.post(f"{draft}check/", {"submit_token": token})
