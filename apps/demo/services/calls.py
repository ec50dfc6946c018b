"""What reaches the offices besides applications: a complaint, deaths of members, a suspension asked for."""

from datetime import timedelta

from apps.accounts.actor import Actor
from apps.assistance.services.change_begin import ChangeFacts, begin_change
from apps.casework.models import Case
from apps.casework.services.complaints import Told, register_complaint, take_on
from apps.core import clock
from apps.core.periods import add_months, first_of
from apps.demo.services.cast import Cast, workday_before
from apps.demo.services.entries import token_of
from apps.demo.stories import STORIES
from apps.payments.models import Entitlement, EntitlementStatus
from apps.people.services.deaths import register_death

OF_ZHONGHE = "zh-05"  # what is complained about
TOWNS = ("shouli", "zh_shouli")


def take_calls(cast: Cast) -> str:
    """A complaint taken on by the bureau and an anonymous one; in each town a death and a suspension to be decided."""
    today = clock.today()
    with clock.held(workday_before(today, 6)):
        _complain(cast)
    opened = 0
    for username in TOWNS:
        with clock.held(workday_before(today, 1)):
            opened += _change(cast.of(username))
    return f"2 complaints, {opened} changes"


def _complain(cast: Cast) -> None:
    day = clock.today()
    case = Case.objects.get(submit_token=next(token_of(s) for s in STORIES if s.key == OF_ZHONGHE))
    told = Told(
        "phone", "反映入户调查时间太短，没有走访邻居。", day, case=case, name="李某", phone="10055501234"
    )
    made = register_complaint(told, actor=cast.of("zh_shouli"))
    take_on(made.pk, actor=cast.of("keshi"))
    anonymous = Told("letter", "反映社区公示栏损坏，公示看不清。", day, about="泰和社区公示栏")
    register_complaint(anonymous, actor=cast.of("shouli"))


def _change(actor: Actor) -> int:
    """The death of a member of a larger family, and a family that is away for some months."""
    day, month = clock.today(), first_of(clock.today())
    running = (
        Entitlement.objects.visible_to(actor)
        .filter(status=EntitlementStatus.ACTIVE, last_month__isnull=True, case__origin=Case.Origin.MIGRATION)
        .filter(changes__isnull=True)
        .order_by("pk")
    )
    families = [row for row in running[:60] if row.coverages.filter(last_month__isnull=True).count() > 1]
    made = 0
    if families:
        family = families[0]
        cover = family.coverages.filter(last_month__isnull=True).exclude(person=family.payee).first()
        if cover is not None:
            register_death(cover.person, day - timedelta(days=2), actor=actor)
            made += 1
    away = running.exclude(pk__in=[row.pk for row in families[:1]]).first()
    if away is not None:
        begin_change(
            away,
            "suspend",
            actor=actor,
            effective_month=add_months(month, 1),
            facts=ChangeFacts(reason_text="本人到外省亲属家暂住，本人申请暂停。"),
        )
        made += 1
    return made
