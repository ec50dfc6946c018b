"""Registers and logs as data."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal


@dataclass(frozen=True)
class Column:
    """A column of a register list. ``path`` leads to the value (``case__number``; default: ``name``).

    ``sort`` names an indexed field; only such columns can be sorted. ``name`` and ``resident_number`` are masked
    in lists and exports. ``status`` shows the label of a choice with ``tones`` (value -> late, soon, done, now,
    plain, off). ``value`` computes from the row instead of a path. ``sub`` is a path shown small below.
    """

    name: str
    label: str
    path: str = ""
    kind: Literal[
        "text",
        "code",
        "number",
        "money",
        "date",
        "month",
        "status",
        "name",
        "resident_number",
        "region",
        "bool",
    ] = "text"
    sort: str = ""
    default: bool = True
    export: bool = True
    value: Callable[[Any], Any] | None = None
    tones: Mapping[str, str] = field(default_factory=dict)
    decimals: int = 0
    sub: str = ""


@dataclass(frozen=True)
class Filter:
    """A filter above a list. ``choices`` takes the actor for scoped choices.

    ``path`` of a region filter is the prefix of the level columns (``""`` for the row itself, ``"case__"`` …).
    A text filter matches the beginning.
    """

    name: str
    label: str
    kind: Literal["text", "choice", "region", "month", "date_range", "number"]
    path: str = ""
    choices: Callable[[Any], Sequence[tuple[str, str]]] | None = None


@dataclass(frozen=True)
class Preset:
    """A view of a register as a tab: ``where`` narrows the scoped queryset. The first preset is the default."""

    name: str
    label: str
    where: Callable[[Any], Any]
    tone: Literal["", "soon"] = ""


@dataclass(frozen=True)
class Panel:
    """A panel on the detail page of a register row: a template, or fields as label/path pairs.

    ``context(row, actor)`` gives the template more. ``aside`` puts it into the narrow column at the right.
    """

    name: str
    label: str
    fields: tuple[tuple[str, str], ...] = ()
    template: str = ""
    context: Callable[[Any, Any], dict[str, Any]] | None = None
    aside: bool = False


@dataclass(frozen=True)
class RowAction:
    """A link in the head of a detail page: a URL name that takes the row's lookup value, for ``permission``."""

    label: str
    url: str
    permission: str
    icon: str = ""
    primary: bool = False
    when: Callable[[Any], bool] | None = None


@dataclass(frozen=True)
class Register:
    """A register or log (台账, 记录): list, detail, history and export pages from data.

    ``name`` is the address and URL name inside the app's namespace (``persons``). ``model`` is
    ``app_label.Model``; its manager must have ``visible_to(actor)``. ``queryset(scoped)`` adds related data.
    ``search(rows, text)`` narrows by what is typed. ``totals`` are aggregates over the whole filter, shown in the
    foot under the column of the same name. ``title(row)`` heads the detail page. ``create`` is the URL name of
    the page that adds a row, shown to holders of ``create_permission`` with the words ``create_label``. ``lead``
    is a template above the list, for what cannot be a filter.
    """

    name: str
    label: str
    model: str
    permission: str
    unit: str
    columns: tuple[Column, ...]
    filters: tuple[Filter, ...] = ()
    presets: tuple[Preset, ...] = ()
    panels: tuple[Panel, ...] = ()
    actions: tuple[RowAction, ...] = ()
    queryset: Callable[[Any], Any] | None = None
    order: tuple[str, ...] = ("-id",)
    search: Callable[[Any, str], Any] | None = None
    search_hint: str = "列表内查找"
    totals: Mapping[str, Any] = field(default_factory=dict)
    title: Callable[[Any], str] | None = None
    note: str = ""
    lead: str = ""
    empty: str = ""
    lookup: str = "pk"
    export_permission: str = ""
    create: str = ""
    create_label: str = ""
    create_permission: str = ""
    crumbs: tuple[tuple[str, str], ...] = ()  # (label, URL name) above the list
    history: bool = True
