"""Kinds of application: actions, tasks, letters."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Literal


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

    The crooked ways: ``recall`` undoes what the action has applied, ``(step, action row undone)``; None: the
    action cannot be recalled. ``reroutes``: it may move the decision from the town to the bureau (never back).
    ``needs_bureau_visit``: it waits for the bureau's own home visit where the law asks for one. ``is_aside``: it
    is offered in the menu 其他操作; ``offered(case)`` says whether it makes sense now.
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
    recall: tuple[Callable[[Any, Any], None], ...] | None = None
    reroutes: bool = False
    needs_bureau_visit: bool = False
    is_aside: bool = False
    offered: Callable[[Any], bool] | None = None


@dataclass(frozen=True)
class Task:
    """A work item: who does it and how long it may take. Opened on entering ``state``, or after an ``action``.

    With neither, it is opened by a service. One that ``stays`` outlives a change of state, and nothing waits for it.

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
    stays: bool = False


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
    """A kind of application (办件) as data.

    ``forms`` maps the code of ``Action.form`` to what makes the form of that step on the case page: a subclass of
    ``casework.forms.ActionForm``, or a function with the same arguments ``(data, files, *, case, action, actor)``.
    Codes without an entry get casework's own form. The form's ``payload()`` becomes the ``data`` of ``perform``.

    ``panels`` are templates that each draw one or more panels of the case page, between the applicant and the
    evidence; beside ``context`` they have ``case``, ``kind`` and ``numbers_shown`` (whether full numbers are
    revealed to the reader). ``correct(case, actor, reason)`` begins the change that corrects a confirmed case and
    returns the case of it. ``passes_by(case)`` names tasks and states that a case does not go through, so that its
    line of steps leaves them out. ``notice_purpose``: a notice tells what is to be granted, or what is to be stopped.
    ``pays_once``: what it grants is an amount given once or in stages, and no amount of every month.
    ``context`` may hold ``checklist``, rows of the component ``checks`` above the papers,
    and ``opinions``, action code -> words that the opinion starts with.
    """

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
    purpose: str = ""  # for whom it is, in a sentence, where a kind is chosen
    full_label: str = ""  # the name in papers and notices, where it differs
    panels: tuple[str, ...] = ()
    context: Callable[[Any, Any], dict[str, Any]] | None = None  # (case, actor) -> extra template context
    summary: Callable[[Any], dict[str, Any]] | None = None  # (case) -> preview rows of the inbox
    conflicts: tuple[Callable[[Any], list[str]], ...] = ()
    documents: tuple[DocumentSlot, ...] = ()
    letters: tuple[LetterDef, ...] = ()
    forms: Mapping[str, Callable[..., Any]] = field(default_factory=dict)
    correct: Callable[[Any, Any, str], Any] | None = None
    passes_by: Callable[[Any], Collection[str]] | None = None
    notice_purpose: Literal["grant", "stop"] = "grant"
    pays_once: bool = False
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

    def task(self, code: str) -> Task | None:
        """The work item ``code``, None when the kind has none of that name."""
        return next((task for task in self.tasks if task.code == code), None)

    def tasks_of(self, state: str) -> tuple[Task, ...]:
        """The work items opened on entering ``state``."""
        return tuple(task for task in self.tasks if task.state == state and not task.after)

    def tasks_after(self, action: str) -> tuple[Task, ...]:
        """The work items opened by ``action`` while the state stays."""
        return tuple(task for task in self.tasks if task.after == action)
