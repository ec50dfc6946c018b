"""The beginning of an entry: a draft with what is on file, of a new application or of a case to be supplemented."""

from django.db import transaction

from apps.accounts.actor import Actor
from apps.audit.services import record
from apps.casework.entry.forms import detail_of_kind
from apps.casework.entry.recorded import typed_account, typed_defaults, typed_of, typed_person
from apps.casework.entry.related import Found
from apps.casework.entry.typed import APPLICANT, Typed
from apps.casework.models import Case, Draft
from apps.casework.services.drafts import start_draft
from apps.core import numbers
from apps.core.declarations import Entry
from apps.core.errors import Refused
from apps.core.registries import case_kinds


@transaction.atomic
def begin(entry: Entry, number: str, found: Found, *, actor: Actor) -> Draft:
    """A draft for the holder of ``number``, with person and account as far as the actor may see them.

    Raises ``Refused`` when something stands in the way. Taking over a file shows its number, so it leaves an event.
    """
    if found.is_barred:
        raise Refused(next(finding.text for finding in found.related if finding.tone == "bar"), code="barred")
    label = case_kinds.get(entry.kind).label
    fields = {"channel": "window", **typed_defaults(detail_of_kind(entry), entry.sections)}
    typed = Typed(fields=fields, persons={APPLICANT: {"number": number}})
    typed.related = {number: [finding.as_dict() for finding in found.related]}
    person = found.person
    if person is not None:
        typed.persons[APPLICANT] = {**typed_person(person), "number": number}
        typed.fields |= {"phone": person.phone, "address": person.address}
        if entry.holder == APPLICANT:
            typed.fields |= typed_account(person)
        if found.family and len(found.family[0].household.region_id) == 12:
            typed.fields["region"] = found.family[0].household.region_id
    name = typed.applicant.get("name", "")
    draft = start_draft(
        entry.kind,
        actor=actor,
        fields=typed.to_draft(),
        label=numbers.mask_name(name) if name else "未填姓名",
    )
    if person is not None:
        record(
            "case.take_over",
            "带入人员档案",
            actor=actor,
            subject=person,
            region_code=person.home_region_id,
            reason=f"新增{label}申请",
        )
    return draft


@transaction.atomic
def begin_supplement(entry: Entry, case: Case, *, actor: Actor) -> Draft:
    """The draft in which ``case`` is supplemented: the one begun before, else one with the rows of the case."""
    label = f"补正 {case.number}"
    draft: Draft | None = Draft.objects.visible_to(actor).filter(kind=entry.kind, label=label).first()
    if draft is not None:
        return draft
    draft = start_draft(entry.kind, actor=actor, fields=typed_of(entry, case).to_draft(), label=label)
    record("case.supplement", "打开申请表补正", actor=actor, subject=case)
    return draft
