"""What an officer may change in a file by hand: how to reach the person, disability; birth date only without a number."""

import re
from datetime import date
from typing import Any

from django.db import transaction

from apps.accounts.actor import Actor
from apps.audit.services import record
from apps.core import clock
from apps.core.errors import Refused, StaleVersion
from apps.people.models import Person
from apps.people.services.proposals import lock_persons

PHONE = re.compile(r"\+?[0-9-]{7,20}")


@transaction.atomic
def edit_person(
    person: Person,
    *,
    phone: str,
    address: str,
    disability: str,
    ethnicity: str,
    actor: Actor,
    version: int | None = None,
    birth_date: date | None = None,
    sex: str = "",
) -> Person:
    """Change the file. ``version`` is the one that was shown: ``StaleVersion`` when somebody changed it since.

    Birth date and sex follow from the resident number and are ``Refused`` where there is one (rulebook 5.2).
    """
    (person,) = lock_persons(person)
    if version is not None and version != person.version:
        raise StaleVersion("这份档案刚刚已由其他人更改，本页内容不是最新的。")
    phone = "".join(phone.split())
    if phone and not PHONE.fullmatch(phone):
        raise Refused("电话号码应为 7 至 20 位数字，请核对。", code="phone")
    wanted: dict[str, Any] = {
        "phone": phone,
        "address": address.strip(),
        "disability": disability.strip(),
        "ethnicity": ethnicity.strip() or "汉族",
    }
    wanted |= _born(person, birth_date, sex)
    changed = [name for name, value in wanted.items() if value != getattr(person, name)]
    if not changed:
        return person
    for name in changed:
        setattr(person, name, wanted[name])
    person.version += 1
    person.save(update_fields=[*changed, "version"])
    record(
        "people.edit",
        "修改人员资料",
        actor=actor,
        subject=person,
        region_code=person.home_region_id,
        detail={"fields": changed},
    )
    return person


def _born(person: Person, birth_date: date | None, sex: str) -> dict[str, Any]:
    if person.number:
        if (birth_date or person.birth_date, sex or person.sex) != (person.birth_date, person.sex):
            raise Refused(
                "出生日期和性别由身份证号得出，不能单独修改。",
                hint="身份证号有误的，请办理“更正身份信息”。",
                code="birth",
            )
        return {}
    if birth_date is not None and birth_date > clock.today():
        raise Refused("出生日期不能晚于今天，请核对。", code="birth")
    return {"birth_date": birth_date or person.birth_date, "sex": sex or person.sex}
