"""Adding, changing, closing and voiding rows of registers and logs: one function a use case, whatever the model.

Each is one transaction with its event; what the declaration adds (``prepare``, ``after``) runs inside it. What the
database refuses comes back as the sentence of the constraint.
"""

import uuid
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import date, timedelta
from typing import Any

import pghistory
from django.db import IntegrityError, models, transaction

from apps.accounts.actor import Actor
from apps.audit.services import record
from apps.core import clock
from apps.core.declarations import Register, RegisterForm
from apps.core.errors import Forbidden, Refused, StaleVersion
from apps.pages import history
from apps.pages.records import Dated, Kept, LogEntry
from apps.policy.services import parameter

CORRECTION_DAYS = "log.correction_days"


def form_of(register: Register) -> RegisterForm:
    """The form of a register; LookupError when it has none."""
    if register.form is None:
        raise LookupError(f"register {register.name} has no form")
    return register.form


def add_row(
    register: Register, row: Kept, values: Mapping[str, Any], *, token: uuid.UUID, actor: Actor
) -> tuple[Kept, bool]:
    """Save the new ``row``; (row, True), or the row that this submission made before and False.

    Raises Refused with the sentence of the constraint that does not hold.
    """
    form = form_of(register)
    must_have(form.permission, actor)
    same = type(row)._default_manager.filter(submit_token=token, created_by_id=actor.account)
    with transaction.atomic():
        before = same.first()
        if before is not None:
            return before, False
        row.submit_token, row.created_by_id, row.recorded_on = token, actor.account, clock.today()
        if form.prepare:
            form.prepare(row, values, actor)
        with worded(type(row)):
            row.save()
        if form.after:
            form.after(row, values, actor)
        record("pages.row_added", f"登记{_thing(row)}", actor=actor, subject=row)
    return row, True


def change_row(
    register: Register, row: Kept, values: Mapping[str, Any], *, version: int, reason: str, actor: Actor
) -> Kept:
    """Save the changes that a form made to ``row``, which the page showed at ``version``.

    Raises StaleVersion with what others changed since, Forbidden for a log that is not the actor's own or too old.
    """
    form = form_of(register)
    must_have(form.permission, actor)
    with transaction.atomic():
        now = lock(row)
        if now.version != version:
            raise StaleVersion("这条记录打开以后已被别人修改。", changes=changes_since(now, version))
        ensure_changeable(form, now, actor)
        row.version = version + 1
        if form.prepare:
            form.prepare(row, values, actor)
        with pghistory.context(reason=reason), worded(type(row)):
            row.save()
            if form.after:
                form.after(row, values, actor)
        record("pages.row_changed", f"更改{_thing(row)}", actor=actor, subject=row, reason=reason)
    return row


def close_row(register: Register, row: Dated, *, on: date, reason: str, actor: Actor) -> None:
    """End the life of ``row`` on ``on``; Refused when it has ended already."""
    must_have(form_of(register).permission, actor)
    with transaction.atomic():
        now = lock(row)
        if now.closed_on is not None:
            raise Refused("这一条已停用。", hint="请刷新后查看。")
        now.closed_on, now.close_reason = on, reason
        _save(now, reason)
        record("pages.row_closed", f"停用{_thing(now)}", actor=actor, subject=now, reason=reason)


def reopen_row(register: Register, row: Dated, *, reason: str, actor: Actor) -> None:
    """Take back the end of ``row``: it was closed in error, or is used again."""
    must_have(form_of(register).permission, actor)
    with transaction.atomic():
        now = lock(row)
        if now.closed_on is None:
            raise Refused("这一条没有停用。", hint="请刷新后查看。")
        now.closed_on, now.close_reason = None, ""
        _save(now, reason)
        record("pages.row_reopened", f"恢复{_thing(now)}", actor=actor, subject=now, reason=reason)


def void_row(register: Register, row: LogEntry, *, reason: str, actor: Actor) -> None:
    """Declare a log entry void: it was made in error and counts no more."""
    form = form_of(register)
    must_have(form.permission, actor)
    with transaction.atomic():
        now = lock(row)
        ensure_changeable(form, now, actor)
        now.voided_on, now.voided_by_id, now.void_reason = clock.today(), actor.account, reason
        _save(now, reason)
        if form.voided:
            form.voided(now, actor)
        record("pages.row_voided", f"作废{_thing(now)}", actor=actor, subject=now, reason=reason)


def why_fixed(form: RegisterForm, row: Kept, actor: Actor) -> str:
    """Why ``actor`` may not change ``row`` now; empty when he may."""
    if not actor.has(form.permission):
        return "当前岗位不能更改。"
    if isinstance(row, Dated):
        return "已停用，恢复后才能更改。" if row.closed_on else ""
    if not isinstance(row, LogEntry):
        return ""
    if row.voided_on:
        return "已作废，不能再改。"
    if form.override and actor.has(form.override):
        return ""
    if row.created_by_id != actor.user_id:
        return "由登记人本人更改或作废。"
    days = int(parameter(CORRECTION_DAYS, clock.today()))
    late = clock.today() > row.recorded_on + timedelta(days=days)
    return f"登记已超过 {days} 天，不能再改。" if late else ""


def ensure_changeable(form: RegisterForm, row: Kept, actor: Actor) -> None:
    """Raise Forbidden with the reason why ``actor`` may not change ``row`` now."""
    reason = why_fixed(form, row, actor)
    if reason:
        raise Forbidden(reason)


def must_have(permission: str, actor: Actor) -> None:
    if not (actor.is_system or actor.has(permission)):
        raise Forbidden("当前岗位不能登记或更改。")


def lock(row: Any) -> Any:
    """The row as it is now, locked until the end of the transaction."""
    return type(row)._default_manager.select_for_update(of=("self",)).get(pk=row.pk)


def changes_since(row: Any, version: int) -> list[tuple[str, Any, Any]]:
    """(label, as shown, now) of what was changed after ``version``."""
    shown = row.history.filter(version=version).order_by("pgh_id").first()
    return history.pairs(row, shown, row) if shown is not None else []


@contextmanager
def worded(model: type[models.Model]) -> Iterator[None]:
    """Turn a constraint that the database refuses into Refused with its sentence."""
    try:
        with transaction.atomic():
            yield
    except IntegrityError as error:
        name = getattr(getattr(error.__cause__, "diag", None), "constraint_name", "")
        for constraint in model._meta.constraints:
            if constraint.name == name and constraint.violation_error_message:
                raise Refused(str(constraint.violation_error_message), code=name) from error
        raise


def _save(row: Any, reason: str) -> None:
    row.version += 1
    with pghistory.context(reason=reason), worded(type(row)):
        row.save()


def _thing(row: models.Model) -> str:
    return str(row._meta.verbose_name)
