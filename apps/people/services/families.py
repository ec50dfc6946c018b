"""Changes of a household outside a case: head, address, members, closing.

Who belongs to a household that receives a benefit decides its amount: there members change by a case only.
"""

from collections.abc import Mapping, Sequence
from datetime import date

from django.db import IntegrityError, transaction

from apps.accounts.actor import Actor
from apps.audit.services import record
from apps.core import clock
from apps.core.declarations import Tie
from apps.core.errors import NotVisible, Refused
from apps.core.registries import household_ties
from apps.people.models import Household, HouseholdMember, Person
from apps.people.services.proposals import require_reason


def ties_of(household: Household, actor: Actor) -> list[Tie]:
    """What depends on who belongs to the household: benefits that run."""
    return [tie for entry in household_ties for tie in entry.find(household, actor)]


@transaction.atomic
def change_head(
    household: Household, head: Person, relations: Mapping[int, str], *, actor: Actor
) -> Household:
    """Let ``head``, a present member, head the household; ``relations`` of the others to him, by person id."""
    household = _lock(household, actor)
    members = {row.person_id: row for row in household.members.filter(left_on=None)}
    if head.pk not in members:
        raise Refused("新户主不在这一户的现有成员中。", hint="请先登记为家庭成员。", code="head")
    for person_id, row in members.items():
        wanted = "self" if person_id == head.pk else relations.get(person_id, "")
        if wanted not in HouseholdMember.Relation.values or (wanted == "self") != (person_id == head.pk):
            raise Refused("请逐一选择其他成员与新户主的关系。", code="relation")
        if row.relation != wanted:
            row.relation = wanted
            row.save(update_fields=["relation"])
    before, household.head = household.head_id, head
    household.save(update_fields=["head"])
    _record(household, "household.head", "变更户主", actor, before=before, after=head.pk)
    return household


@transaction.atomic
def change_address(household: Household, region_id: str, address: str, *, actor: Actor) -> Household:
    """Another address; another place only while nothing is paid there: a move of a benefit is a case of its own."""
    household = _lock(household, actor)
    if not actor.covers(region_id):
        raise Refused("只能迁到当前岗位管辖的村（社区）。", hint="跨镇街的请由区民政局办理。", code="region")
    if region_id != household.region_id:
        _require_untied(household, actor, "所在村（社区）")
    household.region_id, household.address = region_id, address.strip()
    household.save(update_fields=["region", "address"])
    _record(household, "household.address", "变更家庭住址", actor, region=region_id)
    return household


@transaction.atomic
def add_member(
    household: Household, person: Person, relation: str, day: date, *, actor: Actor
) -> HouseholdMember:
    """Let ``person`` belong to the household from ``day`` on."""
    household = _lock(household, actor)
    _require_untied(household, actor, "家庭成员")
    _require_day(household, day)
    if relation not in HouseholdMember.Relation.values or relation == "self":
        raise Refused("请选择与户主的关系。", code="relation")
    if person.death_date is not None:
        raise Refused(f"{person.name}已登记死亡，不能加入家庭。", code="dead")
    try:
        with transaction.atomic():
            member = HouseholdMember.objects.create(
                household=household, person=person, relation=relation, joined_on=day
            )
    except IntegrityError as error:
        raise Refused(
            f"{person.name}已登记在一户家庭中，不能同时属于两户。",
            hint="确已迁出的，请先在原家庭办理离开。",
            code="other_household",
        ) from error
    _record(household, "household.join", "登记家庭成员", actor, persons=[person.pk])
    return member


@transaction.atomic
def remove_member(member: HouseholdMember, day: date, reason: str, *, actor: Actor) -> HouseholdMember:
    """Let a member have left on ``day``, the last day inclusive. The head leaves when another heads the household."""
    household = _lock(member.household, actor)
    member = HouseholdMember.objects.select_for_update().get(pk=member.pk)
    _require_untied(household, actor, "家庭成员")
    reason = require_reason(reason, "离开原因")
    if member.left_on is not None:
        raise Refused("这名成员已登记离开。", code="left")
    if member.person_id == household.head_id:
        raise Refused("户主不能直接离开。", hint="请先变更户主，或办理销档。", code="head")
    if not member.joined_on <= day <= clock.today():
        raise Refused("离开日期应在加入日期和今天之间，请核对。", code="day")
    member.left_on = day
    member.save(update_fields=["left_on"])
    _record(
        household, "household.leave", "登记家庭成员离开", actor, reason=reason, persons=[member.person_id]
    )
    return member


@transaction.atomic
def close_household(household: Household, day: date, reason: str, *, actor: Actor) -> Household:
    """Close the file on ``day``; everybody who still belongs to it has left with it."""
    household = _lock(household, actor)
    _require_untied(household, actor, "档案状态")
    reason = require_reason(reason, "销档原因")
    if not household.opened_on <= day <= clock.today():
        raise Refused("销档日期应在建档日期和今天之间，请核对。", code="day")
    if household.members.filter(left_on=None, joined_on__gt=day).exists():
        raise Refused("有成员在销档日期之后才加入，请核对日期。", code="day")
    household.members.filter(left_on=None).update(left_on=day)
    household.closed_on = day
    household.save(update_fields=["closed_on"])
    _record(household, "household.close", "家庭档案销档", actor, reason=reason)
    return household


def _lock(household: Household, actor: Actor) -> Household:
    row: Household | None = (
        Household.objects.visible_to(actor).select_for_update(of=("self",)).filter(pk=household.pk).first()
    )
    if row is None:
        raise NotVisible("没有找到这份家庭档案。")
    if row.closed_on is not None:
        raise Refused("这份家庭档案已销档，不能再变更。", code="closed")
    return row


def _require_untied(household: Household, actor: Actor, what: str) -> None:
    ties: Sequence[Tie] = ties_of(household, actor)
    if ties:
        named = "、".join(tie.text for tie in ties)
        raise Refused(
            f"这一户正在享受{named}，{what}的变化会影响保障金额，不能在这里更改。",
            hint="请打开待遇，发起变更。",
            code="tied",
        )


def _require_day(household: Household, day: date) -> None:
    if not household.opened_on <= day <= clock.today():
        raise Refused("加入日期应在建档日期和今天之间，请核对。", code="day")


def _record(
    household: Household, action: str, label: str, actor: Actor, *, reason: str = "", **detail: object
) -> None:
    record(action, label, actor=actor, subject=household, reason=reason, detail=detail)
