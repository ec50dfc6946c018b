"""What a new standard makes of the roll: every stretch of months of every benefit, worked out anew. Reads only."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import connection

from apps.assistance.models import DibaoApplication, DibaoChange, StandardChange, StandardChangeRow
from apps.assistance.rules.dibao import assess
from apps.assistance.rules.explain import amount_steps, income_steps
from apps.assistance.rules.parameters import Parameters, Standards, read_parameters
from apps.assistance.rules.standards import Restated, Stretch, depends_on_facts, left_out, restate
from apps.assistance.rules.supplements import supplements_for
from apps.assistance.services.dibao_facts import STANDARD_CODE, explain, facts_of
from apps.assistance.services.dibao_steps import PROGRAMME
from apps.casework.models import CaseState
from apps.core.money import round_amount, total
from apps.payments.models import EntitlementTerm
from apps.payments.models.runs import BASE_CAUSES
from apps.policy.models import Standard
from apps.policy.services import parameters as policy_parameters

# Heads and amount change only where a term or a coverage begins or has ended: between these months one row. What
# belongs to a row is looked up by its index; joined, it would be compared with every other while statistics are old.
STRETCHES = """
WITH roll AS MATERIALIZED (
    SELECT id, status, case_id, GREATEST(from_month, %(month)s) AS first_month, last_month
    FROM payments_entitlement
    WHERE programme = %(programme)s AND district_code = %(district)s
      AND (last_month IS NULL OR last_month >= %(month)s)
), points AS (
    SELECT id, first_month AS month FROM roll
    UNION
    SELECT r.id, t.first_month FROM roll r JOIN payments_entitlementterm t ON t.entitlement_id = r.id
    WHERE t.first_month > r.first_month
    UNION
    SELECT r.id, c.first_month FROM roll r JOIN payments_coverage c ON c.entitlement_id = r.id
    WHERE c.first_month > r.first_month
    UNION
    SELECT r.id, (c.last_month + interval '1 month')::date
    FROM roll r JOIN payments_coverage c ON c.entitlement_id = r.id WHERE c.last_month >= r.first_month
), stretches AS MATERIALIZED (
    SELECT r.id, r.status, r.case_id, p.month AS first_month,
           COALESCE((lead(p.month) OVER (PARTITION BY r.id ORDER BY p.month) - interval '1 month')::date,
                    r.last_month) AS last_month
    FROM roll r JOIN points p ON p.id = r.id AND (r.last_month IS NULL OR p.month <= r.last_month)
)
SELECT s.id, s.status, s.case_id, t.region_id, s.first_month, s.last_month, t.amount, t.standard, t.cause,
       t.computation::text,
       (SELECT count(*) FROM payments_coverage c WHERE c.entitlement_id = s.id AND c.first_month <= s.first_month
        AND (c.last_month IS NULL OR c.last_month >= s.first_month)),
       (SELECT count(DISTINCT l.benefit_month)
        FROM payments_paymentline l JOIN payments_run r ON r.id = l.run_id AND r.state <> 'draft'
        WHERE l.entitlement_id = s.id AND l.benefit_month >= s.first_month
          AND (s.last_month IS NULL OR l.benefit_month <= s.last_month)
          AND l.kind IN ('regular', 'back_pay') AND l.cause = ANY(%(base)s)),
       EXISTS (SELECT 1 FROM payments_suspension x WHERE x.entitlement_id = s.id AND x.first_month <= s.first_month
               AND (x.last_month IS NULL OR x.last_month >= s.first_month))
FROM stretches s
JOIN LATERAL (SELECT * FROM payments_entitlementterm t WHERE t.entitlement_id = s.id
              AND t.first_month <= s.first_month AND (t.last_month IS NULL OR t.last_month >= s.first_month)
              LIMIT 1) t ON true
ORDER BY t.region_id, s.id, s.first_month
"""


@dataclass(frozen=True)
class _Found:
    entitlement_id: int
    status: str
    case_id: int
    region_id: str
    first_month: date
    last_month: date | None
    amount: Decimal | None
    standard: Decimal | None
    cause: str
    computation: Sequence[dict[str, Any]]
    heads: int
    booked_months: int
    is_suspended: bool


def _found(row: Sequence[Any]) -> _Found:
    values = list(row)
    values[9] = json.loads(values[9])
    return _Found(*values)


def rows_of(change: StandardChange) -> list[StandardChangeRow]:
    """The rows of a change as they would be now, not saved. What follows the new standard already is no row."""
    standard = change.standard
    parameters = _rules_on(standard.effective_from)
    older = _older_standards(standard)
    found = [
        row for row in _stretches(change.district_code, change.from_month) if row.standard != standard.amount
    ]
    stretches = {id(row): _stretch(row, older) for row in found}
    assessed = _assessed(found, stretches, standard.amount)
    return [
        _row(
            change,
            row,
            stretches[id(row)],
            assessed.get(id(row)) or restate(stretches[id(row)], standard.amount, parameters),
        )
        for row in found
    ]


def fingerprint(rows: Iterable[StandardChangeRow]) -> set[tuple[Any, ...]]:
    """What a decision rests on: should it be another now, the preview is shown again instead of applied."""
    return {
        (
            row.entitlement_id,
            row.region_id,
            row.first_month,
            row.last_month,
            row.heads,
            row.before,
            row.after,
            row.left_out,
            row.booked_months,
        )
        for row in rows
    }


def _rules_on(day: date) -> Parameters:
    return read_parameters(policy_parameters("", day))


def _stretches(district: str, month: date) -> list[_Found]:
    values: dict[str, Any] = {
        "month": month,
        "programme": PROGRAMME,
        "district": district,
        "base": list(BASE_CAUSES),
    }
    with connection.cursor() as cursor:
        cursor.execute(STRETCHES, values)
        return [_found(row) for row in cursor.fetchall()]


def _older_standards(standard: Standard) -> list[Standard]:
    rows = Standard.objects.filter(code=STANDARD_CODE, effective_from__lt=standard.effective_from)
    return list(rows.order_by("-effective_from"))


def _stretch(row: _Found, older: list[Standard]) -> Stretch:
    before = row.standard or (older[0].amount if older else Decimal(0))
    return Stretch(
        heads=row.heads,
        amount=row.amount,
        standard=before,
        computation=row.computation,
        is_ended=row.status == "ended",
        is_phase_out=row.cause == EntitlementTerm.Cause.PHASE_OUT,
    )


def _row(change: StandardChange, row: _Found, stretch: Stretch, restated: Restated) -> StandardChangeRow:
    return StandardChangeRow(
        change=change,
        region_id=row.region_id,
        entitlement_id=row.entitlement_id,
        first_month=row.first_month,
        last_month=row.last_month,
        heads=row.heads,
        standard_before=stretch.standard,
        before=row.amount,
        after=restated.amount,
        income=restated.income,
        basis=restated.basis or "",
        left_out=restated.left_out or "",
        is_suspended=row.is_suspended,
        is_minimum=restated.is_minimum,
        booked_months=row.booked_months,
        computation=explain(restated.steps),
    )


# --- families whose lines depend on the standard themselves ------------------------------------------------


def _assessed(
    found: list[_Found], stretches: dict[int, Stretch], new_standard: Decimal
) -> dict[int, Restated]:
    """Those with a disregard or a supplement, from the facts of the decision, where these lead to the present amount."""
    wanted = [row for row in found if depends_on_facts(row.computation) and not left_out(stretches[id(row)])]
    if not wanted:
        return {}
    applications = _applications(wanted)
    rules: dict[date, Parameters] = {}
    made = {}
    for row in wanted:
        application = applications.get((row.entitlement_id, row.first_month))
        if application is None:
            continue
        day = application.case.accepted_on or application.case.submitted_on
        if day not in rules:
            rules[day] = _rules_on(day)
        restated = _from_facts(application, stretches[id(row)], new_standard, rules[day], day)
        if restated:
            made[id(row)] = restated
    return made


def _applications(wanted: list[_Found]) -> dict[tuple[int, date], DibaoApplication]:
    """The application that each stretch was decided on: the last change before it, else the one that opened it."""
    ids = {row.entitlement_id for row in wanted}
    changes = DibaoChange.objects.filter(
        entitlement_id__in=ids, case__state=CaseState.CONFIRMED, has_facts=True, effective_month__isnull=False
    ).order_by("effective_month", "case_id")
    cases: dict[int, list[tuple[date, int]]] = {
        row.entitlement_id: [(date.min, row.case_id)] for row in wanted
    }
    for entitlement_id, month, case_id in changes.values_list("entitlement_id", "effective_month", "case_id"):
        cases[entitlement_id].append((month, case_id))
    decided = {
        (row.entitlement_id, row.first_month): [
            c for month, c in cases[row.entitlement_id] if month <= row.first_month
        ][-1]
        for row in wanted
    }
    rows = DibaoApplication.objects.filter(case_id__in=set(decided.values())).select_related("case")
    by_case = {row.case_id: row for row in rows.prefetch_related("members__person", "incomes")}
    return {key: by_case[case_id] for key, case_id in decided.items() if case_id in by_case}


def _from_facts(
    application: DibaoApplication, stretch: Stretch, new_standard: Decimal, parameters: Parameters, day: date
) -> Restated | None:
    """By the rules of the acceptance date and the new standard; None when the facts do not explain the present amount."""
    facts = facts_of(application)
    now = assess(facts, Standards(dibao=stretch.standard), parameters, day)
    if now.amount != stretch.amount or now.head_count != stretch.heads:
        return None
    after = assess(facts, Standards(dibao=new_standard), parameters, day)
    countable, heads = after.means.countable, after.head_count
    if countable >= new_standard * heads:
        return Restated(left_out="income_over", income=countable, basis="facts")
    base = max(round_amount(new_standard * heads - countable, parameters.rounding), parameters.minimum_amount)
    # Not those of the verdict: a higher line may ask for the whole family to apply, which is for the next recheck.
    supplements = supplements_for(after.covered, Standards(dibao=new_standard), parameters, day)
    steps = (*income_steps(after.means), *amount_steps(countable, heads, new_standard, base, supplements))
    return Restated(
        amount=base + total(supplement.amount for supplement in supplements),
        income=countable,
        basis="facts",
        is_minimum=base == parameters.minimum_amount,
        steps=tuple(steps),
    )
