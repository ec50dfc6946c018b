"""Saved queries and column choices of a register list: reading them, and one function for each change."""

from collections.abc import Sequence
from typing import Any

from django.db import transaction
from django.http import Http404, QueryDict

from apps.accounts.actor import Actor
from apps.audit.services import record
from apps.core.declarations import Column, Register
from apps.core.errors import Forbidden, Refused
from apps.pages.keeping import worded
from apps.pages.listing import SIZES
from apps.pages.models import SavedQuery, TableSetting

SHARE = "pages.share_query"


def queries_of(register: Register, actor: Actor) -> list[SavedQuery]:
    """One's own queries of a list first, then those shared with one's post."""
    rows = SavedQuery.objects.visible_to(actor).filter(register=register.name).select_related("owner")
    return sorted(rows, key=lambda query: (query.owner_id != actor.user_id, query.name))


def default_of(queries: Sequence[SavedQuery], actor: Actor) -> SavedQuery | None:
    return next((q for q in queries if q.is_default and q.owner_id == actor.user_id), None)


def settings_of(register: Register, actor: Actor) -> TableSetting | None:
    return TableSetting.objects.visible_to(actor).filter(register=register.name).first()


def columns_of(register: Register, setting: TableSetting | None) -> list[Column]:
    """The columns to show: as chosen, else the default ones. A column that is declared no more is left out."""
    by_name = {column.name: column for column in register.columns}
    chosen = [by_name[name] for name in (setting.columns if setting else []) if name in by_name]
    return chosen or [column for column in register.columns if column.default]


def cleaned_params(register: Register, params: str) -> str:
    """Conditions, view and order of an address, without the place in the list."""
    typed = QueryDict(params.lstrip("?"))
    known = {"q", "view", "sort"}
    for declared in register.filters:
        is_range = declared.kind == "date_range"
        known |= {f"{declared.name}_from", f"{declared.name}_to"} if is_range else {declared.name}
    kept = QueryDict(mutable=True)
    for name in sorted(known):
        if typed.get(name):
            kept[name] = typed[name]
    if "view" not in kept and register.presets:
        kept["view"] = register.presets[0].name
    return kept.urlencode()


@transaction.atomic
def save_query(
    register: Register, name: str, params: str, *, is_default: bool, shared: bool, actor: Actor
) -> SavedQuery:
    """Keep a query under ``name``; Refused when there is one of that name or too much in it."""
    name = name.strip()
    if not name or len(name) > 20:
        raise Refused("请填写常用查询的名称，最多 20 个字。")
    kept = cleaned_params(register, params)
    if len(kept) > 1000:
        raise Refused("条件太多，不能保存。", hint="请减少条件。")
    query = SavedQuery(owner_id=actor.account, register=register.name, name=name, params=kept)
    if shared:
        _share(query, actor)
    if is_default:
        _own(register, actor).update(is_default=False)
        query.is_default = True
    with worded(SavedQuery):
        query.save()
    if shared:
        record("pages.query_shared", f"共享{register.label}的常用查询", actor=actor, subject=query)
    return query


@transaction.atomic
def change_query(
    register: Register, pk: int, *, name: str, is_default: bool, shared: bool, actor: Actor
) -> None:
    """Rename, share or make default one's own query."""
    query = _one(register, pk, actor)
    if not name.strip() or len(name.strip()) > 20:
        raise Refused("请填写常用查询的名称，最多 20 个字。")
    query.name = name.strip()
    newly = shared and query.post_id is None
    if newly:
        _share(query, actor)
    elif not shared:
        query.post_id, query.region_code = None, ""
    if is_default:
        _own(register, actor).exclude(pk=pk).update(is_default=False)
    query.is_default = is_default
    with worded(SavedQuery):
        query.save()
    if newly:
        record("pages.query_shared", f"共享{register.label}的常用查询", actor=actor, subject=query)


@transaction.atomic
def delete_query(register: Register, pk: int, *, actor: Actor) -> None:
    """Delete one's own query."""
    _one(register, pk, actor).delete()


@transaction.atomic
def choose_columns(
    register: Register, names: Sequence[str], *, size: int | None, actor: Actor
) -> TableSetting | None:
    """Remember columns, in this order, and the size of a page; without names everything is as declared again."""
    known = [column.name for column in register.columns]
    wanted = [name for name in dict.fromkeys(names) if name in known]
    if not wanted:
        TableSetting.objects.filter(owner=actor.account, register=register.name).delete()
        return None
    setting, _ = TableSetting.objects.update_or_create(
        owner_id=actor.account,
        register=register.name,
        defaults={"columns": wanted, "size": size if size in SIZES else None},
    )
    return setting


def _share(query: SavedQuery, actor: Actor) -> None:
    if not actor.has(SHARE):
        raise Forbidden("当前岗位不能共享常用查询。")
    query.post_id, query.region_code = actor.post_code, actor.region_code


def _own(register: Register, actor: Actor) -> Any:
    return SavedQuery.objects.filter(owner=actor.account, register=register.name)


def _one(register: Register, pk: int, actor: Actor) -> SavedQuery:
    query: SavedQuery | None = _own(register, actor).select_for_update().filter(pk=pk).first()
    if query is None:
        raise Http404
    return query
