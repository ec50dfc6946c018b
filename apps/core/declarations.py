"""What an app declares about itself: plain data, collected by the engines at start-up.

A lower app never imports an upper one. What it needs from above is declared with these types beside the
upper app's models (``kinds.py``, ``registers.py``, ``datasets.py``, ``indicators.py``, ``jobkinds.py``,
``ticks.py``, ``menu.py``, ``sections.py``) and collected by autodiscovery.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any, Literal

from apps.core.importing import Check as Check
from apps.core.importing import DataColumn as DataColumn
from apps.core.importing import Dataset as Dataset
from apps.core.importing import Reference as Reference

# --- frame -----------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class MenuEntry:
    """A line of the left menu. ``url`` is a URL name, shown only to actors that hold ``permission``.

    ``count`` (optional) takes the actor and returns the number shown at the right, or None.
    """

    section: Literal["top", "work", "line", "shared", "system"]
    label: str
    url: str
    permission: str
    icon: str
    order: int = 100
    parent: str = ""
    count: Callable[[Any], int | None] | None = None
    url_kwargs: Mapping[str, Any] = field(default_factory=dict)


# --- background work -------------------------------------------------------------------------------------


@dataclass(frozen=True)
class JobKind:
    """A kind of background work. ``run`` gets a ``jobs.context.JobContext``; it must bear being run again."""

    name: str
    label: str
    run: Callable[[Any], dict[str, Any] | None]
    permission: str
    queue: str = "default"
    max_attempts: int = 3


@dataclass(frozen=True)
class Tick:
    """What time alone does on a business day: ``run(day)`` is called once for every day, in order."""

    name: str
    label: str
    run: Callable[[date], dict[str, Any] | None]
    order: int = 100


# --- applications ----------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Action:
    """One way in which a case moves (or a parallel step is recorded).

    ``from_states`` where it may be taken; ``to_states`` where it leads, exactly one, or none: then the state
    stays until every open task of the case is done and becomes ``joins`` (parallel steps).
    ``task`` is the work item it completes. ``duty`` is what the person has done by taking it; ``not_after`` are
    the duties that bar the same person from it (four eyes, by person and not by grant). ``guards`` raise
    ``Refused``; ``apply`` run inside the transaction, in order. Both get a ``casework.workflow.Step``.
    ``levels`` are the levels at which the actor must stand; a ``decision`` action instead asks for the decider
    level frozen at acceptance. ``task`` also says whose item it is: an item with a holder is the holder's alone.
    """

    code: str
    label: str
    permission: str
    from_states: tuple[str, ...]
    to_states: tuple[str, ...] = ()
    levels: tuple[str, ...] = ("town",)
    joins: str = ""
    task: str = ""
    duty: str = ""
    not_after: tuple[str, ...] = ()
    guards: tuple[Callable[[Any], None], ...] = ()
    apply: tuple[Callable[[Any], None], ...] = ()
    form: str = ""
    consequence: str = ""
    key: str = ""
    tone: Literal["primary", "plain", "danger"] = "plain"
    needs_reason: bool = False
    decision: bool = False
    system: bool = False


@dataclass(frozen=True)
class Task:
    """A work item: who does it and how long it may take. Opened on entering ``state``, or after an ``action``.

    ``holder(case)`` may name the one user who must do it (else it waits in a pool). ``permission`` is what the doer must hold; ``level`` where the item is queued: the case's community, its
    town, the district, or the level that decides. ``due(case, day)`` gives the due date, opened on ``day``.
    """

    code: str
    label: str
    state: str
    permission: str
    level: Literal["community", "town", "district", "decider"]
    due: Callable[[Any, date], date]
    after: str = ""  # opened by this action instead of by the state
    holder: Callable[[Any], int | None] | None = None


@dataclass(frozen=True)
class DocumentSlot:
    """A paper of an application: its code, label, and whether one is asked for each member."""

    code: str
    label: str
    per_member: bool = False


@dataclass(frozen=True)
class LetterDef:
    """A letter of a kind: ``template`` is rendered to PDF with ``context(case, action row)``.

    ``prefix`` is the text before the year of its number (鄞民低保受 → 鄞民低保受〔2022〕1 号). ``is_negative`` letters
    carry the remedies (administrative review, lawsuit).
    """

    code: str
    label: str
    template: str
    prefix: str
    context: Callable[[Any, Any], dict[str, Any]]
    is_negative: bool = False


@dataclass(frozen=True)
class CaseKind:
    """A kind of application (办件) as data."""

    code: str
    label: str
    prefix: str
    line: str
    programme: str
    detail: str  # "app_label.Model", one-to-one with Case as ``case``
    actions: tuple[Action, ...]
    tasks: tuple[Task, ...]
    create_permission: str
    entry_url: str = ""
    panels: tuple[str, ...] = ()  # templates, each shown as a tab or block of the case page
    context: Callable[[Any, Any], dict[str, Any]] | None = None  # (case, actor) -> extra template context
    summary: Callable[[Any], dict[str, Any]] | None = None  # (case) -> preview rows of the inbox
    conflicts: tuple[Callable[[Any], list[str]], ...] = ()
    documents: tuple[DocumentSlot, ...] = ()
    letters: tuple[LetterDef, ...] = ()
    version: int = 1

    def action(self, code: str) -> Action:
        """The action ``code``; KeyError when the kind has none of that name."""
        for action in self.actions:
            if action.code == code:
                return action
        raise KeyError(code)

    def letter(self, code: str) -> LetterDef:
        """The letter ``code``; KeyError when the kind has none of that name."""
        for letter in self.letters:
            if letter.code == code:
                return letter
        raise KeyError(code)

    def tasks_of(self, state: str) -> tuple[Task, ...]:
        """The work items opened on entering ``state``."""
        return tuple(task for task in self.tasks if task.state == state and not task.after)

    def tasks_after(self, action: str) -> tuple[Task, ...]:
        """The work items opened by ``action`` while the state stays."""
        return tuple(task for task in self.tasks if task.after == action)


# --- what a lower app asks of upper ones -----------------------------------------------------------------


@dataclass(frozen=True)
class Benefit:
    """What one person receives, told across scope: programme and town in words, and the first month."""

    programme: str
    town: str
    since: date


@dataclass(frozen=True)
class BenefitLookup:
    """Who receives what, for ``people.services.match``: ``find`` takes the digest of an exact number."""

    name: str
    find: Callable[[bytes], Sequence[Benefit]]


@dataclass(frozen=True)
class SubjectLink:
    """Where work items about a subject other than a case lead: ``url(subject_id)``, ``title(subject_id)``."""

    subject_type: str
    url: Callable[[str], str]
    title: Callable[[str], str]


@dataclass(frozen=True)
class PersonPanel:
    """A panel of the person file that an upper app adds: ``context(person, actor)`` for ``template``."""

    name: str
    label: str
    template: str
    context: Callable[[Any, Any], dict[str, Any]]
    order: int = 100


# --- registers -------------------------------------------------------------------------------------------


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
        "text", "code", "number", "money", "date", "month", "status", "name", "resident_number", "region", "bool"
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
    the page that adds a row, shown to holders of ``create_permission`` with the words ``create_label``.
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
    empty: str = ""
    lookup: str = "pk"
    export_permission: str = ""
    create: str = ""
    create_label: str = ""
    create_permission: str = ""
    crumbs: tuple[tuple[str, str], ...] = ()  # (label, URL name) above the list
    history: bool = True


# --- statistics and reports ------------------------------------------------------------------------------


@dataclass(frozen=True)
class Bounds:
    """A period as dates, both inclusive, with the month of each end as its first day."""

    start: date
    end: date

    @property
    def first_month(self) -> date:
        return self.start.replace(day=1)

    @property
    def last_month(self) -> date:
        return self.end.replace(day=1)


@dataclass(frozen=True)
class Indicator:
    """A figure, declared once: number, split, list of records, definition and report row come from it.

    ``records(bounds)`` is an *unscoped* queryset of the records behind the figure; ``model_path`` of its record
    ids is the primary key. ``measure``: ``count`` of rows, ``distinct`` over ``field``, ``sum`` of ``field``, or
    ``value`` (one number, a standard). ``town`` is the path to the code of the town (9 digits) of a record.
    A rate names ``numerator`` and ``denominator`` indicators. ``divide`` turns yuan into the printed unit.
    ``columns`` describe the record list of the drill-down as (label, path, kind).
    """

    key: str
    label: str
    unit: str
    kind: Literal["stock", "flow", "rate", "amount", "standard"]
    section: str
    definition: str
    measure: Literal["count", "distinct", "sum", "value"]
    records: Callable[[Bounds], Any] | None = None
    field: str = "pk"
    town: str = ""
    decimals: int = 0
    divide: Decimal = Decimal(1)
    numerator: str = ""
    denominator: str = ""
    value: Callable[[Bounds], Decimal | None] | None = None
    columns: tuple[tuple[str, str, str], ...] = ()
    record_url: str = ""  # URL name of a record's page, with the path of its argument after "|"
    source: str = ""
    order: int = 100


@dataclass(frozen=True)
class ChartDef:
    """A chart of a report section: ``shape`` over indicators (``towns`` split, ``years`` or ``months`` trend)."""

    title: str
    unit: str
    shape: Literal["bars", "columns", "lines"]
    over: Literal["towns", "years", "months", "figures"]
    keys: tuple[str, ...]


@dataclass(frozen=True)
class ReportSection:
    """A section of the year page and report: headline figures, charts and a narrative template.

    ``narrative`` holds ``{figure.key}`` placeholders and no digits outside them.
    """

    code: str
    order: int
    title: str
    lead: str
    headline: tuple[str, ...]
    charts: tuple[ChartDef, ...]
    narrative: str
