"""The blocks of a figure's page: headline, comparison, trend, towns, definition, how it was computed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from apps.core import clock, registries
from apps.core.declarations import Indicator
from apps.core.periods import add_months, day_label
from apps.pages import formats
from apps.policy.models import Period
from apps.statistics.asked import Asked
from apps.statistics.services import Figure, by_town, figures, numbers, trend
from apps.statistics.services.adjusting import Correction, corrections
from apps.statistics.services.computing import TOWN_DIGITS, indicators
from apps.statistics.services.reading import code_of
from apps.statistics.services.values import NOTHING, Value, printed, text_of

KINDS = {"stock": "时点数", "flow": "期间数", "amount": "期间金额", "rate": "比率", "standard": "标准"}
CELLS = 4


@dataclass(frozen=True)
class Cell:
    """A comparison beside the headline: ``up`` draws an arrow (True, False, None)."""

    label: str
    value: str
    hint: str = ""
    up: bool | None = None
    url: str = ""


@dataclass(frozen=True)
class TownRow:
    """A town in the split: number, length of its bar (0 to 100), share of the district, the year before."""

    code: str
    name: str
    url: str
    text: str
    bar: str
    share: str
    previous: str
    change: str
    is_chosen: bool


def all_figures(asked: Asked) -> tuple[Figure, Figure | None, dict[str, Figure]]:
    """The figure asked for, that of the whole district when a town is shown, and those read beside it."""
    own, parts = asked.indicator, (asked.indicator.numerator, asked.indicator.denominator)
    keys = [own.key, *own.beside, *(key for key in parts if key)]
    found = figures(asked.kind, asked.start, region=asked.region, live=asked.is_live, keys=keys)
    whole = None
    if asked.region is not None:
        whole = figures(asked.kind, asked.start, live=asked.is_live, keys=[own.key])[own.key]
    return found[own.key], whole, found


def headline_label(asked: Asked) -> str:
    """What kind of number the headline is: at a day, or over the period."""
    end = formats.day(asked.bounds.end)
    match asked.indicator.kind:
        case "flow" | "amount":
            return f"{asked.period_label}合计"
        case "standard":
            return f"{end} 执行"
        case _:
            return f"{end} 时点数" if asked.indicator.kind == "stock" else asked.period_label


def compare(asked: Asked, figure: Figure, whole: Figure | None, others: dict[str, Figure]) -> list[Cell]:
    """Up to four comparisons: the year before, the district, the target, what is read together with it."""
    cells = [_before(asked, figure)]
    if whole is not None:
        share = (
            percent(figure.value, whole.value)
            if figure.indicator.kind in ("stock", "flow", "amount")
            else NOTHING
        )
        cells.append(
            Cell(
                "占全区",
                share,
                f"全区 {with_unit(whole.text, figure.indicator.unit)}",
                url=asked.url(region=""),
            )
        )
    if figure.target is not None:
        words = {True: "已达到", False: "尚未达到", None: "尚无数据"}[figure.is_met]
        wanted = f"{figure.target.get_comparator_display()} {formats.number(figure.target.value, figure.indicator.decimals)} {figure.indicator.unit}"
        cells.append(Cell("年度目标", wanted, f"{words}，{figure.target.owner}"))
    for key in figure.indicator.beside:
        other = others[key]
        if other.printed is not None:
            unit = other.indicator.unit
            past = f"上年{with_unit(other.previous_text, unit)}" if other.previous_printed is not None else ""
            cells.append(
                Cell(other.indicator.label, with_unit(other.text, unit), past, url=asked.url(key=key))
            )
    return cells[:CELLS]


def _before(asked: Asked, figure: Figure) -> Cell:
    unit, is_stock = figure.indicator.unit, figure.indicator.kind == "stock"
    label = ("比上年末" if is_stock else "比上年") if asked.is_year else "比上年同月"
    past = add_months(asked.start, -12)
    when = (
        formats.day(date(past.year, 12, 31))
        if asked.is_year and is_stock
        else (f"{past.year} 年" if asked.is_year else formats.month_cn(past))
    )
    if asked.is_running and figure.indicator.kind in ("flow", "amount"):
        # Part of a period is no more or less than the whole of another.
        return Cell(
            "上年全年" if asked.is_year else "上年同月",
            with_unit(figure.previous_text, unit),
            "本期还没有结束",
        )
    change = figure.change
    if change is None:
        return Cell(label, NOTHING, f"{when}没有数据")
    hint = f"{when}为 {with_unit(figure.previous_text, unit)}"
    if not change:
        return Cell(label, "持平", hint)
    size = text_of(figure.indicator, abs(change))
    growth = ""
    if figure.growth is not None and unit != "%":
        growth = f"（{'+' if change > 0 else ''}{formats.number(figure.growth, 1)}%）"
    words = "个百分点" if unit == "%" else f" {unit}"
    return Cell(label, f"{size}{words}{growth}", hint, up=change > 0)


def with_unit(text: str, unit: str) -> str:
    """`1,234 人`, `27.3%`."""
    return f"{text}%" if unit == "%" else f"{text} {unit}"


def percent(part: Decimal | None, whole: Decimal | None) -> str:
    """`9.8%`; nothing of nothing is —."""
    if part is None or not whole:
        return NOTHING
    return f"{formats.number((part * 100 / whole).quantize(Decimal('0.1'), ROUND_HALF_UP), 1)}%"


def trend_chart(asked: Asked) -> dict[str, Any]:
    """Month by month: the year of the figure beside the year before when that is closed; of a running year the
    last twelve months."""
    indicator, year, today = asked.indicator, asked.start.year, clock.today()
    if year == today.year:
        months = [add_months(today.replace(day=1), back) for back in range(-11, 1)]
        series = [{"name": "近 12 个月", "data": _points(asked, months)}]
    else:
        months = [date(year, month, 1) for month in range(1, 13)]
        series = [{"name": f"{year} 年", "data": _points(asked, months)}]
    is_level = indicator.kind in ("stock", "rate", "standard")
    past = [add_months(month, -12) for month in months]
    if is_level and year != today.year and _are_closed(past):
        series.append({"name": f"{year - 1} 年", "data": _points(asked, past)})
    return {
        "type": "lines" if is_level else "columns",
        "title": f"{'近 12 个月' if year == today.year else '各月'}{indicator.label}",
        "unit": indicator.unit,
        "decimals": indicator.decimals,
        "axis": "月份",
        "x": [f"{month.month}月" for month in months],
        "series": series,
        "hideY": not is_level,
    }


def _are_closed(months: Sequence[date]) -> bool:
    closed = Period.objects.filter(kind=Period.Kind.MONTH, start__in=months, state=Period.State.CLOSED)
    return closed.count() == len(months)


def _points(asked: Asked, months: Sequence[date]) -> list[float | None]:
    found = trend(asked.indicator.key, Period.Kind.MONTH, months, region=asked.region, live=asked.is_live)
    return [None if number is None else float(number) for _, number in found]


def town_rows(asked: Asked, own: Figure) -> tuple[list[TownRow], dict[str, str]]:
    """The towns, largest first, and the foot with the district's sum (empty where towns do not add up).

    ``own`` is the figure of the whole district.

    Only for who sees the whole district; a town post sees its own number above.
    """
    indicator = asked.indicator
    rows = by_town(indicator.key, asked.kind, asked.start, live=asked.is_live)
    past = {row.code: row for row in by_town(indicator.key, asked.kind, add_months(asked.start, -12))}
    numbers = [row.value or Decimal(0) for row in rows]
    whole, top = sum(numbers, Decimal(0)), max(numbers, default=Decimal(0)) or Decimal(1)
    adds_up = indicator.kind in ("stock", "flow", "amount")
    is_comparable = not asked.is_running or indicator.kind not in ("flow", "amount")
    made = []
    for row in sorted(rows, key=lambda row: (-(row.value or Decimal(0)), row.code)):
        then = past.get(row.code)
        before = then.printed if then and is_comparable else None
        made.append(
            TownRow(
                code=row.code,
                name=row.name,
                url=asked.url(region=row.code) if len(row.code) == TOWN_DIGITS else "",
                text=row.text,
                bar=f"{max(Decimal(0), (row.value or Decimal(0)) * 100 / top):.1f}",
                share=percent(row.value, whole) if adds_up else "",
                previous=then.text if then else NOTHING,
                change=_signed(indicator, row.printed, before),
                is_chosen=asked.region is not None and asked.region.code == row.code,
            )
        )
    foot = {}
    if adds_up and rows:
        foot = {
            "text": own.text,
            "share": percent(whole, whole),
            "previous": own.previous_text,
            "change": _signed(indicator, own.printed, own.previous_printed if is_comparable else None),
        }
    return made, foot


def _signed(indicator: Indicator, now: Decimal | None, then: Decimal | None) -> str:
    if now is None or then is None:
        return NOTHING
    change = now - then
    return f"+{text_of(indicator, change)}" if change > 0 else text_of(indicator, change)


def formula(figure: Figure, others: dict[str, Figure]) -> dict[str, str]:
    """How the number comes about: one sentence, or a fraction for a rate."""
    indicator = figure.indicator
    result = with_unit(figure.text, indicator.unit)
    if indicator.kind == "rate":
        top, bottom = others[indicator.numerator], others[indicator.denominator]
        scale = " × 100%" if indicator.unit == "%" else ""
        return {
            "top": f"{top.indicator.label} {_exact(figure.numerator, top.indicator)}",
            "bottom": f"{bottom.indicator.label} {_exact(figure.denominator, bottom.indicator)}",
            "result": f"{scale} = {result}",
        }
    match indicator.measure:
        case "sum" if indicator.divide != 1:
            return {
                "line": f"合计（{indicator.what}）{formats.money(figure.value)} 元 ÷ {formats.number(indicator.divide)} = {result}"
            }
        case "sum":
            return {"line": f"合计（{indicator.what}）= {result}"}
        case "distinct":
            return {"line": f"去重计数（{indicator.what}）= {result}"}
        case "count":
            return {"line": f"计数（{indicator.what}）= {result}"}
        case _:
            return {"line": f"{indicator.what} = {result}"}


def _exact(value: Decimal | None, indicator: Indicator) -> str:
    """A part of a rate in base units: yuan with two decimals, counts without."""
    if value is None:
        return NOTHING
    return (
        f"{formats.money(value)} 元" if indicator.divide != 1 else f"{formats.number(value)} {indicator.unit}"
    )


def about(asked: Asked, figure: Figure) -> list[tuple[str, str]]:
    """The figure's definition in words, as label and text."""
    indicator = asked.indicator
    rows = [
        ("定义", indicator.definition),
        (
            "类型",
            f"{KINDS[indicator.kind]}，{indicator.decimals} 位小数"
            if indicator.decimals
            else KINDS[indicator.kind],
        ),
        ("地区归属", indicator.place),
        ("依据", indicator.source),
    ]
    return [(label, text) for label, text in rows if text]


def computed(asked: Asked, figure: Figure, period: Period | None) -> list[tuple[str, str]]:
    """When and by whom the number was fixed; of a number computed now, that it follows the records."""
    if not figure.is_frozen or period is None or period.closed_at is None or period.closed_on is None:
        return [
            ("方式", "按现有记录实时计算" if asked.is_live else "账期未关账，按现有记录实时计算"),
            ("截至", day_label(asked.bounds.end)),
        ]
    return [
        ("方式", "关账时计算并保存，以后不再改变"),
        ("关账时间", formats.moment(period.closed_at)),
        ("关账日期", formats.day(period.closed_on)),
        ("关账人", period.closed_by.name if period.closed_by else NOTHING),
    ]


def corrected(asked: Asked, figure: Figure) -> Correction | None:
    """What was corrected in a frozen number since; None for a live one, and where nothing was."""
    if not figure.is_frozen:
        return None
    own = figure.indicator
    keys = [key for key in (own.key, own.numerator, own.denominator) if key]
    splits = numbers(asked.kind, [asked.start], keys=keys)[asked.start].splits
    found = corrections(asked.kind, asked.start, splits, place=code_of(asked.region), keys=[own.key])
    return found.get(own.key)


def entries(asked: Asked, correction: Correction | None) -> list[dict[str, Any]]:
    """The adjustments as lines: day, figure (of a rate its part), change in base units, why; the latest first."""
    made: list[dict[str, Any]] = []
    for row in reversed(correction.rows if correction else ()):
        part = registries.indicators.get(row.key)
        size = (
            f"{formats.money(abs(row.delta))} 元"
            if part.divide != 1
            else f"{formats.number(abs(row.delta), part.decimals)} {part.unit}"
        )
        sign = "+" if row.delta > 0 else "−" if row.delta else ""
        made.append({"day": row.found_on, "label": part.label, "delta": f"{sign}{size}", "cause": row.cause})
    return made


def recomputed(asked: Asked, figure: Figure, correction: Correction | None) -> dict[str, str]:
    """A frozen number, with its corrections, held against the records as they are now; empty for a live one."""
    if not figure.is_frozen:
        return {}
    own = figure.indicator
    live = figures(asked.kind, asked.start, region=asked.region, live=True, keys=[own.key])[own.key]
    known = correction.adjusted if correction else Value(figure.value, figure.numerator, figure.denominator)
    if (live.numerator, live.denominator) == (known.numerator, known.denominator) and (
        own.kind == "rate" or live.value == known.value
    ):
        words = "关账数加更正，与现有记录一致" if correction else "与现有记录一致"
        return {"tone": "done", "text": words}
    difference = _signed(own, live.printed, printed(own, known))
    return {"tone": "soon", "text": f"现有记录为 {live.text}，相差 {difference}，今晚登记为更正"}


def neighbours(asked: Asked) -> tuple[Indicator | None, Indicator | None]:
    """The indicators before and after this one in its section."""
    own = [item for item in indicators() if item.section == asked.indicator.section]
    place = own.index(asked.indicator)
    return (own[place - 1] if place else None), (own[place + 1] if place + 1 < len(own) else None)
