"""What somebody receives that does not go with what is asked or decided (assistance rulebook §7)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from apps.payments.models import Compatibility, Coverage, Verdict
from apps.payments.services.programmes import pays_once, programme_label
from apps.regions.models import Region


@dataclass(frozen=True)
class Clash:
    """A benefit of a person beside ``asked``: what it is, where, since when, and what the rule says of the two.

    ``verdict`` is one of ``Verdict`` and never ``allow``; ``basis`` is where the rule stands.
    """

    person_id: int
    person_name: str
    programme: str
    town: str
    since: date
    asked: str
    verdict: str
    basis: str

    @property
    def forbids(self) -> bool:
        return self.verdict == Verdict.FORBID

    @property
    def sentence(self) -> str:
        """`陈秀芳已在东胜街道享受低保（2022 年 1 月起），不能同时享受特困`, as a sentence without its full stop."""
        received = received_words(self.person_name, self.programme, self.town, self.since)
        asked = programme_label(self.asked)
        if self.programme == self.asked:
            return f"{received}，不能重复享受"
        return f"{received}，{_OUTCOMES[Verdict(self.verdict)].format(asked=asked)}"


_OUTCOMES = {
    Verdict.FORBID: "不能同时享受{asked}",
    Verdict.CHOOSE_HIGHER: "与{asked}就高享受一项",
    Verdict.TOP_UP: "与{asked}之间只补足差额",
}
SAME = "同一项目同一月份只享受一份"


def received_words(name: str, programme: str, town: str, since: date) -> str:
    """`陈秀芳已在东胜街道享受低保（2022 年 1 月起）`."""
    return f"{name}已在{town}享受{programme_label(programme)}（{since.year} 年 {since.month} 月起）"


def clashes(
    person_ids: Iterable[int],
    programme: str,
    month: date,
    last_month: date | None = None,
    *,
    besides: int | None = None,
) -> list[Clash]:
    """What these persons receive in ``month`` (first day) or later, wherever it is, that does not go with ``programme``.

    ``last_month`` (inclusive) bounds the months asked for; ``besides`` leaves an entitlement out. Looks beyond the
    actor's region on purpose and tells no more than ``people.match``: the programme, the town and since when. The
    programme itself clashes as well, unless it pays once. Four statements, however many persons there are.
    """
    rules = list(Compatibility.objects.of(programme).exclude(verdict=Verdict.ALLOW))
    others = {rule.other(programme) for rule in rules} | (set() if pays_once(programme) else {programme})
    rows = (
        Coverage.objects.filter(person_id__in=list(person_ids), entitlement__programme__in=others)
        .filter(Q(last_month__isnull=True) | Q(last_month__gte=month))
        .exclude(entitlement=besides)
        .select_related("person", "entitlement")
        .order_by("person_id", "first_month", "pk")
    )
    if last_month is not None:
        rows = rows.filter(first_month__lte=last_month)
    found = [(row, rule) for row in rows if (rule := _answer(row, rules, programme, month, last_month))]
    towns = Region.objects.in_bulk({row.entitlement.town_code for row, _ in found})
    return [
        Clash(
            row.person_id,
            row.person.name,
            row.entitlement.programme,
            towns[row.entitlement.town_code].name,
            row.first_month,
            programme,
            *rule,
        )
        for row, rule in found
    ]


def _answer(
    row: Coverage, rules: list[Compatibility], programme: str, month: date, last_month: date | None
) -> tuple[str, str] | None:
    """Verdict and basis for the months that both have; of several rules over time the strictest."""
    if row.entitlement.programme == programme:
        return Verdict.FORBID.value, SAME
    first = max(row.first_month, month)
    last = min(row.last_month or date.max, last_month or date.max)
    met = [
        rule
        for rule in rules
        if rule.other(programme) == row.entitlement.programme
        and rule.effective_from <= last
        and (rule.effective_to or date.max) >= first
    ]
    met.sort(key=lambda rule: rule.verdict != Verdict.FORBID)
    return (met[0].verdict, met[0].basis) if met else None
