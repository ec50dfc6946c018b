"""How to mend what keeps an amount from being paid: in words, and by a link to the page where it is done."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from datetime import date

from django.urls import reverse

from apps.accounts.actor import Actor
from apps.core.numbers import mask_name
from apps.payments.models import Coverage, Entitlement, RunExclusion
from apps.payments.services.generation import temporary_months
from apps.people.models import Person
from apps.people.services import without_number_in

Reason = RunExclusion.Reason
Links = list[dict[str, str]]

WORDS = {
    Reason.PAYEE_DEAD: "变更领款人后补发",
    Reason.MEMBER_DEAD: "办理待遇变更后按新金额补发",
    Reason.NOBODY: "核对保障人员，没有人保障的办理终止",
    Reason.SUSPENDED: "恢复时决定是否补发",
    Reason.CLASH: "核实后终止其中一项，应发的月份随后补发",
    Reason.NO_ACCOUNT: "登记领款人的银行账户后补发",
    Reason.ACCOUNT_CLOSED: "登记领款人的新账户后补发",
}
CORRECT, EDIT = "people.correct_identity", "people.edit_person"


def words(reason: str, month: date) -> str:
    """What has to happen before the amount is paid; ``month`` is that of the run."""
    if reason == Reason.NO_NUMBER:
        return f"已满 {temporary_months(month)} 个月，补录号码后补发"
    return WORDS[Reason(reason)]


def links(wanted: Iterable[tuple[Entitlement, str]], month: date, actor: Actor) -> dict[int, Links]:
    """By entitlement, where the actor mends it: the file without a number, the payee's account. One query at most."""
    rows = list(wanted)
    unnumbered = {row.pk for row, reason in rows if reason == Reason.NO_NUMBER}
    found: dict[int, Links] = defaultdict(list)
    if unnumbered and actor.has(CORRECT):
        for pk, person in _without_number(unnumbered, month, actor):
            url = reverse("people:correct", args=[person.pk])
            found[pk].append({"label": f"补录{mask_name(person.name)}的号码", "url": url})
    if actor.has(EDIT):
        for row, reason in rows:
            if reason in (Reason.NO_ACCOUNT, Reason.ACCOUNT_CLOSED) and row.pk not in found:
                url = reverse("people:account", args=[row.payee_id])
                found[row.pk].append({"label": "登记账户", "url": url})
    return dict(found)


def _without_number(keys: Collection[int], month: date, actor: Actor) -> Iterable[tuple[int, Person]]:
    """The persons, covered or payee, who have lived too long under a temporary code."""
    known = Person.objects.visible_to(actor).filter(pk__in=without_number_in(month).values("pk"))
    covered = Coverage.objects.filter(entitlement__in=keys, person__in=known).select_related("person")
    payees = Entitlement.objects.filter(pk__in=keys, payee__in=known).select_related("payee")
    people = {(row.entitlement_id, row.person_id): row.person for row in covered}
    people |= {(row.pk, row.payee_id): row.payee for row in payees}
    return [(pk, person) for (pk, _), person in sorted(people.items(), key=lambda item: item[0])]
