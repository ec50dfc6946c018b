"""Who acts: the Actor of a request, of a job, and of the system itself."""

from dataclasses import replace
from typing import Any

from django.db.models import Q

from apps.accounts.actor import Actor
from apps.accounts.models import Grant, GrantQuerySet, Post, User
from apps.core import clock
from apps.core.errors import Forbidden
from apps.regions.models import Region

SYSTEM_ACCOUNTS = {
    "system_tick": "系统（日常任务）",
    "system_import": "系统（数据导入）",
}
SYSTEM_POST = "system"

ANONYMOUS = Actor(
    user_id=None,
    username="",
    name="",
    person_key="",
    grant_id=None,
    post_code="",
    post_label="",
    permissions=frozenset(),
    region_code="",
)


def actor_for(user: User, grant: Grant | None, request: Any = None) -> Actor:
    """The person acting under ``grant``; without one, somebody who may do nothing anywhere.

    ``request`` adds its id and address for the trail. Costs three queries unless ``grant`` was read with
    ``with_parts()``.
    """
    actor = replace(
        ANONYMOUS, user_id=user.pk, username=user.username, name=user.name, person_key=user.person_key
    )
    if grant is not None:
        actor = replace(
            actor,
            grant_id=grant.pk,
            post_code=grant.post_id,
            post_label=grant.post.label,
            permissions=frozenset(grant.post.permissions),
            region_code=grant.region_id,
            region_name=grant.region.full_name,
            lines=tuple(grant.lines),
            substitutes=grant.substitutes.name if grant.substitutes else "",
            substitutes_id=grant.substitutes_id,
        )
    if request is not None:
        actor = replace(actor, request_id=request.request_id, address=request.address)
    return actor


def system_actor(name: str) -> Actor:
    """The system acting by itself: ``system_tick`` or ``system_import``. KeyError for any other name.

    The account and its grant are made on first use, so that an emptied database needs no extra step. The
    district and the posts must have been loaded; ``LookupError`` says so.
    """
    label = SYSTEM_ACCOUNTS[name]
    grant = _of_system(name).first() or _system_grant(name, label)
    return replace(actor_for(grant.user, grant), is_system=True)


def _of_system(name: str) -> GrantQuerySet:
    """One query, for it is asked for by every tick and job."""
    return Grant.objects.filter(user__username=name, post_id=SYSTEM_POST).with_parts().select_related("user")


def _system_grant(name: str, label: str) -> Grant:
    user, _ = User.objects.get_or_create(
        username=name, defaults={"name": label, "is_system": True, "password": "!" + name}
    )
    district = Region.objects.filter(level=Region.Level.DISTRICT).order_by("code").first()
    if district is None or not Post.objects.filter(pk=SYSTEM_POST).exists():
        raise LookupError("load the reference data first: the district and the posts are missing")
    Grant.objects.get_or_create(
        user=user, post_id=SYSTEM_POST, region=district, defaults={"valid_from": district.opened_on}
    )
    return _of_system(name).get()


def actor_of_job(user: User, grant: Grant | None) -> Actor:
    """The actor who asked for a job, with the rights he has now.

    Raises Forbidden when the account was disabled or the grant has ended since: work is not done in the name
    of somebody who may no longer do it.
    """
    if user.is_system:
        return system_actor(user.username)
    current = (
        Grant.objects.in_force(clock.today()).filter(pk=grant.pk, user=user).with_parts().first()
        if grant
        else None
    )
    if current is None or not User.objects.filter(Q(pk=user.pk) & Q(is_active=True)).exists():
        raise Forbidden("提交人的账号已停用或授权已结束，任务没有执行。", hint="请由现任人员重新提交。")
    return actor_for(user, current)
