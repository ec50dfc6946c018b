"""Two files of one person made one (合并档案), and taken apart again while nothing has happened since.

Never on name and birth date alone (edge case 21): by a number that both files have had, or on evidence that a second
person confirms. What hangs on the merged file moves to the kept one, payments with it; the merged file stays as a
stone that leads there.
"""

import time
from typing import Any

from django.contrib.postgres.functions import TransactionNow
from django.db import DatabaseError, transaction

from apps.accounts.actor import Actor
from apps.audit.services import record
from apps.core import clock
from apps.core.errors import Refused
from apps.core.registries import merge_checks
from apps.files.models import StoredFile
from apps.people.models import Person, PersonMerge
from apps.people.services import proposals, rows, stones
from apps.people.services.aliases import numbers_of
from apps.people.services.telling import tell_asker, tell_deciders

_ACTION = "merge"
_ATTEMPTS, _PAUSE = 3, 0.2


def merge(
    keep: Person, drop: Person, *, actor: Actor, reason: str, evidence: StoredFile | None = None
) -> PersonMerge:
    """Merge ``drop`` into ``keep`` when both have had one number; else ask for it on ``evidence``.

    ``Refused`` with a sentence when it cannot be: the same file, one merged already, evidence missing, months of benefit
    that exclude each other, two households at once.
    """
    return _unhurried(lambda: _merge(keep, drop, actor, reason, evidence))


@transaction.atomic
def _merge(keep: Person, drop: Person, actor: Actor, reason: str, evidence: StoredFile | None) -> PersonMerge:
    if keep.pk == drop.pk:
        raise Refused("同一份档案不能与自己合并。", code="same")
    reason = proposals.require_reason(reason, "合并理由")
    by_number = bool(numbers_of(keep) & numbers_of(drop))
    if by_number:
        rows.lock_tables()
    keep, drop = proposals.lock_persons(keep, drop)
    if not by_number:
        proposals.require_evidence(evidence)
    _require_possible(keep, drop)
    asked = PersonMerge(
        keep=keep,
        drop=drop,
        region_id=proposals.place_of(keep, actor),
        ground=PersonMerge.Ground.NUMBER if by_number else PersonMerge.Ground.EVIDENCE,
        needs_second=not by_number,
        reason=reason,
        evidence=evidence,
        **proposals.asked_by(actor),
    )
    if by_number:
        return _carry_out(asked, keep, drop, actor)
    asked.save()
    _record(asked, "people.merge_asked", "申请合并档案", actor)
    tell_deciders(asked, actor)
    return asked


def confirm_merge(asked: PersonMerge, *, actor: Actor, answer: str = "") -> PersonMerge:
    """Confirm another's merge and carry it out; ``Forbidden`` for whoever asked."""
    return _unhurried(lambda: _confirm(asked, actor, answer))


@transaction.atomic
def _confirm(asked: PersonMerge, actor: Actor, answer: str) -> PersonMerge:
    asked = proposals.lock_open(PersonMerge, asked, actor)
    proposals.decide(asked, actor, answer)
    rows.lock_tables()
    keep, drop = proposals.lock_persons(asked.keep, asked.drop)
    _require_possible(keep, drop, besides=asked)
    _carry_out(asked, keep, drop, actor)
    tell_asker(asked, actor)
    return asked


@transaction.atomic
def refuse_merge(asked: PersonMerge, answer: str, *, actor: Actor) -> None:
    """Refuse another's merge, for a written reason."""
    asked = proposals.lock_open(PersonMerge, asked, actor)
    proposals.refuse(asked, answer, actor=actor, subject=asked.keep, action=_ACTION)
    tell_asker(asked, actor)


@transaction.atomic
def withdraw_merge(asked: PersonMerge, *, actor: Actor) -> None:
    """Take one's own merge back before it is decided."""
    asked = proposals.lock_open(PersonMerge, asked, actor)
    proposals.withdraw(asked, actor=actor, subject=asked.keep, action=_ACTION)


def undo_merge(done: PersonMerge, *, actor: Actor, reason: str) -> PersonMerge:
    """Take the two files apart as they were. ``Refused`` once anything was done in the kept file since."""
    return _unhurried(lambda: _undo(done, actor, reason))


@transaction.atomic
def _undo(done: PersonMerge, actor: Actor, reason: str) -> PersonMerge:
    reason = proposals.require_reason(reason, "撤销理由")
    rows.lock_tables()
    done = PersonMerge.objects.visible_to(actor).select_for_update(of=("self",)).get(pk=done.pk)
    if done.state != PersonMerge.State.DONE:
        raise Refused("这项合并没有生效，不需要撤销。", code="state")
    keep = Person.objects.select_for_update().get(pk=done.keep_id)
    drop = Person.objects.select_for_update().get(pk=done.drop_id)
    if stones.changed_since(done, keep):
        raise Refused(
            "合并以后这份档案已有新的办理，不能撤销。",
            hint="请逐项更正；确需分开的，请联系区民政局业务科室。",
            code="used",
        )
    done.state = PersonMerge.State.UNDONE
    done.applied_at = TransactionNow()
    done.save()
    stones.take_apart(done, keep, drop)
    _record(done, "people.merge_undone", "撤销档案合并", actor, reason)
    return done


def _require_possible(keep: Person, drop: Person, besides: PersonMerge | None = None) -> None:
    both = [keep.pk, drop.pk]
    waiting = PersonMerge.objects.filter(state=PersonMerge.State.ASKED).exclude(
        pk=besides.pk if besides else None
    )
    if waiting.filter(drop__in=both).exists() or waiting.filter(keep__in=both).exists():
        raise Refused("这份档案正在等待另一项合并的复核。", hint="请等复核后再办理。", code="open")
    if keep.identity_changes.model.objects.filter(person__in=both, state="asked").exists():
        raise Refused("有一项身份信息更正正在等待复核。", hint="请等复核后再合并。", code="open")
    for check in merge_checks:
        for sentence in check.find(keep, drop):
            raise Refused(sentence, hint="请先核实并更正，再合并档案。", code="conflict")
    stones.require_one_life(keep, drop)


def _carry_out(asked: PersonMerge, keep: Person, drop: Person, actor: Actor) -> PersonMerge:
    asked.drop_number = drop.number
    asked.apply_now()
    asked.save()
    asked.refresh_from_db(fields=["applied_at"])
    asked.detail = stones.put_together(asked, keep, drop, clock.today())
    asked.save(update_fields=["detail"])
    _record(asked, "people.merge", "合并档案", actor)
    return asked


def _unhurried(work: Any) -> PersonMerge:
    """Try again a few times while others write; then say so."""
    for attempt in range(_ATTEMPTS):
        try:
            done: PersonMerge = work()
            return done
        except rows.Busy:
            pass
        except DatabaseError as error:
            if not rows.is_busy(error):
                raise
        time.sleep(_PAUSE * attempt)
    raise Refused("有业务正在办理中，暂时不能合并档案。", hint="请过一会儿再试。", code="busy")


def _record(asked: PersonMerge, action: str, label: str, actor: Actor, reason: str = "") -> None:
    for person in (asked.keep, asked.drop):
        record(
            action,
            label,
            actor=actor,
            subject=person,
            region_code=asked.region_id,
            reason=reason or asked.reason,
            detail={"merge": asked.pk, "keep": asked.keep_id, "drop": asked.drop_id, "ground": asked.ground},
        )
