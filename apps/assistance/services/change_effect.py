"""A decided change takes effect on the entitlement and on the family's file, in the transaction of the decision."""

from datetime import date, timedelta

from apps.accounts.actor import Actor
from apps.assistance.models import DibaoChange
from apps.assistance.rules import deadlines
from apps.assistance.rules.changes import END_REASONS, GROUND_LABELS, GROUNDS, LEAVE_REASONS
from apps.assistance.rules.facts import DEPARTURES
from apps.assistance.services.change_outcome import Comparison
from apps.assistance.services.dibao_entry import FILED_RELATIONS
from apps.assistance.services.dibao_facts import explain, rules_on
from apps.audit.services import record
from apps.core import clock
from apps.core.errors import Refused
from apps.core.periods import add_months
from apps.payments.models import Entitlement, EntitlementTerm
from apps.payments.services import life
from apps.payments.services.locking import lock, touch
from apps.people.models import BankAccount, HouseholdMember, Person
from apps.people.services import set_account

Cause = EntitlementTerm.Cause
CAUSES = {"recheck": Cause.RECHECK, "correction": Cause.CORRECTION}


def take_effect(
    change: DibaoChange, found: Comparison, *, actor: Actor, day: date, overpaid_cause: str
) -> None:
    """Do what ``change.outcome`` says from ``found.effective`` on. Raises ``Refused`` where payments refuse."""
    entitlement, case, month = change.entitlement, change.case, found.effective
    outcome = change.outcome
    if change.other is not None:
        _absorb(change, month, actor)
    if outcome == "stop":
        _stop(change, found, actor, overpaid_cause)
    elif outcome == "phase_out":
        _phase_out(change, found, actor)
    elif outcome == "suspend":
        reason = change.reason_text or GROUND_LABELS[change.ground]
        life.suspend(entitlement, from_month=month, reason=reason, actor=actor, case=case)
    elif outcome == "resume":
        life.resume(entitlement, from_month=month, pay_held=bool(change.pay_held), actor=actor, case=case)
    elif outcome == "move":
        life.move(entitlement, region_id=change.region_id or "", from_month=month, actor=actor, case=case)
        _move_home(change, actor)
    elif outcome == "payee":
        payee = change.payee or entitlement.payee
        account = _account(change, payee, actor, day)
        life.set_payee(entitlement, payee=payee, account=account, actor=actor, case=case)
    else:
        _recompute(change, found, actor, overpaid_cause)
    if GROUNDS[change.ground].investigates and outcome not in {"stop", "phase_out"}:
        date_next_recheck(change, day)
    if GROUNDS[change.ground].recomputes and outcome not in {"stop", "phase_out"}:
        _follow_family(change, found, actor, day)


def _recompute(change: DibaoChange, found: Comparison, actor: Actor, overpaid_cause: str) -> None:
    """Members first, then the amount of every month from the first one on."""
    entitlement, case, month = change.entitlement, change.case, found.effective
    _switch_payee(change, found, actor)
    for person in sorted(found.joining, key=lambda each: each.pk):
        life.join(entitlement, person=person, from_month=month, actor=actor, case=case)
    reason = LEAVE_REASONS.get(change.leave_reason, GROUND_LABELS[change.ground])
    for person in found.leaving:
        life.leave(
            entitlement,
            person=person,
            last_month=add_months(month, -1),
            reason=reason,
            actor=actor,
            case=case,
        )
    has_moved = bool(found.joining or found.leaving)
    for each in found.months:
        term = entitlement.terms.in_month(each.month).first()
        if term is not None and term.amount == each.amount and not has_moved:
            continue
        life.change_amount(
            entitlement,
            from_month=each.month,
            amount=each.amount,
            standard=each.standard,
            cause=CAUSES.get(change.ground, Cause.CHANGE),
            computation=each.computation,
            actor=actor,
            case=case,
            why=GROUND_LABELS[change.ground],
            overpaid_cause=overpaid_cause,
        )


def _switch_payee(change: DibaoChange, found: Comparison, actor: Actor) -> None:
    """A payee who died or has left is replaced before the next run (rulebook 9.5): as named, else by the oldest."""
    entitlement = change.entitlement
    stays = {person.pk for person in found.covered_after}
    gone = {person.pk for person in found.leaving}
    payee = entitlement.payee
    if change.payee is None and payee.death_date is None and payee.pk not in gone:
        return
    heir = change.payee or next((p for p in found.covered_after if p.pk in stays), None)
    if heir is None or heir.pk == payee.pk:
        return
    account = change.account or _account_of(heir)
    life.set_payee(entitlement, payee=heir, account=account, actor=actor, case=change.case)


def _account(change: DibaoChange, payee: Person, actor: Actor, day: date) -> BankAccount | None:
    """The account that was decided, on file from today; without a new one what the payee has."""
    if not change.new_account:
        return change.account or _account_of(payee)
    return set_account(payee, change.new_bank, change.new_account, payee.name, day, actor=actor)


def _account_of(person: Person) -> BankAccount | None:
    account: BankAccount | None = BankAccount.objects.filter(person=person, valid_to__isnull=True).first()
    return account


def _stop(change: DibaoChange, found: Comparison, actor: Actor, overpaid_cause: str) -> None:
    last = add_months(found.effective, -1)
    if last < change.entitlement.from_month:
        raise Refused(
            "待遇还没有开始就要终止，不能按变更办理。", hint="请由区民政局更正原决定。", code="not_begun"
        )
    life.end(
        change.entitlement,
        last_month=last,
        reason=END_REASONS[change.end_reason],
        actor=actor,
        case=change.case,
        overpaid_cause=overpaid_cause,
    )


def _phase_out(change: DibaoChange, found: Comparison, actor: Actor) -> None:
    planned = found.phase_out
    assert planned is not None
    life.begin_phase_out(
        change.entitlement,
        from_month=planned.first_month,
        last_month=planned.last_month,
        amount=planned.amount,
        computation=explain(planned.steps),
        actor=actor,
        case=change.case,
    )


def _absorb(change: DibaoChange, month: date, actor: Actor) -> None:
    """The other benefit ends the month before: no month has both (rulebook 9.2)."""
    assert change.other is not None
    life.end(
        change.other,
        last_month=add_months(month, -1),
        reason=END_REASONS["merged_household"],
        actor=actor,
        case=change.case,
    )


def date_next_recheck(change: DibaoChange, day: date) -> None:
    """The family was looked at: the cycle of its class begins anew (民发〔2021〕57号 §31)."""
    _, parameters = rules_on(day)
    letter = change.case.dibao.recheck_class or change.entitlement.recheck_class
    locked: Entitlement = lock(change.entitlement)
    touch(
        locked,
        recheck_class=letter,
        next_recheck_on=deadlines.next_recheck(day, letter, parameters) if letter else None,
    )


# --- the family's file -----------------------------------------------------------------------------------


def _follow_family(change: DibaoChange, found: Comparison, actor: Actor, day: date) -> None:
    """Who has died or left is no longer in the household; who has joined is."""
    household = change.entitlement.household
    if household is None:
        return
    gone = change.case.dibao.members.filter(absence__in=DEPARTURES).values_list("person_id", flat=True)
    left_on = change.event_on or day
    standing = HouseholdMember.objects.filter(household=household, left_on__isnull=True)
    leaving = list(standing.filter(person_id__in=list(gone)))
    for row in leaving:
        row.left_on = max(left_on, row.joined_on)
        row.save(update_fields=["left_on"])
    present = set(standing.values_list("person_id", flat=True))
    relations = dict(change.case.dibao.members.values_list("person_id", "relation"))
    joining = [person for person in found.joining if person.pk not in present]
    for person in joining:
        for row in HouseholdMember.objects.filter(person=person, left_on__isnull=True):
            row.left_on = max(day - timedelta(days=1), row.joined_on)
            row.save(update_fields=["left_on"])
        relation = relations.get(person.pk, "other")
        HouseholdMember.objects.create(
            household=household,
            person=person,
            relation=FILED_RELATIONS.get(relation, relation),
            joined_on=day,
        )
    if leaving or joining:
        record(
            "household.change",
            "按变更办件更新家庭成员",
            actor=actor,
            subject=household,
            region_code=household.region_id,
            detail={
                "case": change.case.number,
                "left": [row.person_id for row in leaving],
                "joined": [person.pk for person in joining],
            },
        )


def _move_home(change: DibaoChange, actor: Actor) -> None:
    household = change.entitlement.household
    if household is None or change.region_id is None:
        return
    household.region_id = change.region_id
    household.address = change.address or household.address
    household.save(update_fields=["region", "address"])
    record(
        "household.update",
        "更新家庭住址",
        actor=actor,
        subject=household,
        region_code=change.region_id,
        detail={"case": change.case.number, "on": clock.today().isoformat()},
    )
