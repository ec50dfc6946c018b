"""From the recorded application to the facts that the rules judge, and to the assessment of a case."""

from datetime import date
from typing import Any

from apps.assistance.models import DibaoApplication, DibaoChange, DibaoMember
from apps.assistance.rules import dibao
from apps.assistance.rules.explain import Step as ExplainStep
from apps.assistance.rules.facts import Application, Assets, Disregard, Income, Member
from apps.assistance.rules.parameters import Parameters, Standards, read_parameters
from apps.casework.models import Case, CaseState
from apps.policy.services import parameters as policy_parameters
from apps.policy.services import standard

STANDARD_CODE = "dibao"


def rules_on(day: date) -> tuple[Standards, Parameters]:
    """The standards and parameters in force on ``day``; ``DomainError`` when one is missing."""
    return Standards(dibao=standard(STANDARD_CODE, day)), read_parameters(policy_parameters("", day))


def facts_of(application: DibaoApplication) -> Application:
    """The recorded application as the rules see it: members, incomes (verified where found), assets."""
    rows = application.members.all()
    loaded = "members" in getattr(application, "_prefetched_objects_cache", {})
    members = list(rows if loaded else rows.select_related("person"))
    keys = {member.pk: member.key for member in members}
    return Application(
        members=tuple(_member(row) for row in members),
        incomes=tuple(
            Income(
                member=keys[row.member_id],
                source=row.source,
                monthly=row.monthly,
                verified=row.verified,
                deduction=row.deduction,
                deduction_kind=row.deduction_kind,
                note=row.note,
            )
            for row in application.incomes.all()
        ),
        assets=Assets(
            deposits=application.deposits,
            insurance=application.insurance,
            dwellings=application.dwellings,
            area=application.area,
            vehicle=application.vehicle,
            business=application.business,
        ),
        disregards=_disregards(application, members),
        household_deductions=application.household_deductions,
        unit=application.unit,
        single_member=application.single_member_key,
        has_stable_income=application.has_stable_income,
        is_by_proxy=application.is_by_proxy,
        receives_support=application.receives_support,
    )


def _member(row: DibaoMember) -> Member:
    return Member(
        key=row.key,
        name=row.person.name,
        relation=row.relation,
        birth_date=row.person.birth_date,
        labour_capacity=row.labour_capacity,
        schooling=row.schooling,
        disability=row.disability,
        disability_level=row.disability_level,
        has_serious_illness=row.has_serious_illness,
        marital_status=row.marital_status,
        divorced_on=row.divorced_on,
        lives_together=row.lives_together,
        absence=row.absence,
        has_local_hukou=row.has_local_hukou,
    )


def _disregards(application: DibaoApplication, members: list[DibaoMember]) -> tuple[Disregard, ...]:
    """Work taken up while on the roll (浙江省社会救助条例 §50), with every earlier time it was: it counts once.

    Of a first application there is none: who has worked before is not disregarded.
    """
    keys = {row.person_id: row.key for row in members if row.work_since is not None}
    if not keys:
        return ()
    change = DibaoChange.objects.filter(case=application.case_id).select_related("entitlement").first()
    if change is None:
        return ()
    earlier = DibaoMember.objects.filter(
        person__in=keys,
        work_since__isnull=False,
        application__case__state=CaseState.CONFIRMED,
    ).exclude(application=application)
    since = [(row.person_id, row.work_since) for row in members if row.work_since is not None]
    since += list(earlier.values_list("person_id", "work_since"))
    return tuple(
        Disregard(member=keys[person], since=month)
        for person, month in since
        if month >= change.entitlement.from_month
    )


def assess_case(case: Case) -> dibao.Assessment:
    """The assessment by the standard and parameters of the acceptance date (before acceptance: submission)."""
    day = case.accepted_on or case.submitted_on
    standards, parameters = rules_on(day)
    return dibao.assess(facts_of(case.dibao), standards, parameters, day)


def explain(steps: tuple[ExplainStep, ...]) -> list[dict[str, Any]]:
    """The numbered lines as stored with a decision: label, value as text, source, kind, article."""
    return [
        {"label": s.label, "value": str(s.value), "source": s.source, "kind": s.kind, "article": s.article}
        for s in steps
    ]


def covered_person_ids(case: Case, assessment: dibao.Assessment) -> list[int]:
    """The persons the amount is for, in the order of the form."""
    keys = {member.key for member in assessment.covered}
    return [row.person_id for row in case.dibao.members.all() if row.key in keys]
