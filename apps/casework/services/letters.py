"""Letters: asked for inside the step's transaction, made as PDF by a job after the commit."""

from datetime import date
from typing import Any

from django.conf import settings
from django.db import transaction
from django.template.loader import render_to_string

from apps.accounts.actor import Actor
from apps.audit.services import record
from apps.casework.models import Case, CaseAction, CaseState, Letter, NumberSequence, Objection
from apps.core import clock
from apps.core.declarations import LetterDef
from apps.core.registries import case_kinds
from apps.files.pdf import render_pdf
from apps.files.services import store_bytes
from apps.jobs.services import enqueue
from apps.regions.models import Region

STYLES = ("css/letter.css",)
DECIDED = (CaseState.CONFIRMED, CaseState.NOT_CONFIRMED)


def request_letter(case: Case, code: str, *, version: int, actor: Actor) -> Any:
    """Ask for the letter ``code`` of a case; once per case, letter and case version."""
    case_kinds.get(case.kind).letter(code)
    return enqueue(
        "casework.letter",
        actor=actor,
        arguments={"case": case.pk, "letter": code, "version": version},
        key=f"letter:{case.pk}:{code}:{version}",
    )


def issue_letter(case: Case, code: str, version: int, *, actor: Actor) -> Letter | None:
    """Number, render and file the letter; the same request again returns the letter that exists.

    None when the step that asked for it has been recalled meanwhile.
    """
    kind = case_kinds.get(case.kind)
    definition = kind.letter(code)
    action = CaseAction.objects.get(case=case, version=version)
    if CaseAction.objects.filter(case=case, version=version + 1, action="recall").exists():
        return None
    found: Letter | None = Letter.objects.filter(case=case, kind=code, action=action).first()
    if found is not None:
        return found
    with transaction.atomic():
        number = _next_number(definition, case, action)
        html = render_to_string(
            definition.template,
            {
                "case": case,
                "letter": definition,
                "kind_label": kind.full_label or kind.label,
                "number": number,
                "action": action,
                "issued_on": action.business_date,
                **issuer(case, action),
                **_of_step(action),
            }
            | definition.context(case, action),
        )
        stored = store_bytes(
            render_pdf(html, stylesheets=STYLES, title=definition.label),
            kind="letter",
            name=f"{definition.label}-{case.number}.pdf",
            content_type="application/pdf",
        )
        letter = Letter.objects.create(
            case=case,
            kind=code,
            action=action,
            label=definition.label,
            number=number,
            file=stored,
            issued_on=action.business_date,
            issued_by_id=actor.account,
        )
        record(
            "case.letter", f"出具{definition.label}", actor=actor, subject=case, detail={"letter": letter.pk}
        )
    return letter


def town_office(region: Region) -> str:
    """The office of the town in which ``region`` lies: 东胜街道办事处, 云龙镇人民政府."""
    town = region.parent if region.level == Region.Level.COMMUNITY and region.parent else region
    return f"{town.name}人民政府" if town.kind == Region.Kind.TOWN else f"{town.name}办事处"


def issuer(case: Case, action: CaseAction) -> dict[str, str]:
    """Who issues a letter and to whom one turns against it.

    The decision is the decider's, everything before it the town's (民发〔2021〕57号 §10, §20). ``review_body`` is the
    government over both, to which administrative review lies (行政复议法 §12).
    """
    bureau = str(settings.BUREAU_NAME)
    office = town_office(case.region)
    by_bureau = action.to_state in DECIDED and not case.is_delegated
    return {
        "issuer": bureau if by_bureau else office,
        "bureau": bureau,
        "office": office,
        "review_body": f"{bureau.removesuffix('民政局')}人民政府",
    }


def _of_step(action: CaseAction) -> dict[str, Any]:
    """What the letters of the crooked ways say of the step itself."""
    detail = action.detail
    until = detail.get("due_on") if "ground" in detail else None
    return {
        "objections": list(Objection.objects.filter(pk__in=detail.get("objections", []))),
        "extended_until": date.fromisoformat(until) if until else None,
    }


def _next_number(definition: LetterDef, case: Case, action: CaseAction) -> str:
    """``鄞民低保受〔2022〕12 号``: by district and year."""
    year = (action.business_date or clock.today()).replace(month=1, day=1)
    key: dict[str, Any] = {
        "prefix": f"L-{definition.code}"[:10],
        "region_code": case.region_id[:6],
        "day": year,
    }
    NumberSequence.objects.get_or_create(**key)
    row = NumberSequence.objects.select_for_update().get(**key)
    row.last += 1
    row.save(update_fields=["last"])
    return f"{definition.prefix}〔{year.year}〕{row.last} 号"
