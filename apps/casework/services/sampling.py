"""Sample checks (抽查) of what towns have decided: drawn at random, by a seed on record that repeats the draw."""

import math
import random
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.db import transaction

from apps.audit.services import record
from apps.casework.models import Case, CaseState, DecisionLevel, SampleCheck, SampleDraw
from apps.casework.services import work
from apps.core.periods import first_of
from apps.core.registries import case_kinds
from apps.policy.services import parameter
from apps.regions.models import Region

SHARE_KEY, TASK = "sample.delegated", "sample"


def draw_month(month: date, *, day: date, actor: Any, seed: int | None = None) -> list[SampleDraw]:
    """Draw from the decisions of ``month`` that towns have taken, once a district; none where nothing was decided.

    The share is parameter ``sample.delegated``, rounded up, so that something is always looked at. ``seed`` is for
    repeating a draw; otherwise the system's own randomness gives it.
    """
    found = [
        _draw(code, first_of(month), day, actor, seed)
        for code in Region.objects.filter(level=Region.Level.DISTRICT).values_list("code", flat=True)
    ]
    return [draw for draw in found if draw is not None]


def pick(ids: list[int], share: Decimal, seed: int) -> list[int]:
    """The ids drawn: a pure function of the ids in order, the share and the seed."""
    size = math.ceil(len(ids) * share)
    return sorted(random.Random(seed).sample(sorted(ids), size))


@transaction.atomic
def _draw(district: str, month: date, day: date, actor: Any, seed: int | None) -> SampleDraw | None:
    if SampleDraw.objects.filter(region_id=district, month=month).exists():
        return None
    kinds = [kind.code for kind in case_kinds if kind.task(TASK) is not None]
    decided = Case.objects.filter(
        district_code=district,
        kind__in=kinds,
        origin=Case.Origin.ENTERED,
        decision_level=DecisionLevel.TOWN,
        state__in=(CaseState.CONFIRMED, CaseState.NOT_CONFIRMED),
        decided_on__gte=month,
        decided_on__lt=first_of(month + timedelta(days=31)),
    )
    ids = list(decided.order_by("pk").values_list("pk", flat=True))
    if not ids:
        return None
    share = Decimal(str(parameter(SHARE_KEY, month)))
    seed = random.SystemRandom().getrandbits(53) if seed is None else seed
    draw = SampleDraw.objects.create(
        region_id=district, month=month, share=share, seed=seed, population=len(ids), drawn_on=day
    )
    for case in Case.objects.filter(pk__in=pick(ids, share, seed)).order_by("pk"):
        SampleCheck.objects.create(draw=draw, case=case)
        task = case_kinds.get(case.kind).task(TASK)
        if task is not None:
            work.open_once(task, case, day=day)
    record(
        "casework.sample_draw",
        f"抽取 {month:%Y-%m} 下放决定抽查件",
        actor=actor,
        subject=draw,
        region_code=district,
        detail={"seed": seed, "share": str(share), "population": len(ids)},
    )
    return draw
