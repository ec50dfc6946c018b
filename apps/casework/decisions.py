"""The panel in which a case moves on: what the actor may do now, and otherwise why not and who can."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Q

from apps.accounts.actor import Actor
from apps.accounts.models import Grant
from apps.casework.formchoice import action_form
from apps.casework.forms import ActionForm
from apps.casework.models import Case, CaseAction, WorkItem
from apps.casework.recalls import recall_action, recall_bar
from apps.casework.workflow import Bar, Standing, bar
from apps.core import clock
from apps.core.declarations import Action, CaseKind

NAMES_SHOWN = 4
LEVEL_DIGITS = {"community": 12, "town": 9, "district": 6}


@dataclass
class Choice:
    """An action as offered: with its form, or with what stands in its way and who can instead."""

    action: Action
    form: ActionForm | None = None
    barred: Bar | None = None
    by: str = ""
    is_chosen: bool = False


@dataclass
class Panel:
    """``open``: may be taken. ``barred``: the post could, this person or level may not. ``others``: other posts.

    ``aside``: what may be taken besides, in the menu 其他操作; ``recall``: the actor's own last step, taken back.
    """

    open: list[Choice]
    barred: list[Choice]
    others: list[tuple[str, str]]
    aside: list[Choice]
    recall: Choice | None = None

    @property
    def reason(self) -> Bar | None:
        """What to say on top when there is nothing to choose."""
        return self.barred[0].barred if self.barred and not self.open else None


def panel(
    case: Case,
    kind: CaseKind,
    actor: Actor,
    *,
    last: CaseAction | None = None,
    bound: ActionForm | None = None,
    opinions: dict[str, str] | None = None,
    standing: Standing | None = None,
) -> Panel:
    """Every action of the kind that is possible now, for ``actor``. ``bound`` is the form just refused, ``last``
    the last step."""
    made = Panel([], [], [], [], _recall(case, kind, actor, last, bound))
    standing = standing or Standing(case, actor)
    items = standing.waiting
    others = []
    for action in kind.actions:
        if not _is_possible(case, action, items):
            continue
        barred = bar(case, kind, action, actor, standing)
        if barred is None:
            choice = Choice(action, _form(kind, action, case, actor, bound, opinions or {}))
            (made.aside if action.is_aside else made.open).append(choice)
        elif action.is_aside:
            continue
        elif barred.code in ("permission", "task"):
            others.append(action)
        else:
            by = barred.hint if barred.code == "bureau_visit" else _who_does(case, action, items)
            made.barred.append(Choice(action, barred=barred, by=by))
    _choose(made.open, bound)
    _choose_refused(made, bound)
    made.others = _by_people({action.label: _who_does(case, action, items) for action in others})
    return made


def _is_possible(case: Case, action: Action, items: dict[str, WorkItem]) -> bool:
    """Whether somebody could take ``action`` now: not the system's, in this state, its step waiting."""
    if action.system or case.state not in action.from_states or case.origin != Case.Origin.ENTERED:
        return False
    if action.offered is not None and not action.offered(case):
        return False
    return not action.task or action.task in items


def _form(
    kind: CaseKind,
    action: Action,
    case: Case,
    actor: Actor,
    bound: ActionForm | None,
    opinions: dict[str, str],
) -> ActionForm:
    if bound is not None and bound.action.code == action.code:
        return bound
    form = action_form(kind, action, case, actor)
    form.initial.setdefault("comment", opinions.get(action.code, ""))
    return form


def _choose(choices: list[Choice], bound: ActionForm | None) -> None:
    """The choice that is open at first: the one just refused, else the main one, else the only one."""
    wanted = bound.action.code if bound is not None else ""
    chosen = next((c for c in choices if c.action.code == wanted), None)
    chosen = chosen or next((c for c in choices if c.action.tone == "primary"), None)
    if chosen is None and len(choices) == 1 and choices[0].action.task:
        chosen = choices[0]
    if chosen is not None:
        chosen.is_chosen = True


def _choose_refused(made: Panel, bound: ActionForm | None) -> None:
    """A form of the menu that was just refused comes back open, and no other beside it."""
    aside = [*made.aside, *([made.recall] if made.recall else [])]
    refused = next((choice for choice in aside if choice.form is bound and bound is not None), None)
    if refused is not None:
        for choice in made.open:
            choice.is_chosen = False
        refused.is_chosen = True


def _recall(
    case: Case, kind: CaseKind, actor: Actor, last: CaseAction | None, bound: ActionForm | None
) -> Choice | None:
    """The actor's own last step, while nobody has acted since."""
    if case.origin != Case.Origin.ENTERED or recall_bar(case, kind, last, actor) is not None:
        return None
    action = recall_action(last)
    if bound is not None and bound.action.code == action.code:
        return Choice(action, bound)
    return Choice(action, action_form(kind, action, case, actor))


def _by_people(names: dict[str, str]) -> list[tuple[str, str]]:
    """Labels of actions by who takes them: those of the same people share a line."""
    lines: dict[str, list[str]] = {}
    for label, people in names.items():
        lines.setdefault(people, []).append(label)
    return [("、".join(labels), people) for people, labels in lines.items()]


def _who_does(case: Case, action: Action, items: dict[str, WorkItem]) -> str:
    """The holder of the step where it has one, else those who can."""
    item = items.get(action.task)
    if item is not None and item.holder is not None:
        return f"由{item.holder.name}承办"
    return who_can(case, action)


def who_can(case: Case, action: Action) -> str:
    """Names of those who can take ``action`` today: ``吴建平（审核确认人）``; a sentence when there is nobody.

    By grants in force at the level of the step, without those whom four eyes or kinship bar. At most two
    statements.
    """
    levels: Iterable[str] = (case.decision_level,) if action.decision else action.levels
    places = [case.region_id[: LEVEL_DIGITS[level]] for level in levels if level in LEVEL_DIGITS]
    grants = Grant.objects.in_force(clock.today()).filter(
        Q(lines=[]) | Q(lines__contains=[case.line]),
        post__permissions__contains=[action.permission],
        region_id__in=places,
        user__is_active=True,
    )
    if action.not_after:
        earlier = CaseAction.objects.filter(case=case, duty__in=action.not_after).exclude(person_key="")
        grants = grants.exclude(user__person_key__in=earlier.values("person_key"))
    found = list(grants.select_related("user", "post").order_by("user__name")[: NAMES_SHOWN + 1])
    if not found:
        return "目前没有可以办理的人，请联系安全管理员授权。"
    names = "、".join(f"{grant.user.name}（{grant.post.label}）" for grant in found[:NAMES_SHOWN])
    return f"{names}等" if len(found) > NAMES_SHOWN else names
