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
class AddedAction:
    """A link that an upper app puts into the head of the rows of a register declared below."""

    register: str
    action: RowAction


@dataclass(frozen=True)
class Pick:
    """A row of another model, named by what is typed (a name, a number) and chosen among the rows in scope.

    ``find(rows, text)`` narrows the scoped rows of ``model``; ``label(row)`` tells them apart; ``none`` is said when
    nothing fits.
    """

    model: str
    find: Callable[[Any, str], Any]
    label: Callable[[Any], str]
    none: str


@dataclass(frozen=True)
class FormField:
    """A field of a register form: a field of the model by its ``name``, or one of its own made by ``make(actor)``.

    ``help`` and ``unit`` are shown with it; ``look`` is the control where the model's own will not do. ``choices``
    narrows a foreign key beyond the scope: it gets the scoped rows and the actor. ``pick`` asks for a row by what is
    typed. ``sticky`` values stand again in the next entry of a log. ``initial(row, actor)`` gives the value of a
    field of its own (``row`` is None for a new one).
    """

    name: str
    label: str = ""
    help: str = ""
    unit: str = ""
    look: Literal["", "textarea", "radio", "checks", "long"] = ""
    choices: Callable[[Any, Any], Any] | None = None
    pick: Pick | None = None
    make: Callable[[Any], Any] | None = None
    initial: Callable[[Any, Any], Any] | None = None
    sticky: bool = False


@dataclass(frozen=True)
class FormSection:
    """Fields under one heading."""

    title: str
    fields: tuple[FormField, ...]
    hint: str = ""


@dataclass(frozen=True)
class RegisterForm:
    """How rows of a register are added and changed; pages for it come with the register's addresses.

    The model is a ``pages.records.Kept``. ``check(values, row, actor)`` gives sentences by field name for what no
    constraint can say; ``prepare(row, values, actor)`` sets what is not entered (the region, a name in another form);
    ``after(row, values, actor)`` writes what hangs on the row, ``voided(row, actor)`` takes that back with a log entry.
    ``doubt(values, actor)`` is a sentence that asks once
    more before a row is added ("a visit of this day is there already"). ``quick`` offers the next entry at once.
    A log is changed and voided by its author within ``log.correction_days``; ``override`` is the permission of whoever
    may do so at any time.
    """

    permission: str
    create_label: str
    sections: tuple[FormSection, ...]
    check: Callable[[Mapping[str, Any], Any, Any], Mapping[str, str]] | None = None
    prepare: Callable[[Any, Mapping[str, Any], Any], None] | None = None
    after: Callable[[Any, Mapping[str, Any], Any], None] | None = None
    voided: Callable[[Any, Any], None] | None = None
    doubt: Callable[[Mapping[str, Any], Any], str] | None = None
    quick: bool = False
    override: str = ""

    @property
    def fields(self) -> tuple[FormField, ...]:
        return tuple(field for section in self.sections for field in section.fields)


@dataclass(frozen=True)
class Register:
    """A register or log (台账, 记录): list, detail, history and export pages from data.

    ``name`` is the address and URL name inside the app's namespace (``persons``). ``model`` is
    ``app_label.Model``; its manager must have ``visible_to(actor)``. ``queryset(scoped)`` adds related data.
    ``search(rows, text)`` narrows by what is typed. ``totals`` are aggregates over the whole filter, shown in the
    foot under the column of the same name. ``title(row)`` heads the detail page. ``form`` lets rows be added, changed
    and, by what the model is, closed (``pages.records.Dated``) or voided (``pages.records.LogEntry``). Without a form
    ``create`` is the URL name of a page that adds a row, shown to holders of ``create_permission`` with the words
    ``create_label``. ``lead`` is a template above the list, for what cannot be a filter.
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
    form: RegisterForm | None = None
