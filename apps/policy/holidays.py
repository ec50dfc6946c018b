"""Reading the State Council's yearly holiday order, as it is published: sentence by sentence."""

import re
import unicodedata
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from apps.core.errors import Refused

_ITEM: Final = re.compile(r"[一二三四五六七八九十]+、\s*(?P<label>[^：:]+)[：:](?P<text>.*)")
_DAY: Final = r"(?:(?:(?P<{0}y>\d{{4}})年)?(?P<{0}m>\d{{1,2}})月)?(?P<{0}d>\d{{1,2}})日(?:\([^)]*\))?"
_SPAN: Final = re.compile(_DAY.format("a") + r"(?:至" + _DAY.format("b") + r")?")
_SATURDAY: Final = 5


@dataclass(frozen=True)
class HolidayDay:
    """A day that breaks the weekly rule: a weekday off or a weekend day worked, with the name of the holiday."""

    day: date
    is_working: bool
    label: str


def read_order(text: str, year: int) -> list[HolidayDay]:
    """The exceptional days of ``year`` and its neighbours in an order such as
    ``二、春节：1月21日至27日放假调休，共7天。1月28日（星期六）、1月29日（星期日）上班。``

    Raises Refused with the line that cannot be read, or when a day is told to be off and worked.
    """
    found: dict[date, HolidayDay] = {}
    for line in unicodedata.normalize("NFKC", text).replace("：", ":").splitlines():
        line = "".join(line.split())
        if not line:
            continue
        item = _ITEM.fullmatch(line)
        if item is None:
            raise Refused(
                f"这一行没有看懂：{line[:40]}",
                hint="每个节日一行，例如“一、元旦：1月1日放假，共1天。”",
                code="line",
            )
        for entry in _read_item(item["label"].strip(), item["text"], year):
            known = found.setdefault(entry.day, entry)
            if known.is_working != entry.is_working:
                raise Refused(
                    f"{entry.day:%Y-%m-%d} 既写了放假又写了上班。", hint="请核对通知原文。", code="both"
                )
    if not found:
        raise Refused("没有读到放假或上班的日期。", hint="请粘贴通知中逐个节日的安排。", code="empty")
    return [found[day] for day in sorted(found)]


def _read_item(label: str, text: str, year: int) -> list[HolidayDay]:
    entries = []
    for sentence in re.split(r"[。;]", text):
        is_working = "上班" in sentence and "放假" not in sentence
        if not is_working and "放假" not in sentence and "休息" not in sentence:
            continue
        for day in _days(sentence, label, year):
            breaks_rule = (day.weekday() >= _SATURDAY) == is_working
            if breaks_rule:
                entries.append(HolidayDay(day, is_working, f"{label}调休上班" if is_working else label))
            elif is_working:
                raise Refused(
                    f"{day:%Y-%m-%d} 不是周末，不会是调休上班。", hint="请核对年份和日期。", code="weekday"
                )
    return entries


def _days(sentence: str, label: str, year: int) -> list[date]:
    days: list[date] = []
    month = 0
    try:
        for span in _SPAN.finditer(sentence):
            month = int(span["am"] or month)
            first = date(int(span["ay"] or year), month, int(span["ad"]))
            last = first
            if span["bd"]:
                month = int(span["bm"] or month)
                last = date(int(span["by"] or (year if span["bm"] else first.year)), month, int(span["bd"]))
            days += [first + timedelta(days=n) for n in range((last - first).days + 1)]
    except ValueError as error:
        raise Refused(f"“{label}”里有不存在的日期。", hint="请核对通知原文。", code="date") from error
    return days
