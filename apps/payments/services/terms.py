"""Replacing months of terms: what an entitlement is from a month on, without gap or overlap."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import connection

from apps.core.errors import Refused
from apps.core.periods import add_months, month_label
from apps.payments.models import EntitlementTerm


@dataclass(frozen=True)
class Replacement:
    """What an entitlement is from ``first_month`` to ``last_month`` inclusive (None: to its end).

    ``amount`` yuan a month; an empty ``region_id`` keeps the place of every month as it is.
    """

    entitlement_id: int
    first_month: date
    amount: Decimal | None
    standard: Decimal | None
    cause: str
    computation: Sequence[dict[str, Any]]
    last_month: date | None = None
    case_id: int | None = None
    region_id: str = ""


@dataclass
class _Work:
    deleted: list[int] = field(default_factory=list)
    shortened: dict[int, date] = field(default_factory=dict)
    terms: list[EntitlementTerm] = field(default_factory=list)


def replace_terms(replacements: Iterable[Replacement]) -> list[EntitlementTerm]:
    """Write the replacements; what lies outside their months stays. The old versions stay in row history.

    Set-based: one read, and a delete, an update and an insert however many entitlements there are. The caller holds
    the locks of the entitlements. Raises ``Refused`` when an entitlement has no term in the months named.
    """
    wanted = sorted(replacements, key=lambda each: (each.entitlement_id, each.first_month))
    rows = EntitlementTerm.objects.filter(entitlement_id__in=list({each.entitlement_id for each in wanted}))
    by_entitlement: dict[int, list[EntitlementTerm]] = defaultdict(list)
    for row in rows.order_by("first_month"):
        by_entitlement[row.entitlement_id].append(row)
    work, made = _Work(), []
    for each in wanted:
        terms, fresh = _replaced(by_entitlement[each.entitlement_id], each, work)
        by_entitlement[each.entitlement_id] = terms
        made += fresh
    work.terms = [term for terms in by_entitlement.values() for term in terms if term.pk is None]
    _write(work)
    return made


def _replaced(
    terms: list[EntitlementTerm], each: Replacement, work: _Work
) -> tuple[list[EntitlementTerm], list[EntitlementTerm]]:
    """The terms with the months of ``each`` replaced, and the new ones among them."""
    kept: list[EntitlementTerm] = []
    fresh: list[EntitlementTerm] = []
    for term in terms:
        if not _overlaps(term, each):
            kept.append(term)
            continue
        last = _earlier(term.last_month, each.last_month)
        region = each.region_id or term.region_id
        if fresh and fresh[-1].region_id == region:
            fresh[-1].last_month = last
        else:
            fresh.append(_term(each, max(term.first_month, each.first_month), last, region))
        if last is not None and last != term.last_month:
            kept.append(_copy(term, add_months(last, 1)))
        if term.first_month < each.first_month:
            term.last_month = add_months(each.first_month, -1)
            kept.append(term)
            if term.pk is not None:
                work.shortened[term.pk] = term.last_month
        elif term.pk is not None:
            work.deleted.append(term.pk)
    if not fresh:
        raise Refused(f"{month_label(each.first_month)}没有在享的待遇，不能变更。", code="months")
    return sorted([*kept, *fresh], key=lambda term: term.first_month), fresh


def _overlaps(term: EntitlementTerm, each: Replacement) -> bool:
    return (term.last_month is None or term.last_month >= each.first_month) and (
        each.last_month is None or term.first_month <= each.last_month
    )


def _earlier(one: date | None, other: date | None) -> date | None:
    return one if other is None else other if one is None else min(one, other)


def _term(each: Replacement, first: date, last: date | None, region: str) -> EntitlementTerm:
    return EntitlementTerm(
        entitlement_id=each.entitlement_id,
        region_id=region,
        first_month=first,
        last_month=last,
        amount=each.amount,
        standard=each.standard,
        cause=each.cause,
        computation=list(each.computation),
        case_id=each.case_id,
    )


def _copy(term: EntitlementTerm, first: date) -> EntitlementTerm:
    """The rest of a term after the months that were replaced."""
    return EntitlementTerm(
        entitlement_id=term.entitlement_id,
        region_id=term.region_id,
        first_month=first,
        last_month=term.last_month,
        amount=term.amount,
        standard=term.standard,
        cause=term.cause,
        computation=term.computation,
        case_id=term.case_id,
    )


def _write(work: _Work) -> None:
    """Make room first: terms of an entitlement never overlap, not even between two statements."""
    gone = set(work.deleted)
    shortened = {pk: month for pk, month in work.shortened.items() if pk not in gone}
    EntitlementTerm.objects.filter(pk__in=gone).delete()
    if shortened:
        with connection.cursor() as cursor:
            cursor.execute(
                "UPDATE payments_entitlementterm t SET last_month = n.last_month"
                " FROM unnest(%s::bigint[], %s::date[]) AS n(id, last_month) WHERE t.id = n.id",
                [list(shortened), list(shortened.values())],
            )
    EntitlementTerm.objects.bulk_create(work.terms, batch_size=2000)
