"""Which papers an application needs, and from whom (rulebook 6.1; S3 arts. 9 and 10)."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from apps.assistance.rules.facts import DEPARTURES, INCOME_SOURCES, Application, Member

DOCUMENTS: Final[Mapping[str, str]] = {
    "application_form": "申请书（含真实性承诺）",
    "identity": "户口簿、身份证",
    "disability_certificate": "残疾人证",
    "diagnosis": "诊断证明",
    "authorisation": "核对授权书",
    "wage_record": "工资流水或停发证明",
    "business_record": "营业执照、经营收支说明",
    "lease": "租赁合同",
    "support_document": "赡养、抚养协议或法律文书",
    "student_certificate": "在校证明",
    "marriage_document": "离婚证或判决书、调解书",
    "residence_permit": "居住证",
    "bank_account": "银行账户",
    "relative_declaration": "近亲属声明",
    "proxy_authorisation": "委托书、受托人身份证",
}


@dataclass(frozen=True, slots=True)
class DocumentNeed:
    """One paper: code, Chinese label (with names where it is about some members only), and the reason.

    `members` are the keys of those it concerns; with `per_member` one is needed from each of them. With
    `can_be_shared` the family need not bring it when the data share answers (S3 art. 10).
    """

    code: str
    label: str
    reason: str
    members: tuple[str, ...] = ()
    per_member: bool = False
    is_required: bool = True
    can_be_shared: bool = False

    @property
    def needed(self) -> int:
        """How many papers: one for each member, or one."""
        return len(self.members) if self.per_member else 1


def required_documents(application: Application, on: date) -> tuple[DocumentNeed, ...]:
    """The list for an application as it stands; it grows as members, incomes and facts are entered."""
    members = tuple(member for member in application.members if member.absence not in DEPARTURES)
    everybody = tuple(member.key for member in members)
    application = replace(application, members=members)
    needs: list[DocumentNeed | None] = [
        DocumentNeed("application_form", DOCUMENTS["application_form"], "书面申请并承诺所填属实"),
        DocumentNeed("identity", DOCUMENTS["identity"], "核实身份和户籍", everybody, can_be_shared=True),
        _of_some("disability_certificate", members, lambda m: bool(m.disability), "申报残疾", is_shared=True),
        _of_some("diagnosis", members, lambda m: m.has_serious_illness, "申报重病"),
        DocumentNeed(
            "authorisation", DOCUMENTS["authorisation"], "每位成员都要授权核对", everybody, per_member=True
        ),
        *_of_incomes(application),
        _of_some("student_certificate", members, lambda m: _studies(m, on), "申报在校", is_shared=True),
        _of_some("marriage_document", members, lambda m: m.marital_status == "divorced", "申报离婚"),
        _of_some("residence_permit", members, lambda m: not m.has_local_hukou, "户籍不在本区"),
        DocumentNeed("bank_account", DOCUMENTS["bank_account"], "按月发放到账户"),
        DocumentNeed(
            "relative_declaration",
            DOCUMENTS["relative_declaration"],
            "经办人员、村（居）委成员的近亲属单独登记",
        ),
    ]
    if application.receives_support and not any(need and need.code == "support_document" for need in needs):
        needs.append(DocumentNeed("support_document", DOCUMENTS["support_document"], "申报赡养、抚养关系"))
    if application.is_by_proxy:
        needs.append(DocumentNeed("proxy_authorisation", DOCUMENTS["proxy_authorisation"], "由他人代为申请"))
    return tuple(need for need in needs if need is not None)


def _of_incomes(application: Application) -> list[DocumentNeed | None]:
    """Proofs of income, each for the members who have income of that source."""
    reasons = {
        "wage_record": "申报工资性收入",
        "business_record": "申报经营收入",
        "lease": "申报租金收入",
        "support_document": "申报赡养、抚养收入",
    }
    owners = {
        proof: {
            income.member
            for income in application.incomes or ()
            if INCOME_SOURCES[income.source].proof == proof
        }
        for proof in reasons
    }
    return [_of_keys(proof, application.members, owners[proof], reason) for proof, reason in reasons.items()]


def _of_keys(code: str, members: Sequence[Member], keys: set[str], reason: str) -> DocumentNeed | None:
    return _of_some(code, members, lambda member: member.key in keys, reason)


def _of_some(
    code: str,
    members: Sequence[Member],
    concerns: Callable[[Member], bool],
    reason: str,
    *,
    is_shared: bool = False,
) -> DocumentNeed | None:
    """A paper of those members that it concerns, named in the label; None when it concerns nobody."""
    concerned = [member for member in members if concerns(member)]
    if not concerned:
        return None
    names = "、".join(member.name for member in concerned if member.name)
    label = f"{DOCUMENTS[code]}（{names}）" if names else DOCUMENTS[code]
    keys = tuple(member.key for member in concerned)
    return DocumentNeed(code, label, reason, keys, per_member=True, can_be_shared=is_shared)


def _studies(member: Member, on: date) -> bool:
    """At school or studying full time; a child below school age needs no certificate."""
    if member.schooling in {"none", "part_time"}:
        return member.labour_capacity == "student"
    age = member.age(on)
    return age is None or age >= 6
