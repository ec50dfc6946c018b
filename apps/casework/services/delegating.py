"""Delegating the authority to confirm to a town (审批权下放), ending it, and what that does to open cases."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db import transaction

from apps.accounts.actor import Actor
from apps.audit.services import record
from apps.casework.models import Case, DecisionLevel, Delegation
from apps.core import clock
from apps.core.declarations import CaseKind
from apps.core.errors import Forbidden, NotVisible, Refused
from apps.core.registries import case_kinds
from apps.policy.services import parameters

SUPERVISE = "casework.supervise_case"
RETURN = "return_to_bureau"
RETURNS_KEY = "delegation.revocation_returns"


@dataclass(frozen=True)
class Effect:
    """What a delegation or its end does: cases that will be decided by the town, kept, or returned to the bureau."""

    waiting: list[Case]  # not accepted yet: the day of acceptance will tell
    kept: list[Case]  # accepted: whoever was to decide still does
    returned: list[Case]  # unfinished at the town when its authority ends


def programmes() -> dict[str, str]:
    """The programmes whose decision can be delegated: code and name."""
    return {kind.programme: kind.full_label or kind.label for kind in _delegable()}


def _delegable() -> list[CaseKind]:
    """The kinds that know the way back to the bureau."""
    return [kind for kind in case_kinds if any(action.code == RETURN for action in kind.actions)]


def open_cases(town: str, programme: str) -> list[Case]:
    """The open cases of a programme in a town."""
    kinds = [kind.code for kind in case_kinds if kind.programme == programme]
    rows = Case.objects.open().filter(town_code=town, kind__in=kinds, origin=Case.Origin.ENTERED)
    return list(rows.with_people().order_by("submitted_on", "pk"))


def effect_of_grant(town: str, programme: str) -> Effect:
    """The route was frozen at acceptance: what the bureau has begun to be asked stays with it (rulebook 38)."""
    rows = open_cases(town, programme)
    return Effect(
        waiting=[case for case in rows if case.accepted_on is None],
        kept=[case for case in rows if case.accepted_on is not None],
        returned=[],
    )


def effect_of_end(delegation: Delegation) -> Effect:
    """The town's unfinished cases go back to the bureau, or stay where parameter ``delegation.revocation_returns``
    says so."""
    rows = open_cases(delegation.region_id, delegation.programme)
    mine = [case for case in rows if case.decision_level == DecisionLevel.TOWN]
    returns = _returns(clock.today())
    return Effect(
        waiting=[case for case in rows if case.accepted_on is None],
        kept=[] if returns else mine,
        returned=mine if returns else [],
    )


@transaction.atomic
def delegate(
    town: str, programme: str, *, valid_from: date, valid_to: date | None, document: str, actor: Actor
) -> Delegation:
    """Let a town confirm what it accepts from ``valid_from`` on, that day included (民发〔2021〕57号 §2).

    Raises ``Refused`` for a day gone by or when the town holds the authority already.
    """
    _require(actor, town)
    if valid_from < clock.today():
        raise Refused("起始日不能早于今天。", hint="下放从起始日受理的办件起生效。", code="past")
    if valid_to is not None and valid_to < valid_from:
        raise Refused("截止日不能早于起始日。", code="order")
    later = Delegation.objects.filter(region_id=town, programme=programme)
    later = later.exclude(valid_to__lt=valid_from)
    if valid_to is not None:
        later = later.filter(valid_from__lte=valid_to)
    if later.exists():
        raise Refused("这个镇（街道）在这段时间已有下放。", hint="请先结束原来的下放。", code="overlap")
    made = Delegation.objects.create(
        region_id=town, programme=programme, valid_from=valid_from, valid_to=valid_to, document=document
    )
    _trace("casework.delegate", "下放确认权", made, actor)
    return made


@transaction.atomic
def end_delegation(delegation_id: int, *, last_day: date, document: str, actor: Actor) -> Delegation:
    """End a delegation with ``last_day`` (inclusive); what the town has not decided by then goes back by the tick.

    Raises ``Refused`` for a last day before yesterday or when it has ended already.
    """
    found: Delegation | None = (
        Delegation.objects.visible_to(actor).select_for_update().filter(pk=delegation_id).first()
    )
    if found is None:
        raise NotVisible("没有找到这项下放。")
    _require(actor, found.region_id)
    today = clock.today()
    if found.valid_to is not None and found.valid_to < today:
        raise Refused("这项下放已经结束。", code="ended")
    if last_day < max(today - timedelta(days=1), found.valid_from):
        raise Refused("最后一天不能早于昨天，也不能早于起始日。", hint="请核对最后一天。", code="past")
    found.valid_to = last_day
    found.save(update_fields=["valid_to"])
    _trace("casework.delegation_end", f"结束下放：{document}", found, actor)
    return found


def overrun(day: date) -> list[int]:
    """The open cases with a town whose authority has ended before ``day``, where they are to go back."""
    if not _returns(day):
        return []
    found: list[int] = []
    for programme in programmes():
        kinds = [kind.code for kind in _delegable() if kind.programme == programme]
        holding = Delegation.objects.in_force(day).filter(programme=programme).values("region_id")
        rows = Case.objects.open().filter(
            kind__in=kinds, decision_level=DecisionLevel.TOWN, origin=Case.Origin.ENTERED
        )
        found += rows.exclude(town_code__in=holding).order_by("pk").values_list("pk", flat=True)
    return found


def _returns(day: date) -> bool:
    return bool(parameters(RETURNS_KEY, day).get(RETURNS_KEY, True))


def _require(actor: Actor, region_id: str) -> None:
    if not actor.has(SUPERVISE) or not actor.covers(region_id) or actor.level != "district":
        raise Forbidden("当前岗位不能办理审批权下放。", hint="请由区民政局业务科室办理。")


def _trace(event: str, text: str, row: Delegation, actor: Actor) -> None:
    detail: dict[str, Any] = {
        "programme": row.programme,
        "from": row.valid_from.isoformat(),
        "to": row.valid_to.isoformat() if row.valid_to else None,
        "document": row.document,
    }
    record(event, text, actor=actor, subject=row, region_code=row.region_id, detail=detail)
