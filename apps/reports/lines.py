"""A figure as a reader sees it: value, unit, how it moved against the year before, its target. Pure."""

from dataclasses import dataclass

from apps.pages import formats
from apps.statistics.services import Figure
from apps.statistics.services.values import text_of

SUMS = ("flow", "amount")


@dataclass(frozen=True)
class Line:
    """One figure in words. ``value`` and ``previous`` carry separators for the screen, ``plain`` none for papers.

    ``compare`` is the short form beside a headline (比上年 −143（−4.3%）), ``change`` the words inside a sentence
    (减少143人). ``up`` says which way it went; None when it stayed or nothing is known of the year before.
    """

    key: str
    label: str
    unit: str
    value: str
    plain: str
    previous: str
    compare: str
    change: str
    up: bool | None
    target: str
    is_met: bool | None
    definition: str
    is_frozen: bool
    url: str
    spark: tuple[float, ...] = ()

    @property
    def plain_previous(self) -> str:
        return self.previous.replace(",", "")


def line_of(figure: Figure, *, url: str = "", is_running: bool = False) -> Line:
    """The words of a figure of ``statistics``; ``url`` opens the records behind it.

    While a period ``is_running``, what adds up over time is not compared with a whole period of last year.
    """
    indicator = figure.indicator
    partial = is_running and indicator.kind in SUMS
    return Line(
        key=indicator.key,
        label=indicator.label,
        unit=indicator.unit,
        value=figure.text,
        plain=figure.text.replace(",", ""),
        previous=figure.previous_text,
        compare=f"上年整期 {figure.previous_text}" if partial else _compare(figure),
        change="暂不可比" if partial else _change(figure),
        up=figure.change > 0 if figure.change and not partial else None,
        target=_target(figure),
        is_met=figure.is_met,
        definition=indicator.definition,
        is_frozen=figure.is_frozen,
        url=url,
    )


def _compare(figure: Figure) -> str:
    if figure.change is None:
        return "上年无可比数据"
    if not figure.change:
        return "与上年持平"
    words = f"比上年 {'+' if figure.change > 0 else ''}{text_of(figure.indicator, figure.change)}"
    if figure.indicator.kind == "rate":
        return f"{words} 个百分点"
    return words if figure.growth is None else f"{words}（{_signed(figure.growth, 1)}%）"


def _change(figure: Figure) -> str:
    if figure.change is None:
        return "无可比数据"
    if not figure.change:
        return "持平"
    amount = text_of(figure.indicator, abs(figure.change)).replace(",", "")
    unit = "个百分点" if figure.indicator.kind == "rate" else figure.indicator.unit
    return f"{'增加' if figure.change > 0 else '减少'}{amount}{unit}"


def _target(figure: Figure) -> str:
    if figure.target is None:
        return ""
    value = f"{figure.target.value.normalize():f}"
    return f"{figure.target.get_comparator_display()} {value}{figure.indicator.unit}"


def _signed(number: object, decimals: int) -> str:
    text = formats.number(number, decimals)
    return text if text.startswith("−") else f"+{text}"
