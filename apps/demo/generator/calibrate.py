"""Incomes such that the money paid within the reference year is what is aimed at, to the yuan."""

import random
from collections import Counter

from apps.core.errors import Refused
from apps.demo.generator.lives import Life, Stage, Term
from apps.demo.generator.payouts import Payout

SMALLEST, GREATEST = 0.05, 8.0
HALVINGS = 40
ROUNDS = 200


class Calibration:
    """The stages of income that the year's transfers depend on, and what they add up to."""

    def __init__(self, lives: list[Life], payouts: list[Payout], year: int) -> None:
        self.stages = [stage for life in lives for stage in life.stages]
        counted = Counter(id(p.term) for p in payouts if p.paid_on and p.paid_on.year == year)
        self.paid: dict[int, list[tuple[Term, int]]] = {}
        for life in lives:
            for term in life.terms:
                if counted[id(term)]:
                    self.paid.setdefault(id(term.stage), []).append((term, counted[id(term)]))

    def of(self, stage: Stage) -> int:
        """Yuan paid in the year under one stage."""
        return sum(term.amount * times for term, times in self.paid.get(id(stage), ()))

    def sum_at(self, factor: float) -> int:
        """Set every income to ``factor`` times its shape; answers what the year then pays."""
        for stage in self.stages:
            stage.yuan = min(int(stage.shape * factor) // 100, stage.cap)
        return sum(self.of(stage) for stage in self.stages)


def calibrate(lives: list[Life], payouts: list[Payout], year: int, aim: int, rng: random.Random) -> None:
    """Set the incomes: one factor for all comes close, single yuan here and there do the rest.

    Raises Refused when no incomes between nothing and the standard lead there.
    """
    calibration = Calibration(lives, payouts, year)
    low, high = SMALLEST, GREATEST
    if not calibration.sum_at(high) <= aim <= calibration.sum_at(low):
        raise Refused("发放额目标与在册人数和标准不相称，收入无法推算。", hint="请核对目标文件中的发放额。")
    for _ in range(HALVINGS):
        middle = (low + high) / 2
        low, high = (middle, high) if calibration.sum_at(middle) > aim else (low, middle)
    _settle(calibration, calibration.sum_at(high) - aim, rng)


def _settle(calibration: Calibration, off: int, rng: random.Random) -> None:
    """Move single incomes by a yuan until nothing is ``off``; the newest households settle the last yuan."""
    stages = [stage for stage in calibration.stages if id(stage) in calibration.paid]
    rng.shuffle(stages)
    stages.sort(key=lambda stage: -sum(times for _, times in calibration.paid[id(stage)]))
    for _ in range(ROUNDS):
        for stage in stages:
            if not off:
                return
            step = 1 if off > 0 else -1
            if not 0 < stage.yuan + step <= stage.cap or not stage.yuan:
                continue
            before = calibration.of(stage)
            stage.yuan += step
            change = calibration.of(stage) - before
            if abs(off + change) < abs(off):
                off += change
            else:
                stage.yuan -= step
    raise Refused("发放额无法凑到目标。", hint="请换一个种子。")
