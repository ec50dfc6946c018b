"""The beginning of a change: a case of its own on a running entitlement, with the facts of the last decision."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from django.db import IntegrityError, transaction

from apps.accounts.actor import Actor
from apps.assistance.models import DibaoChange
from apps.assistance.rules.changes import ABSENCE_OF, GROUNDS
from apps.assistance.services.change_facts import (
    add_family,
    applicant_of,
    copy_facts,
    covered_in,
    has_facts,
    mark_gone,
    open_change_of,
    outline,
    source_case,
)
from apps.assistance.services.dibao_entry import DibaoEntry, attach_papers, persons_of, write_declared
from apps.assistance.services.dibao_steps import PROGRAMME
from apps.casework.models import Case, CaseDocument, Draft
from apps.casework.services.submission import Submission, existing_case, submit
from apps.casework.workflow import lock_case, perform
from apps.core import clock
from apps.core.errors import Refused
from apps.core.periods import first_of
from apps.payments.models import Entitlement, EntitlementStatus
from apps.people.models import BankAccount, Person

KIND = "dibao_change"


@dataclass(frozen=True, kw_only=True)
class ChangeFacts:
    """What is stated of a change. ``gone`` are ids of persons who died or left; ``entry`` the family as edited on
    the form (None: as last decided), ``known`` the persons of its rows that were on file."""

    event_on: date | None = None
    leave_reason: str = ""
    end_reason: str = ""
    reason_text: str = ""
    payee: Person | None = None
    account: BankAccount | None = None
    new_bank: str = ""
    new_account: str = ""
    region_id: str = ""
    address: str = ""
    other: Entitlement | None = None
    pay_held: bool | None = None
    gone: tuple[int, ...] = ()
    entry: DibaoEntry | None = None
    known: Mapping[str, Person] = field(default_factory=dict)
    channel: str = Case.Channel.WINDOW


@transaction.atomic
def begin_change(
    entitlement: Entitlement,
    ground: str,
    *,
    actor: Actor,
    effective_month: date | None = None,
    facts: ChangeFacts | None = None,
    token: uuid.UUID | None = None,
    draft: Draft | None = None,
) -> Case:
    """Submit a change of ``entitlement`` on one of ``rules.changes.GROUNDS``; the system may, too.

    ``effective_month`` (first day) names the first month of it, where the ground allows that. Raises ``Refused``
    when the entitlement has ended, a change of it is open (``code`` ``open_change``), or the ground does not fit;
    KeyError for a ground that is none. The same ``token`` again returns the case it has made.
    """
    rule, stated = GROUNDS[ground], facts or ChangeFacts()
    if token is not None and (already := existing_case(token)) is not None:
        return already
    locked: Entitlement = (
        Entitlement.objects.select_for_update(of=("self",), no_key=True)
        .select_related("payee", "case", "household")
        .get(pk=entitlement.pk)
    )
    require_changeable(locked, ground, stated)
    _require_stranger(locked, actor)
    chosen = first_of(effective_month) if effective_month else None
    if chosen is not None and not (rule.timing == "chosen" or rule.may_reach_back):
        chosen = None

    case = _submit(locked, ground, stated, chosen, actor, token or uuid.uuid4(), draft)
    if stated.entry is not None:
        attach_papers(case, {row.key: row.person for row in case.dibao.members.select_related("person")})
    return case


def _submit(
    entitlement: Entitlement,
    ground: str,
    stated: ChangeFacts,
    chosen: date | None,
    actor: Actor,
    token: uuid.UUID,
    draft: Draft | None,
) -> Case:
    """The case with its change; the trigger decides when two begin one at the same moment."""
    submission = Submission(
        kind=KIND,
        token=token,
        region_id=entitlement.region_id,
        applicant=applicant_of(entitlement),
        household=entitlement.household,
        build=lambda case: _write(case, entitlement, ground, stated, chosen, actor),
        channel=stated.channel,
        relative_registered=entitlement.case.relative_registered,
        draft_id=draft.pk if draft else None,
    )
    try:
        with transaction.atomic():
            return submit(submission, actor=actor)
    except IntegrityError as error:
        if open_change_of(entitlement) is None:
            raise
        raise _already(entitlement) from error


@transaction.atomic
def resubmit_change(
    case_id: int,
    facts: ChangeFacts,
    *,
    version: int,
    draft: Draft,
    actor: Actor,
    effective_month: date | None = None,
    comment: str = "",
) -> Case:
    """Write what was supplemented into the rows of the case and hand it in again; raises what ``perform`` raises."""
    case = lock_case(case_id, actor)
    change = DibaoChange.objects.select_related("entitlement", "case").get(case=case)
    state(change, facts, first_of(effective_month) if effective_month else None)
    if facts.entry is not None:
        write_facts(case, change, facts, actor)
    change.save()
    CaseDocument.objects.filter(draft_id=draft.pk, case__isnull=True, withdrawn_at__isnull=True).update(
        case=case
    )
    perform(case.pk, "resubmit", actor=actor, version=version, comment=comment)
    Draft.objects.visible_to(actor).filter(pk=draft.pk).delete()
    return case


def require_changeable(entitlement: Entitlement, ground: str, stated: ChangeFacts) -> None:
    """Refuse what cannot be begun: an ended benefit, a second change at once, a ground that does not fit."""
    if entitlement.programme != PROGRAMME:
        raise Refused("这项待遇不是低保，不能在这里变更。", code="programme")
    if entitlement.status == EntitlementStatus.ENDED:
        raise Refused("这项待遇已终止，不能再变更。", hint="需要恢复的，请重新申请。", code="ended")
    if open_change_of(entitlement) is not None:
        raise _already(entitlement)
    is_suspended = entitlement.suspensions.filter(last_month__isnull=True).exists()
    if ground == "resume" and not is_suspended:
        raise Refused("这项待遇没有暂停，不用恢复。", code="not_suspended")
    if ground == "suspend" and is_suspended:
        raise Refused("这项待遇已经暂停。", hint="请先恢复。", code="suspended")
    if entitlement.phase_out_from is not None and ground not in {"payee", "stop", "member_death", "move"}:
        raise Refused("这项待遇已在渐退期，到期自动终止。", code="phase_out")
    if stated.other is not None:
        _require_mergeable(entitlement, stated.other)


def _require_mergeable(entitlement: Entitlement, other: Entitlement) -> None:
    if other.pk == entitlement.pk:
        raise Refused("并入的待遇就是本户的待遇，请核对编号。", code="same")
    if other.programme != PROGRAMME or other.status == EntitlementStatus.ENDED or other.phase_out_from:
        raise Refused("并入的待遇不在享，不能并户。", hint="请核对待遇编号。", code="other")
    if open_change_of(other) is not None:
        raise Refused(
            "并入的待遇有变更正在办理。", hint="请等那件变更办结后再并户。", code="other_open_change"
        )


def _already(entitlement: Entitlement) -> Refused:
    found = open_change_of(entitlement)
    number = found.case.number if found else ""
    return Refused(
        f"这项待遇已有变更正在办理（{number}）。",
        hint="请在那件变更中办理，不要重复发起。",
        code="open_change",
    )


def _require_stranger(entitlement: Entitlement, actor: Actor) -> None:
    """Nobody enters a change of the family it belongs to."""
    if not actor.person_key:
        return
    own = Person.objects.filter(number_digest=bytes.fromhex(actor.person_key))
    if (
        own.filter(coverages__entitlement=entitlement).exists()
        or own.filter(pk=entitlement.payee_id).exists()
    ):
        raise Refused("申请家庭成员是本人，应当回避。", hint="请由其他人员录入。", code="family")


def _write(
    case: Case, entitlement: Entitlement, ground: str, stated: ChangeFacts, chosen: date | None, actor: Actor
) -> None:
    """The change and its facts: as edited, else as last decided, else only who is covered."""
    change = DibaoChange(case=case, entitlement=entitlement, ground=ground)
    state(change, stated, chosen)
    write_facts(case, change, stated, actor)
    change.save()


def state(change: DibaoChange, stated: ChangeFacts, chosen: date | None) -> None:
    """Put what is stated into the columns of a change."""
    change.event_on, change.chosen_month = stated.event_on, chosen
    change.leave_reason, change.end_reason = stated.leave_reason, stated.end_reason
    change.reason_text = stated.reason_text
    change.payee, change.account = stated.payee, stated.account
    change.new_bank, change.new_account = stated.new_bank, stated.new_account
    change.region_id, change.address = stated.region_id or None, stated.address
    change.other, change.pay_held = stated.other, stated.pay_held


def write_facts(case: Case, change: DibaoChange, stated: ChangeFacts, actor: Actor) -> None:
    """Write the family of a change into the rows of its case, and whether it is known."""
    source = source_case(change.entitlement)
    if stated.entry is not None:
        write_declared(case, stated.entry, persons_of(stated.entry, actor, stated.known))
        change.has_facts = True
    elif has_facts(source):
        copy_facts(source, case)
    else:
        change.has_facts = False
        outline(change.entitlement, case, first_of(clock.today()))
    if change.other is not None and stated.entry is None and has_facts(source_case(change.other)):
        add_family(case.dibao, source_case(change.other).dibao, prefix="x")
    if stated.gone:
        is_death = change.ground == "member_death"
        absence = "deceased" if is_death else ABSENCE_OF.get(stated.leave_reason, "left")
        mark_gone(case.dibao, stated.gone, absence)


def dead_of(entitlement: Entitlement) -> list[Person]:
    """Persons covered beyond the month in which they died, as registered."""
    persons = covered_in(entitlement, first_of(clock.today()))
    return [person for person in persons if person.death_date is not None]


def correct(case: Case, actor: Actor, reason: str) -> Case:
    """Begin the correction of what a confirmed case has granted or changed; ``reason`` says what is wrong."""
    entitlement = case.change.entitlement if case.kind == KIND else case.entitlement
    return begin_change(entitlement, "correction", actor=actor, facts=ChangeFacts(reason_text=reason[:300]))
