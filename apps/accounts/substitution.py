"""Standing in for somebody: asked by the absent person or his superior, given by a security administrator."""

from datetime import date

from django.db import transaction

from apps.accounts.actor import Actor
from apps.accounts.messages import holders_of, tell
from apps.accounts.models import Grant, SubstitutionRequest, User
from apps.accounts.services import MANAGE, Appointment, give_grant
from apps.audit.services import record
from apps.core import clock
from apps.core.errors import Forbidden, NotVisible, Refused

SUPERVISE = "casework.supervise_case"
WATCH = "audit.view_event"


def replaceable(actor: Actor) -> list[Grant]:
    """The grants in force for which the actor may ask for somebody: his own, and as superior those of his region."""
    grants = Grant.objects.in_force(clock.today()).with_parts().select_related("user")
    grants = grants.filter(user__is_system=False, substitutes__isnull=True).order_by("user__name", "id")
    if actor.has(SUPERVISE):
        return [g for g in grants if g.user_id == actor.user_id or _is_under(g, actor)]
    return list(grants.filter(user_id=actor.user_id))


def colleagues(actor: Actor) -> list[Grant]:
    """One grant in force for everybody of the actor's town, or of the bureau, who could stand in."""
    place = actor.region_code[:9]
    grants = Grant.objects.in_force(clock.today()).with_parts().select_related("user")
    near = grants.filter(
        region__code__startswith=place, user__is_active=True, user__is_system=False, post__family="casework"
    ).order_by("user__name", "user_id", "id")
    return list({grant.user_id: grant for grant in near}.values())


@transaction.atomic
def ask(
    grant: Grant, substitute: User, *, valid_from: date, valid_to: date, reason: str, actor: Actor
) -> SubstitutionRequest:
    """Ask that ``substitute`` stand in for the holder of ``grant`` (both days inclusive). Raises Refused."""
    if all(g.pk != grant.pk for g in replaceable(actor)):
        raise NotVisible("没有找到这个岗位。")
    if substitute.pk == grant.user_id or substitute.person_key == grant.user.person_key:
        raise Refused("代岗人和被代的是同一人。", hint="请另选一位。", code="substitute")
    same = Grant.objects.in_force(valid_from).filter(user=substitute, post=grant.post, region=grant.region)
    if same.exists():
        raise Refused(
            f"{substitute.name}在这里已有同一岗位，不用代岗。",
            hint="请安全管理员把待办移交给他。",
            code="substitute",
        )
    if valid_to < max(valid_from, clock.today()):
        raise Refused("截止日早于起始日，或已经过去。", hint="请核对日期。", code="valid_to")
    request = SubstitutionRequest.objects.create(
        grant=grant,
        substitute=substitute,
        valid_from=valid_from,
        valid_to=valid_to,
        reason=reason,
        asked_by_id=actor.account,
        asked_on=clock.today(),
    )
    record(
        "accounts.substitution_asked", f"申请由{substitute.name}代{grant.user.name}：{grant}", actor=actor,
        subject=request, region_code=grant.region_id, reason=reason,
    )  # fmt: skip
    tell(
        holders_of(MANAGE),
        f"{actor.name}申请由{substitute.name}代{grant.user.name}的“{grant}”，请办理。",
        link="/console/substitutions/",
        kind=f"accounts.substitution:{request.pk}",
        actor=actor,
    )
    return request


@transaction.atomic
def give(request_id: int, *, actor: Actor) -> Grant:
    """Give the grant that was asked for. Never by who asked, is absent, or would stand in."""
    request = _open(request_id, actor)
    grant = request.grant
    given = give_grant(
        Appointment(
            user=request.substitute,
            post=grant.post,
            region=grant.region,
            lines=tuple(grant.lines),
            valid_from=max(request.valid_from, clock.today()),
            valid_to=request.valid_to,
            substitutes=grant.user,
        ),
        actor=actor,
    )
    _decide(request, SubstitutionRequest.State.GIVEN, "", actor)
    # Who gives rights does not watch over them (separated duties).
    tell(
        holders_of(WATCH),
        f"安全管理员授予代岗：{request.substitute.name}代{grant.user.name}的“{grant}”，请留意期间的操作。",
        link="/audit/",
        kind=f"accounts.substitution_watch:{request.pk}",
        actor=actor,
    )
    tell(
        [request.asked_by_id, grant.user_id, request.substitute_id],
        f"{request.substitute.name}代{grant.user.name}的“{grant}”已授予，"
        f"{given.valid_from:%Y-%m-%d} 至 {given.valid_to:%Y-%m-%d}。",
        kind=f"accounts.substitution_given:{request.pk}",
        actor=actor,
    )
    return given


@transaction.atomic
def decline(request_id: int, *, note: str, actor: Actor) -> SubstitutionRequest:
    """Decline with a sentence why."""
    request = _open(request_id, actor)
    _decide(request, SubstitutionRequest.State.DECLINED, note, actor)
    record(
        "accounts.substitution_declined", "不同意代岗申请", actor=actor, subject=request,
        region_code=request.grant.region_id, reason=note,
    )  # fmt: skip
    tell(
        [request.asked_by_id],
        f"{request.substitute.name}代{request.grant.user.name}的申请没有同意：{note}",
        kind=f"accounts.substitution_declined:{request.pk}",
        actor=actor,
    )
    return request


def _open(request_id: int, actor: Actor) -> SubstitutionRequest:
    if not actor.has(MANAGE):
        raise Forbidden("当前岗位不能授予代岗。", hint="请安全管理员办理。")
    rows = SubstitutionRequest.objects.select_for_update(of=("self",)).select_related(
        "grant__post", "grant__region__parent", "grant__user", "substitute"
    )
    request: SubstitutionRequest | None = rows.filter(pk=request_id).first()
    if request is None:
        raise NotVisible("没有找到这项申请。")
    if request.state != SubstitutionRequest.State.OPEN:
        raise Refused("这项申请已经办理。", code="decided")
    if request.asked_by_id == actor.user_id:
        raise Forbidden("不能办理本人提出的申请。", hint="请另一位安全管理员办理。")
    return request


def _decide(request: SubstitutionRequest, state: str, note: str, actor: Actor) -> None:
    request.state, request.note = state, note
    request.decided_by_id, request.decided_on = actor.user_id, clock.today()
    request.save(update_fields=["state", "note", "decided_by", "decided_on"])


def _is_under(grant: Grant, actor: Actor) -> bool:
    return actor.covers(grant.region_id) and grant.post.family == "casework"
