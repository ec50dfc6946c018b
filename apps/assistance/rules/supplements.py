"""Supplements for the old, minors, the severely disabled and the seriously ill (分类施保, S1 art. 12).

The law asks for them and leaves the amounts to local rule: shares of the standard, by parameter. One
supplement a person, the highest, even if several grounds hold.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Final

from apps.assistance.rules.facts import Member
from apps.assistance.rules.parameters import Parameters, Standards
from apps.core.money import to_cents

SUPPLEMENT_ARTICLE: Final = "《社会救助暂行办法》第十二条第二款"
_GROUNDS: Final[Mapping[str, str]] = {
    "severe_disability": "重度残疾",
    "serious_illness": "重病",
    "minor": "未成年",
    "elderly": "高龄",
}
# Grounds that an officer has to price by hand where the parameter gives no amount.
_ALWAYS_LOOKED_AT: Final = ("severe_disability", "serious_illness")


@dataclass(frozen=True, slots=True)
class Supplement:
    """What one covered person gets on top, in yuan a month; `ground` is a code, `label` Chinese."""

    member: Member
    ground: str
    label: str
    amount: Decimal


def supplements_for(
    covered: tuple[Member, ...], standards: Standards, parameters: Parameters, on: date
) -> tuple[Supplement, ...]:
    """At most one supplement per covered member: of the grounds that hold, the one with the highest share."""
    supplements = []
    for member in covered:
        shares = {
            ground: parameters.supplement_shares[ground] for ground in grounds_of(member, parameters, on)
        }
        best = max(shares, key=lambda ground: shares[ground], default=None)
        if best is not None and shares[best] > 0:
            amount = to_cents(standards.dibao * shares[best])
            supplements.append(Supplement(member, best, ground_label(best), amount))
    return tuple(supplements)


def grounds_of(member: Member, parameters: Parameters, on: date) -> tuple[str, ...]:
    """The grounds that hold for a person on a day."""
    age = member.age(on)
    holds = {
        "severe_disability": member.is_severely_disabled,
        "serious_illness": member.has_serious_illness,
        "minor": member.is_minor(on),
        "elderly": age is not None and age >= parameters.supplement_elderly_age,
    }
    return tuple(ground for ground in _GROUNDS if holds[ground])


def ground_label(ground: str) -> str:
    """The Chinese word for a ground."""
    return _GROUNDS[ground]


def unpriced_ground(member: Member, parameters: Parameters, on: date) -> str:
    """A ground that calls for a supplement while the parameters give none for this person; else empty."""
    grounds = grounds_of(member, parameters, on)
    if any(parameters.supplement_shares[ground] > 0 for ground in grounds):
        return ""
    return next((ground for ground in grounds if ground in _ALWAYS_LOOKED_AT), "")
