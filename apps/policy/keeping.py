"""Keeping parameters and the working calendar: a new value from a day on, the old one stays for what it governed."""

from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal, InvalidOperation
from typing import Any

from django.db import transaction
from django.db.models import QuerySet

from apps.accounts.actor import Actor
from apps.audit.services import record
from apps.core import clock
from apps.core.errors import Forbidden, NotVisible, Refused
from apps.core.registries import parameter_words
from apps.policy.holidays import HolidayDay
from apps.policy.models import CalendarDay, CalendarYear, Parameter

MANAGE = "policy.manage_parameter"


@transaction.atomic
def set_parameter(
    key: str, typed: str | list[str], *, effective_from: date, source: str, actor: Actor
) -> Parameter:
    """A new value of ``key`` from ``effective_from`` on; the value before ends the day before it.

    A limit is read at the acceptance date of the case it governs, so it binds cases accepted from that day on
    only. Raises Refused for a day before today, a day that has a value already, a value of another type, or one
    that says the same as now; NotVisible for a key that does not exist.
    """
    _must_manage(actor)
    rows = list(Parameter.objects.select_for_update().filter(key=key).order_by("effective_from"))
    if not rows:
        raise NotVisible("没有找到这个参数。")
    if effective_from < clock.today():
        raise Refused(
            "起始日不能早于今天：已经按原值办理的不能改变。",
            hint="请填写今天或以后的日期。",
            code="effective_from",
        )
    if any(row.effective_from == effective_from for row in rows):
        raise Refused("这一天已经有一个值。", hint="请先撤下那个值，或换一个起始日。", code="effective_from")
    before = [row for row in rows if row.effective_from < effective_from]
    after = [row for row in rows if row.effective_from > effective_from]
    pattern = (before or after)[-1]
    value = read_value(pattern, typed)
    if before and before[-1].value == value and _covers(before[-1], effective_from):
        raise Refused(f"和现在的值一样（{before[-1].shown}）。", hint="没有改变时不用录入。", code="value")
    if before and _covers(before[-1], effective_from):
        before[-1].effective_to = effective_from - timedelta(days=1)
        before[-1].save(update_fields=["effective_to"])
    made = Parameter.objects.create(
        key=key,
        label=pattern.label,
        value=value,
        effective_from=effective_from,
        effective_to=after[0].effective_from - timedelta(days=1) if after else None,
        source=source,
    )
    record(
        "policy.parameter_set", f"{made.label}：{pattern.shown} → {made.shown}，{effective_from:%Y-%m-%d} 起",
        actor=actor, subject=made, reason=source, detail={"key": key},
    )  # fmt: skip
    return made


@transaction.atomic
def withdraw_parameter(parameter_id: int, *, reason: str, actor: Actor) -> str:
    """Take back a value that is not in force yet; the one before lasts on. Answers the key."""
    _must_manage(actor)
    row = Parameter.objects.select_for_update().filter(pk=parameter_id).first()
    if row is None:
        raise NotVisible("没有找到这个值。")
    if row.effective_from <= clock.today():
        raise Refused("这个值已经执行，不能撤下。", hint="请录入新的值和起始日。", code="in_force")
    rows: QuerySet[Parameter] = Parameter.objects.select_for_update().filter(key=row.key)
    before = rows.filter(effective_from__lt=row.effective_from).order_by("-effective_from").first()
    if before is None:
        raise Refused("这是唯一的值，不能撤下。", code="only")
    before.effective_to = row.effective_to
    before.save(update_fields=["effective_to"])
    record(
        "policy.parameter_withdrawn", f"撤下{row.label}：{row.shown}（{row.effective_from:%Y-%m-%d} 起）",
        actor=actor, subject=row, reason=reason, detail={"key": row.key},
    )  # fmt: skip
    row.delete()
    return row.key


def read_value(pattern: Parameter, typed: str | list[str]) -> Any:
    """What was typed, as a value of the type that the parameter has. Raises Refused with a sentence."""
    kind = type(pattern.value)
    words = choices_of(pattern.key)
    if kind is list:
        chosen = [typed] if isinstance(typed, str) else typed
        if not chosen or not set(chosen) <= set(words):
            raise Refused("请从列出的项目中选择，至少一项。", code="value")
        return [code for code in words if code in chosen]
    text = "".join((typed if isinstance(typed, str) else "".join(typed)).split())
    if kind is bool:
        if text not in ("true", "false"):
            raise Refused("请选择是或否。", code="value")
        return text == "true"
    if words:
        if text not in words:
            raise Refused("请从列出的项目中选择。", code="value")
        return text
    try:
        number = Decimal(text)
    except InvalidOperation as error:
        raise Refused("请填写数字，例如 20 或 0.15。", code="value") from error
    if not number.is_finite() or number < 0 or number >= 10**9:
        raise Refused("请填写不小于 0 的数字。", code="value")
    if kind is int:
        if number != number.to_integral_value():
            raise Refused("请填写整数。", code="value")
        return int(number)
    return format(number, "f")


def choices_of(key: str) -> dict[str, str]:
    """The codes a value of ``key`` may have, in words; empty for numbers."""
    declared = parameter_words.find(key)
    return {str(code): str(words) for code, words in declared.words.items()} if declared else {}


@transaction.atomic
def set_calendar(year: int, days: Sequence[HolidayDay], *, source: str, actor: Actor) -> CalendarYear:
    """Enter the holiday order of ``year``, or replace what was entered of it by a later order.

    Of a year that has begun only days to come may change: dates already computed stand on the others. Days of a
    neighbouring year (New Year's Eve) are added to it when it is entered. Raises Refused otherwise.
    """
    _must_manage(actor)
    own = [day for day in days if day.day.year == year]
    if not own:
        raise Refused(f"里面没有 {year} 年的日期。", hint="请核对年份。", code="year")
    found, made = CalendarYear.objects.select_for_update().get_or_create(
        year=year, defaults={"source": source}
    )
    kept = {row.day: row.is_working for row in CalendarDay.objects.filter(year=found)}
    wanted = {day.day: day.is_working for day in own}
    today = clock.today()
    past = [d for d in {*kept, *wanted} if d <= today and kept.get(d) != wanted.get(d)]
    if past and not made:
        raise Refused(
            f"{min(past):%Y-%m-%d} 已经过去，它的安排不能再改。",
            hint="请只改以后的日期，过去的照原样保留。",
            code="past",
        )
    CalendarDay.objects.filter(year=found).delete()
    near = set(
        CalendarYear.objects.filter(year__in={day.day.year for day in days}).values_list("year", flat=True)
    )
    CalendarDay.objects.bulk_create(
        [
            CalendarDay(day=day.day, year_id=day.day.year, is_working=day.is_working, label=day.label[:40])
            for day in days
            if day.day.year in near and (day.day.year == year or day.day > today)
        ],
        ignore_conflicts=True,
    )
    if not made:
        found.source = source
        found.save(update_fields=["source"])
    record(
        "policy.calendar_set", f"{'录入' if made else '改动'} {year} 年工作日历，{len(own)} 天",
        actor=actor, subject=found, reason=source, detail={"year": year},
    )  # fmt: skip
    return found


def _covers(row: Parameter, day: date) -> bool:
    return row.effective_to is None or row.effective_to >= day


def _must_manage(actor: Actor) -> None:
    if not actor.has(MANAGE):
        raise Forbidden("当前岗位不能改动参数和日历。", hint="请数据管理员办理。")
