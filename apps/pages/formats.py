"""How values look to people: amounts, dates, months, nothing at all. Pure; used by templates, lists, exports."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.utils import timezone

from apps.core.money import format_money
from apps.core.money import wan as to_wan

NOTHING = "—"
WEEKDAYS = "一二三四五六日"


def money(value: Any) -> str:
    """`1,234.50`; the minus is −; nothing is —, zero is 0.00."""
    if value is None or value == "":
        return NOTHING
    return format_money(Decimal(str(value)))


def wan(value: Any) -> str:
    """Yuan as 万元 with one decimal: `1,234.5`."""
    if value is None or value == "":
        return NOTHING
    return number(to_wan(Decimal(str(value))), 1)


def number(value: Any, decimals: int | str = 0) -> str:
    """`1,234`, or with decimals `68.50`; the minus is −."""
    if value is None or value == "":
        return NOTHING
    text = f"{abs(Decimal(str(value))):,.{int(decimals)}f}"
    negative = Decimal(str(value)) < 0 and text.strip("0.,") != ""
    return f"−{text}" if negative else text


def day(value: date | datetime | None) -> str:
    """`2021-12-31`; a moment is shown as the day in the project's time zone."""
    return NOTHING if value is None or value == "" else f"{_local(value):%Y-%m-%d}"


def day_short(value: date | datetime | None) -> str:
    """`12-31`, beside something that names the year."""
    return NOTHING if value is None or value == "" else f"{_local(value):%m-%d}"


def day_cn(value: date | datetime | None) -> str:
    """`2021 年 12 月 31 日`, for running text and papers."""
    if value is None or value == "":
        return NOTHING
    local = _local(value)
    return f"{local.year} 年 {local.month} 月 {local.day} 日"


def moment(value: datetime | None) -> str:
    """`2021-12-31 09:12`, wall time in the project's time zone."""
    return NOTHING if value is None or value == "" else f"{_local(value):%Y-%m-%d %H:%M}"


def month(value: date | None) -> str:
    """`2022-02`."""
    return NOTHING if value is None or value == "" else f"{value:%Y-%m}"


def month_cn(value: date | None) -> str:
    """`2022 年 2 月`."""
    return NOTHING if value is None or value == "" else f"{value.year} 年 {value.month} 月"


def weekday(value: date) -> str:
    """`周三`."""
    return f"周{WEEKDAYS[value.weekday()]}"


def time_left(days: int) -> str:
    """Working days left as words: `还剩 3 天`, `今天到期`, `已超期 2 天`."""
    if days == 0:
        return "今天到期"
    return f"还剩 {days} 天" if days > 0 else f"已超期 {-days} 天"


def plain(value: Any) -> str:
    """Any value as a person reads it: yes and no, days, moments, amounts; nothing is —."""
    if value is None or value == "":
        return NOTHING
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, datetime):
        return moment(value)
    if isinstance(value, date):
        return day(value)
    if isinstance(value, Decimal):
        return money(value)
    if isinstance(value, (list, tuple, set)):
        return "、".join(plain(item) for item in value) or NOTHING
    return str(value)


def _local(value: date | datetime) -> date | datetime:
    if isinstance(value, datetime) and timezone.is_aware(value):
        return timezone.localtime(value)
    return value
