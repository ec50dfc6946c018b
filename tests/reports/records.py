"""What a small year consists of: three households in two towns, two of them paid in November and December."""

from datetime import date

from apps.accounts.actors import system_actor
from apps.core import clock
from apps.statistics.services import close_period
from tests.factories import DONGSHENG, ZHONGHE, delegate
from tests.payments.factories import make_benefit, make_desk, make_paid_run

NOVEMBER, DECEMBER = date(2021, 11, 1), date(2021, 12, 1)


def make_year() -> None:
    delegate(DONGSHENG)
    make_benefit(amount="1205.00", heads=2, town=DONGSHENG, from_month=NOVEMBER, name="林秀兰")
    make_benefit(amount="705.00", heads=3, town=ZHONGHE, from_month=NOVEMBER, name="郑国平")
    desk = make_desk()
    for month in (NOVEMBER, DECEMBER):
        with clock.held(month.replace(day=10)):
            make_paid_run(desk, month)


def close(year: int) -> None:
    close_period("year", date(year, 1, 1), actor=system_actor("system_tick"))
