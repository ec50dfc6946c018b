"""Filters and components of the interface: ``{% load ui %}``.

Every component names its arguments and refuses a value it does not know (ComponentError), so a slip is an
error in the first test that renders the page and not an odd-looking page. All of them are shown on
``/_components/`` (demo and tests). Wording and look: templates/components/*.html.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

from django import template
from django.conf import settings
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString

from apps.core import numbers
from apps.pages import formats

register = template.Library()

register.filter("money", formats.money)
register.filter("wan", formats.wan)
register.filter("number", formats.number)
register.filter("day", formats.day)
register.filter("day_short", formats.day_short)
register.filter("day_cn", formats.day_cn)
register.filter("moment", formats.moment)
register.filter("month", formats.month)
register.filter("month_cn", formats.month_cn)
register.filter("weekday", formats.weekday)
register.filter("plain", formats.plain)


class ComponentError(ValueError):
    """A component was given a value it does not know: a slip in the template or the view."""


def one_of(what: str, value: Any, allowed: Iterable[str]) -> Any:
    if value not in allowed:
        raise ComponentError(f"{what}: {value!r} is not one of {', '.join(sorted(allowed))}")
    return value


@register.filter
def mask_name(value: str | None) -> str:
    """`陈*芳`, for every list."""
    return numbers.mask_name(value) if value else formats.NOTHING


@register.filter
def mask_number(value: str | None) -> str:
    """`330299********4120`."""
    return numbers.mask_resident_number(str(value)) if value else formats.NOTHING


@register.filter
def mask_phone(value: str | None) -> str:
    return numbers.mask_phone(value) if value else formats.NOTHING


@register.filter
def mask_account(value: str | None) -> str:
    return numbers.mask_account(value) if value else formats.NOTHING


# --- icons and states ------------------------------------------------------------------------------------


@lru_cache(maxsize=1)
def icon_names() -> frozenset[str]:
    """The names in the sprite."""
    text = Path(settings.BASE_DIR, "static", "icons.svg").read_text("utf-8")
    return frozenset(part.split('"', 1)[0] for part in text.split('<symbol id="')[1:])


@register.simple_tag
def icon(name: str, label: str = "") -> SafeString:
    """An icon of the sprite. Without ``label`` it is decoration beside a word."""
    one_of("icon", name, icon_names())
    href = f"{static('icons.svg')}#{name}"
    if label:
        return format_html('<svg class="icon" role="img" aria-label="{}"><use href="{}"/></svg>', label, href)
    return format_html('<svg class="icon" aria-hidden="true"><use href="{}"/></svg>', href)


STATUS_ICONS = {
    "late": "alert-circle",
    "soon": "clock-hour-4",
    "done": "circle-check",
    "now": "clock-hour-4",
    "plain": "clock-hour-4",
    "off": "circle-minus",
}


@register.simple_tag
def status(tone: str, text: str, glyph: str = "", hint: str = "") -> SafeString:
    """A state: icon and word, coloured by ``tone`` (late, soon, done, now, plain, off)."""
    one_of("status tone", tone, STATUS_ICONS)
    return format_html(
        '<span class="st {}"{}>{}{}</span>',
        "" if tone in ("plain", "off") else tone,
        format_html(' title="{}"', hint) if hint else "",
        icon(glyph or STATUS_ICONS[tone]),
        text,
    )


@register.simple_tag
def due(days: int | None, on: date | None = None, year: bool = False) -> SafeString:
    """Working days left to a limit, with its date: late, soon (two days or less) or plain."""
    if days is None:
        return format_html('<span class="muted">{}</span>', formats.NOTHING)
    tone = "late" if days < 0 else "soon" if days <= 2 else "plain"
    left = status(tone, formats.time_left(days), hint="按工作日计算")
    if on is None:
        return left
    shown = formats.day(on) if year else formats.day_short(on)
    return format_html('{}<span class="hint no hide-md">{}</span>', left, shown)


@register.simple_tag
def tag(text: str, tone: str = "") -> SafeString:
    """A kind or label in a frame; tones acc, ok, warn, danger. Not for time limits."""
    one_of("tag tone", tone, ("", "acc", "ok", "warn", "danger"))
    return format_html('<span class="tag {}">{}</span>', tone, text)


# --- blocks ----------------------------------------------------------------------------------------------

NOTE_ICONS = {"info": "info-circle", "warn": "alert-triangle", "danger": "alert-circle", "ok": "circle-check"}


@register.simple_block_tag
def note(content: str, tone: str = "info", title: str = "") -> SafeString:
    """A message in place: the bold ``title`` says what, the content what to do. Tones info, warn, danger, ok."""
    one_of("note tone", tone, NOTE_ICONS)
    return format_html(
        '<div class="note {}">{}<div>{}{}</div></div>',
        "" if tone == "info" else tone,
        icon(NOTE_ICONS[tone]),
        format_html('<p class="strong">{}</p>', title) if title else "",
        content,
    )


@register.simple_block_tag
def panel(content: str, title: str = "", hint: str = "", id: str = "", flush: bool = False) -> SafeString:
    """The one container. ``flush`` leaves the padding to the content (tables). Never a panel in a panel."""
    head = (
        format_html(
            '<div class="panel-h"><h2{}>{}</h2>{}</div>',
            format_html(' id="{}-h"', id) if id else "",
            title,
            format_html('<span class="hint">{}</span>', hint) if hint else "",
        )
        if title
        else ""
    )
    body = content if flush else format_html('<div class="panel-b">{}</div>', content)
    named = format_html(' id="{}" aria-labelledby="{}-h"', id, id) if id and title else ""
    return format_html('<section class="panel"{}>{}{}</section>', named, head, body)


@register.simple_block_tag
def drawer(content: str, title: str, id: str = "drawer", hidden: bool = True) -> SafeString:
    """A look at one row beside the list; Esc closes it."""
    return format_html(
        '<aside class="drawer" id="{}" aria-label="{}"{}><div class="drawer-h"><h2>{}</h2>'
        '<div class="right"><button class="btn btn-quiet btn-sm" type="button" data-close>{}</button></div></div>'
        '<div class="drawer-b" tabindex="0" role="region" aria-label="{}">{}</div></aside>',
        id,
        title,
        SafeString(" hidden") if hidden else "",
        title,
        icon("x", "关闭"),
        title,
        content,
    )


# --- components with a template --------------------------------------------------------------------------


def _get(item: Any, name: str, default: Any = "") -> Any:
    return item.get(name, default) if isinstance(item, Mapping) else getattr(item, name, default)


@register.inclusion_tag("components/why.html")
def why(lines: Iterable[Any]) -> dict[str, Any]:
    """A computation line by line: label, value, source, total (the last line)."""
    return {"lines": list(lines)}


CHECK_ICONS = {"yes": "circle-check", "no": "circle-x", "opt": "info-circle"}


@register.inclusion_tag("components/checks.html")
def checks(items: Iterable[Any]) -> dict[str, Any]:
    """Documents or preconditions: state (yes, no, opt), text, right, url, id, glyph."""
    rows = []
    for item in items:
        state = one_of("check state", _get(item, "state"), CHECK_ICONS)
        rows.append(
            {
                "css": "no-" if state == "no" else state,
                "glyph": _get(item, "glyph") or CHECK_ICONS[state],
                **{name: _get(item, name) for name in ("text", "right", "url", "id")},
            }
        )
    return {"items": rows}


@register.inclusion_tag("components/flow.html")
def flow(steps: Iterable[Any], label: str = "办理步骤") -> dict[str, Any]:
    """Steps of a case: label, state ("", done, now), when, who."""
    rows = list(steps)
    for step in rows:
        one_of("flow state", _get(step, "state"), ("", "done", "now"))
    return {"steps": rows, "label": label}


@register.inclusion_tag("components/timeline.html")
def timeline(entries: Iterable[Any]) -> dict[str, Any]:
    """A log, newest first: at (datetime), text, hint."""
    return {"entries": list(entries)}


@register.inclusion_tag("components/facts.html")
def facts(pairs: Iterable[Sequence[Any]], columns: int = 3) -> dict[str, Any]:
    """Label and value of a record, in one to three columns; a third item is a class of the value (no)."""
    one_of("facts columns", str(columns), ("1", "2", "3"))
    return {
        "pairs": [(pair[0], pair[1], pair[2] if len(pair) > 2 else "") for pair in pairs],
        "css": {1: "one", 2: "two", 3: ""}[int(columns)],
    }


@register.inclusion_tag("components/empty.html")
def empty(text: str, hint: str = "", url: str = "", action: str = "", glyph: str = "inbox") -> dict[str, Any]:
    """An empty state that says the next step; ``action`` labels the link to ``url``."""
    if bool(url) != bool(action):
        raise ComponentError("empty: url and action go together")
    return {"text": text, "hint": hint, "url": url, "action": action, "glyph": glyph}


@register.inclusion_tag("components/tabs.html")
def tabs(items: Iterable[Any], label: str = "视图") -> dict[str, Any]:
    """Views as links: label, url, current, count, tone ("", soon)."""
    rows = list(items)
    for item in rows:
        one_of("tab tone", _get(item, "tone"), ("", "soon"))
    return {"items": rows, "label": label}


@register.inclusion_tag("components/clock.html")
def clock(
    step_days: int | None, step_on: date | None, whole_days: int | None = None, whole_on: date | None = None
) -> dict[str, Any]:
    """Time left of the step and of the whole, in working days (negative: past), with the due dates."""
    sides = [("本环节", step_days, step_on), ("全程", whole_days, whole_on)]
    return {
        "sides": [
            {
                "label": f"{label}{'超期' if days < 0 else '剩余'}",
                "days": abs(days),
                "late": days < 0,
                "on": on,
            }
            for label, days, on in sides
            if days is not None
        ]
    }


@register.inclusion_tag("components/figs.html")
def figs(figures: Iterable[Any], heading: str = "h3") -> dict[str, Any]:
    """A strip of 2 to 6 headline figures: label, value, unit, compare, up (True, False, None), url, spark."""
    rows = list(figures)
    if not 2 <= len(rows) <= 6:
        raise ComponentError(f"figs: 2 to 6 figures, not {len(rows)}")
    one_of("figs heading", heading, ("h2", "h3"))
    return {"figures": rows, "heading": heading, "css": "" if len(rows) == 6 else f"fig-n{len(rows)}"}


@register.inclusion_tag("components/spark.html")
def spark(values: Sequence[float]) -> dict[str, Any]:
    """A small line without axes over at least two values."""
    numbers_ = [float(value) for value in values]
    if len(numbers_) < 2:
        return {"line": ""}
    low, high = min(numbers_), max(numbers_)
    span = (high - low) or 1.0
    points = [
        (round(100 * i / (len(numbers_) - 1), 1), round(20 - 16 * (v - low) / span, 1))
        for i, v in enumerate(numbers_)
    ]
    line = "M" + "L".join(f"{x} {y}" for x, y in points)
    return {"line": line, "area": f"{line}L100 22L0 22Z", "end": points[-1]}


@register.inclusion_tag("components/gauge.html")
def gauge(value: Any, marks: Sequence[tuple[str, Any]], label: str) -> dict[str, Any]:
    """A value on a scale with limits: ``marks`` are (word, amount); the scale ends a little beyond the last."""
    # The scale belongs to the marks: a value far beyond them fills it and does not push their words together.
    top = max(float(amount) for _, amount in marks) * 1.12 or 1.0
    places = [(word, amount, round(340 * float(amount) / top, 1)) for word, amount in marks]
    return {
        "label": label,
        "width": round(340 * min(float(value or 0) / top, 1.0), 1),
        "over": float(value or 0) >= min(float(amount) for _, amount in marks),
        "marks": [(word, amount, x, "end" if x > 110 else "start") for word, amount, x in places],
    }


@register.inclusion_tag("components/chart.html")
def chart(spec: Mapping[str, Any], id: str, size: str = "") -> dict[str, Any]:
    """A chart and its table from one spec (see static/js/charts.js): type, title, unit, x, series, links."""
    one_of("chart size", size, ("", "h180", "h280", "h520"))
    one_of("chart type", spec.get("type"), ("columns", "bars", "lines"))
    decimals = int(spec.get("decimals", 0))
    links = list(spec.get("links") or [])
    rows = [
        {
            "label": x,
            "url": links[i] if i < len(links) else "",
            "values": [formats.number(series["data"][i], decimals) for series in spec["series"]],
        }
        for i, x in enumerate(spec["x"])
    ]
    return {"spec": dict(spec), "id": id, "size": size, "rows": rows}


@register.inclusion_tag("components/error_summary.html")
def error_summary(*forms: Any) -> dict[str, Any]:
    """The list of errors above a form, each a link to its field. Forms and formsets; nothing when all is well."""
    found: list[dict[str, str]] = []
    for form in forms:
        found += _errors_of(form)
    return {"errors": found}


def _errors_of(form: Any) -> list[dict[str, str]]:
    if form is None or not form.is_bound:
        return []
    if hasattr(form, "forms"):  # a formset: its own errors, then those of each row
        rows = [{"text": str(text), "target": ""} for text in form.non_form_errors()]
        for number_, row in enumerate(form.forms, start=1):
            rows += [{**error, "text": f"第 {number_} 行：{error['text']}"} for error in _errors_of(row)]
        return rows
    found = []
    for name, messages in form.errors.items():
        target = form[name].auto_id if name in form.fields and not form[name].is_hidden else ""
        found += [{"text": str(text), "target": target} for text in messages]
    return found


@register.simple_tag(takes_context=True)
def query(context: template.Context, **changes: Any) -> str:
    """The query string of this page with changes; an empty value takes the key out."""
    params = context["request"].GET.copy()
    for name, value in changes.items():
        if value is None or value == "":
            params.pop(name, None)
        else:
            params[name] = str(value)
    return f"?{params.urlencode()}" if params else "?"


@register.simple_tag(takes_context=True)
def kept_params(context: template.Context, *names: str) -> list[tuple[str, str]]:
    """The conditions of this page without ``names``, for the hidden fields of a GET form."""
    params = context["request"].GET
    return [(key, value) for key, values in params.lists() for value in values if key not in names]


@register.simple_tag(takes_context=True)
def part(context: template.Context, name: str, extra: Mapping[str, Any]) -> SafeString:
    """Another template in this context, with ``extra`` as further variables (panels that apps declare)."""
    if context.template is None:
        raise ComponentError("part: only inside a template")
    with context.push(**extra):
        return context.template.engine.get_template(name).render(context)
